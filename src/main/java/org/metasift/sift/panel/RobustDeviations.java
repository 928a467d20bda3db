package org.metasift.sift.panel;

import java.util.Arrays;

/** How far numbers lie from their median, in standard deviations that outliers hardly change. */
final class RobustDeviations {
  private static final double TO_DEVIATION = 1.4826; // of a normal distribution's MAD
  private static final double TINY = 1e-9;

  private RobustDeviations() {}

  /** From the median, by the robust standard deviation. */
  static double[] of(double... values) {
    final double middle = median(values);
    final double[] distances = Arrays.stream(values).map(v -> Math.abs(v - middle)).toArray();
    final double spread = TO_DEVIATION * median(distances) + TINY;
    return Arrays.stream(distances).map(distance -> distance / spread).toArray();
  }

  /** The middle number, or the mean of the two middle ones. */
  static double median(double... values) {
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    final int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
