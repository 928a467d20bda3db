package org.metasift.data.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first picture of a WebP file. The decoder reads files of a single picture; of an animation
 * (RFC 9649, chunk ANMF) the first picture is put into a file of its own. What it leaves free of
 * its canvas is transparent where the animation may be, else black, as libwebp has it.
 */
final class WebPPicture {
  private static final int HEAD = 12;
  private static final int ALPHA = 0x10;
  private static final int ANIMATED = 0x02;

  private final byte[] webp;
  private final ByteBuffer numbers;

  private WebPPicture(byte[] webp) {
    this.webp = webp;
    this.numbers = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Finds the first picture.
   *
   * @param whole whether these are all bytes of the file
   * @throws IOException when it is cut off
   */
  static FirstPicture first(byte[] webp, boolean whole) throws IOException {
    return new WebPPicture(webp).first(whole);
  }

  private FirstPicture first(boolean whole) throws IOException {
    if (whole && webp.length >= HEAD && numbers.getInt(4) + 8L > webp.length) {
      throw new IOException(
          "it is cut off: %,d of %,d bytes are there"
              .formatted(webp.length, Integer.toUnsignedLong(numbers.getInt(4)) + 8));
    }
    final boolean animated =
        webp.length >= HEAD + 18 && type(HEAD).equals("VP8X") && (webp[20] & ANIMATED) != 0;
    return animated ? animated(whole) : FirstPicture.alone(ImageKind.WEBP, webp);
  }

  private FirstPicture animated(boolean whole) throws IOException {
    final int width = 1 + three(24);
    final int height = 1 + three(27);
    int at = HEAD;
    while (at <= webp.length - 24 && !type(at).equals("ANMF")) {
      at = next(at);
    }
    if (at > webp.length - 24) {
      throw new IOException("it holds no picture");
    }
    final int end = Math.max(at + 24, Math.min(webp.length, next(at)));
    final int left = 2 * three(at + 8);
    final int top = 2 * three(at + 11);
    final int pictureWidth = 1 + three(at + 14);
    final int pictureHeight = 1 + three(at + 17);
    if (left + pictureWidth > width || top + pictureHeight > height) {
      throw new IOException("its first picture leaves its canvas");
    }
    final int free = (webp[20] & ALPHA) != 0 ? Canvas.WHITE : 0;
    final boolean fills = pictureWidth == width && pictureHeight == height;
    return new FirstPicture(
        ImageKind.WEBP,
        alone(at + 24, end, pictureWidth, pictureHeight),
        fills ? null : new Canvas(width, height, left, top, free),
        !whole || (end <= webp.length - 8 && type(end).equals("ANMF")));
  }

  /** A file of the picture whose chunks (ALPH, VP8, VP8L) lie from {@code start} to {@code end}. */
  private byte[] alone(int start, int end, int width, int height) {
    final boolean alpha = end - start >= 4 && type(start).equals("ALPH");
    final int head = HEAD + (alpha ? 18 : 0);
    final ByteBuffer file = ByteBuffer.allocate(head + end - start).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(file.capacity() - 8).put(ascii("WEBP"));
    if (alpha) {
      file.put(ascii("VP8X")).putInt(10).putInt(ALPHA);
      file.putShort((short) (width - 1)).put((byte) ((width - 1) >> 16));
      file.putShort((short) (height - 1)).put((byte) ((height - 1) >> 16));
    }
    return file.put(webp, start, end - start).array();
  }

  private int next(int chunk) throws IOException {
    final int length = numbers.getInt(chunk + 4);
    if (length < 0 || length > Integer.MAX_VALUE - chunk - 9) {
      throw new IOException("it has a chunk of an impossible length");
    }
    return chunk + 8 + length + (length & 1);
  }

  private String type(int chunk) {
    return new String(webp, chunk, 4, StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A number of 24 bits. */
  private int three(int at) {
    return (numbers.getShort(at) & 0xffff) | (webp[at + 2] & 255) << 16;
  }
}
