package org.metasift.data.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The structure of a GIF file up to its first picture (GIF89a): the picture lies on a logical
 * screen, which may be larger. What it leaves free is transparent where the picture has a
 * transparent colour, else of its palette's first colour, as Pillow has it.
 */
final class GifPicture {
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2c;
  private static final int CONTROL = 0xf9;

  private final byte[] gif;
  private int at = 13;
  private boolean transparent;

  private GifPicture(byte[] gif) {
    this.gif = gif;
  }

  /**
   * Finds the first picture.
   *
   * @throws IOException when the file ends before it, or holds none
   */
  static FirstPicture first(byte[] gif) throws IOException {
    return new GifPicture(gif).first();
  }

  private FirstPicture first() throws IOException {
    final int screenTable = at;
    at += tableBytes(value(10));
    skipExtensions();
    if (value(at) != PICTURE) {
      throw new IOException("it holds no picture");
    }
    final int left = number(at + 1);
    final int top = number(at + 3);
    final int width = number(at + 5);
    final int height = number(at + 7);
    final int ownTable = tableBytes(value(at + 9));
    final int table = ownTable > 0 ? at + 10 : screenTable;
    final boolean coloured = ownTable > 0 || tableBytes(value(10)) > 0;
    final int free = transparent || !coloured ? Canvas.WHITE : colour(table);
    final int screenWidth = Math.max(number(6), left + width);
    final int screenHeight = Math.max(number(8), top + height);
    final boolean fills = screenWidth == width && screenHeight == height;
    at += 10 + ownTable + 1;
    return new FirstPicture(
        ImageKind.GIF,
        gif,
        fills ? null : new Canvas(screenWidth, screenHeight, left, top, free),
        isFollowed());
  }

  private boolean isFollowed() {
    try {
      skipBlocks();
      skipExtensions();
      return value(at) == PICTURE;
    } catch (final IOException e) {
      return false; // whether this picture is whole, the decoder finds out
    }
  }

  private void skipExtensions() throws IOException {
    while (value(at) == EXTENSION) {
      transparent |= value(at + 1) == CONTROL && (value(at + 3) & 1) == 1;
      at += 2;
      skipBlocks();
    }
  }

  private void skipBlocks() throws IOException {
    while (value(at) > 0) {
      at += 1 + value(at);
    }
    at++;
  }

  private static int tableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
  }

  private int colour(int table) throws IOException {
    return value(table) << 16 | value(table + 1) << 8 | value(table + 2);
  }

  private int number(int position) throws IOException {
    value(position + 1);
    return ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).getShort(position) & 0xffff;
  }

  private int value(int position) throws IOException {
    if (position >= gif.length) {
      throw new IOException("it is cut off");
    }
    return gif[position] & 255;
  }
}
