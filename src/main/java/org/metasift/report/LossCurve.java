package org.metasift.report;

import java.util.Arrays;

/**
 * A loss curve thinned to at most so many points, each the mean of a stretch of steps.
 *
 * @param steps the middle step of each stretch, counted from 1
 * @param means the mean finite loss of each stretch
 * @param stretch how many steps a point stands for
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one chart
record LossCurve(double[] steps, double[] means, int stretch) {
  static LossCurve of(String name, double[] losses, int points) {
    final int stretch = Math.max(1, (losses.length + points - 1) / points);
    final int count = (losses.length + stretch - 1) / stretch;
    final double[] steps = new double[count];
    final double[] means = new double[count];
    int kept = 0;
    for (int k = 0; k < count; k++) {
      final int from = k * stretch;
      final int to = Math.min(losses.length, from + stretch);
      final double mean =
          Arrays.stream(losses, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
      if (!Double.isNaN(mean)) {
        steps[kept] = (from + 1 + to) / 2.0;
        means[kept++] = mean;
      }
    }
    if (kept == 0) {
      throw new IllegalArgumentException("the loss curve '" + name + "' holds no finite number");
    }
    return new LossCurve(Arrays.copyOf(steps, kept), Arrays.copyOf(means, kept), stretch);
  }

  double least() {
    return Arrays.stream(means).min().orElse(0);
  }

  double most() {
    return Arrays.stream(means).max().orElse(0);
  }
}
