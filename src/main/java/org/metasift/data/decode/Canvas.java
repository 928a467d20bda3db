package org.metasift.data.decode;

/**
 * Where the first picture of an animation lies: it may be smaller than what is shown.
 *
 * @param width of what is shown, in pixels; the picture ends within it
 * @param height of what is shown
 * @param left column of the picture's left edge
 * @param top row of the picture's upper edge
 * @param free the colour of what the picture leaves free, 0xRRGGBB
 */
record Canvas(int width, int height, int left, int top, int free) {
  static final int WHITE = 0xffffff;

  /** The canvas with a picture on it. */
  RasterPixels with(RasterPixels picture) {
    final int channels = picture.channels() == 1 && isGrey() ? 1 : 3;
    final byte[] all = new byte[height * width * channels];
    for (int c = 0; c < channels; c++) {
      final byte value = (byte) (free >> (16 - 8 * c));
      for (int p = c; p < all.length; p += channels) {
        all[p] = value;
      }
    }
    final byte[] pixels = channels == picture.channels() ? picture.pixels() : picture.rgb();
    final int row = picture.width() * channels;
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(pixels, y * row, all, ((top + y) * width + left) * channels, row);
    }
    return new RasterPixels(all, height, width, channels);
  }

  private boolean isGrey() {
    return (free >> 16 & 255) == (free & 255) && (free >> 8 & 255) == (free & 255);
  }
}
