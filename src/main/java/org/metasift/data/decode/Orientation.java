package org.metasift.data.decode;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** How a camera was held: the orientation of the EXIF standard, 1 (upright) to 8. */
final class Orientation {
  private Orientation() {}

  /** The orientation that a file tells; 1 where it tells none, or none that can be read. */
  static int of(ImageKind kind, byte[] bytes) {
    final Metadata metadata = new Metadata();
    try {
      if (kind == ImageKind.JPEG) {
        JpegMetadataReader.process(
            metadata, new ByteArrayInputStream(bytes), List.of(new ExifReader()));
      } else if (kind == ImageKind.TIFF) {
        new ExifReader().extract(new ByteArrayReader(bytes), metadata, 0);
      } else {
        final byte[] exif = block(kind, bytes);
        final boolean named = exif.length > 6 && exif[0] == 'E' && exif[4] == 0;
        new ExifReader().extract(new ByteArrayReader(exif), metadata, named ? 6 : 0);
      }
      for (final ExifIFD0Directory exif : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
        final Integer value = exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        if (value != null && value >= 1 && value <= 8) {
          return value;
        }
      }
    } catch (final Exception | StackOverflowError e) {
      return 1; // a damaged note about an image does not make the image unreadable
    }
    return 1;
  }

  /**
   * The chunk of a PNG (length, type, data, checksum) or WebP (type, length, data, padding) that
   * holds EXIF; empty where there is none. The library would believe any length.
   */
  private static byte[] block(ImageKind kind, byte[] bytes) {
    final boolean png = kind == ImageKind.PNG;
    if (!png && kind != ImageKind.WEBP) {
      return new byte[0];
    }
    final ByteBuffer chunks =
        ByteBuffer.wrap(bytes).order(png ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int at = png ? 8 : 12;
    while (at <= bytes.length - 8) {
      final int length = chunks.getInt(png ? at : at + 4);
      final String type = new String(bytes, png ? at + 4 : at, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > bytes.length - at - 8) {
        return new byte[0];
      }
      if (type.equals(png ? "eXIf" : "EXIF")) {
        return Arrays.copyOfRange(bytes, at + 8, at + 8 + length);
      }
      at += 8 + length + (png ? 4 : length & 1);
    }
    return new byte[0];
  }

  /**
   * Turns a square image upright.
   *
   * @param pixels uint8, (side, side, channels); not changed
   * @param orientation 1 to 8
   */
  static byte[] upright(byte[] pixels, int side, int channels, int orientation) {
    if (orientation == 1) {
      return pixels;
    }
    final byte[] out = new byte[pixels.length];
    final int end = side - 1;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        final boolean turned = orientation >= 5;
        final int u = turned ? y : x;
        final int v = turned ? x : y;
        final boolean left =
            orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        final boolean up =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        final int from = ((up ? end - v : v) * side + (left ? end - u : u)) * channels;
        System.arraycopy(pixels, from, out, (y * side + x) * channels, channels);
      }
    }
    return out;
  }
}
