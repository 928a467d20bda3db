package org.metasift.data.decode;

import com.drew.metadata.exif.ExifIFD0Directory;

/** How a camera was held: the orientation of the EXIF standard, 1 (upright) to 8. */
final class Orientation {
  private Orientation() {}

  /** The orientation that a file tells; 1 where it tells none, or none that can be read. */
  static int of(ImageKind kind, byte[] bytes) {
    for (final ExifIFD0Directory exif : ExifDirectories.of(kind, bytes)) {
      final Integer value = exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      if (value != null && value >= 1 && value <= 8) {
        return value;
      }
    }
    return 1;
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
