package org.metasift.report;

/** What the axes of our charts share: numbers that can be drawn, and where an axis ends. */
final class ChartScale {
  private ChartScale() {}

  /** Refuses numbers that have no place on an axis. */
  static void checkFinite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s %d is %s; finite numbers are needed".formatted(what, i, values[i]));
      }
    }
  }

  /** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
  static double roundUp(double value) {
    final double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (final double step : new double[] {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
      if (value <= step * power * (1 + 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
