package org.metasift.data.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.metasift.data.BadDataException;

/**
 * A binary portable pixmap ("P6"), the format of GTSRB's 51,839 images, which are read through
 * this; all others, pixmaps among them, go through {@link ImageDecoder} and its library.
 *
 * @param width columns, 1 to {@value #MAX_SIDE}
 * @param height rows, 1 to {@value #MAX_SIDE}
 * @param rgb uint8 of shape (height, width, 3); shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one crop
public record Ppm(int width, int height, byte[] rgb) {
  static final int MAX_SIDE = 2048;
  private static final int MAX_BYTES = 3 * MAX_SIDE * MAX_SIDE + 4096;

  /**
   * Reads an image of 8 bits per colour; comments in its header are skipped.
   *
   * @throws BadDataException with {@code shown} in its message, when the file is missing, cut off,
   *     not a P6 image, or larger than allowed
   */
  public static Ppm read(Path file, Path shown) {
    final byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (final IOException e) {
      throw new BadDataException(shown, "this image is missing or cannot be read", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new BadDataException(
          shown, "is larger than an image of %d x %d pixels".formatted(MAX_SIDE, MAX_SIDE));
    }
    return new Header(shown, bytes).image();
  }

  private static final class Header {
    private final Path shown;
    private final byte[] bytes;
    private int at;

    Header(Path shown, byte[] bytes) {
      this.shown = shown;
      this.bytes = bytes;
    }

    Ppm image() {
      if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != '6') {
        throw new BadDataException(shown, "is not a PPM image: it does not start with P6");
      }
      at = 2;
      final int width = number("width", MAX_SIDE);
      final int height = number("height", MAX_SIDE);
      final int max = number("largest value", 65_535);
      if (max != 255) {
        throw new BadDataException(
            shown, "has %d as its largest value; only 255 is read".formatted(max));
      }
      at++; // a single white space ends the header
      final int size = 3 * width * height;
      if (bytes.length - at < size) {
        throw new BadDataException(
            shown,
            "is cut off: %d x %d pixels need %,d bytes, and %,d are there"
                .formatted(width, height, size, Math.max(0, bytes.length - at)));
      }
      return new Ppm(width, height, Arrays.copyOfRange(bytes, at, at + size));
    }

    private int number(String what, int largest) {
      skipSpace();
      int value = 0;
      final int start = at;
      while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && value <= largest) {
        value = 10 * value + bytes[at++] - '0';
      }
      if (at == start || value < 1 || value > largest) {
        throw new BadDataException(
            shown, "has no valid %s in its header; 1 to %d are allowed".formatted(what, largest));
      }
      return value;
    }

    private void skipSpace() {
      while (at < bytes.length && (Character.isWhitespace(bytes[at]) || bytes[at] == '#')) {
        if (bytes[at] == '#') {
          while (at < bytes.length && bytes[at] != '\n') {
            at++;
          }
        } else {
          at++;
        }
      }
    }
  }
}
