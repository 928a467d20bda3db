package org.metasift.data.decode;

/**
 * Cuts a rectangle out of an image and scales it, by the triangle filter that Pillow calls
 * "bilinear": plain bilinear interpolation when it enlarges; when it shrinks, the triangle widens
 * with the factor, so that no pixel of the source is skipped. Byte for byte equal to Pillow's
 * {@code resize(size, BILINEAR, box)}, whose roundings it follows: a box of floats, weights of 22
 * bits, a rounding to uint8 after the columns and again after the rows.
 */
public final class Bilinear {
  private static final int BITS = 22;

  private Bilinear() {}

  /**
   * Scales the part of {@code image} between (x1, y1) and (x2, y2), in pixels and fractions of
   * them, to {@code side} x {@code side}.
   *
   * @return uint8, (side, side, 3)
   */
  public static byte[] crop(Ppm image, double x1, double y1, double x2, double y2, int side) {
    final byte[] narrow = // (height, side, 3)
        along(
            image.rgb(), new Axes(image.height(), image.width(), 3), (float) x1, (float) x2, side);
    return along(narrow, new Axes(1, image.height(), 3 * side), (float) y1, (float) y2, side);
  }

  /**
   * Scales a whole image to {@code side} x {@code side}, whatever its proportions.
   *
   * @param pixels uint8, (height, width, channels); not changed
   * @return uint8, (side, side, channels); the same array where nothing is to be done
   */
  public static byte[] scale(byte[] pixels, int height, int width, int channels, int side) {
    final byte[] narrow =
        width == side ? pixels : along(pixels, new Axes(height, width, channels), 0, width, side);
    return height == side
        ? narrow
        : along(narrow, new Axes(1, height, channels * side), 0, height, side);
  }

  /** The shape of an array whose middle axis is resampled. */
  private record Axes(int outer, int length, int inner) {}

  /**
   * Resamples the middle axis of a uint8 array between two positions on it; the result has shape
   * (outer, side, inner).
   */
  private static byte[] along(byte[] in, Axes axes, float from, float to, int side) {
    final int outer = axes.outer();
    final int length = axes.length();
    final int inner = axes.inner();
    final double scale = (double) (to - from) / side;
    final double reach = Math.max(1, scale);
    final byte[] out = new byte[outer * side * inner];
    for (int k = 0; k < side; k++) {
      final double centre = from + (k + 0.5) * scale;
      final int first = Math.max(0, (int) (centre - reach + 0.5));
      final int end = Math.min(length, (int) (centre + reach + 0.5));
      final int[] weights = weights(first, end, centre, reach);
      for (int o = 0; o < outer; o++) {
        for (int c = 0; c < inner; c++) {
          int sum = 1 << (BITS - 1);
          for (int i = first; i < end; i++) {
            sum += weights[i - first] * (in[(o * length + i) * inner + c] & 0xff);
          }
          out[(o * side + k) * inner + c] = (byte) Math.min(255, sum >> BITS);
        }
      }
    }
    return out;
  }

  private static int[] weights(int first, int end, double centre, double reach) {
    final double[] weights = new double[end - first];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.max(0, 1 - Math.abs((first + i - centre + 0.5) * (1 / reach)));
      total += weights[i];
    }
    final int[] rounded = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (int) (weights[i] / total * (1 << BITS) + 0.5);
    }
    return rounded;
  }
}
