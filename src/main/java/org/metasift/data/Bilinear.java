package org.metasift.data;

/**
 * Cuts a rectangle out of an image and scales it, by the triangle filter that Pillow calls
 * "bilinear": plain bilinear interpolation when it enlarges; when it shrinks, the triangle widens
 * with the factor, so that no pixel of the source is skipped. Equal to Pillow's {@code resize(size,
 * BILINEAR, box)} but for roundings of one level.
 */
final class Bilinear {
  private Bilinear() {}

  /**
   * Scales the part of {@code image} between (x1, y1) and (x2, y2), in pixels and fractions of
   * them, to {@code side} x {@code side}.
   *
   * @return uint8, (side, side, 3)
   */
  static byte[] crop(Ppm image, double x1, double y1, double x2, double y2, int side) {
    final byte[] wide = // (height, side, 3)
        along(image.rgb(), image.height(), image.width(), 3, x1, x2, side);
    return along(wide, 1, image.height(), 3 * side, y1, y2, side);
  }

  /**
   * Resamples the middle axis of uint8 (outer, length, inner) between two positions on it; the
   * result has shape (outer, side, inner).
   */
  private static byte[] along(
      byte[] in, int outer, int length, int inner, double from, double to, int side) {
    final double scale = (to - from) / side;
    final double reach = Math.max(1, scale);
    final byte[] out = new byte[outer * side * inner];
    for (int k = 0; k < side; k++) {
      final double centre = from + (k + 0.5) * scale;
      final int first = Math.max(0, (int) (centre - reach + 0.5));
      final int end = Math.min(length, (int) (centre + reach + 0.5));
      final double[] weights = weights(first, end, centre, reach);
      for (int o = 0; o < outer; o++) {
        for (int c = 0; c < inner; c++) {
          double sum = 0.5;
          for (int i = first; i < end; i++) {
            sum += weights[i - first] * (in[(o * length + i) * inner + c] & 0xff);
          }
          out[(o * side + k) * inner + c] = (byte) sum;
        }
      }
    }
    return out;
  }

  private static double[] weights(int first, int end, double centre, double reach) {
    final double[] weights = new double[end - first];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
      total += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= total;
    }
    return weights;
  }
}
