package org.metasift.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Equal bins from cost 0 to where nearly all costs end: the 99.5 % quantile of the clean or of the
 * poisoned ones, whichever is larger, so that one outlier does not squeeze the rest.
 */
record Histogram(int bins, double width) {
  private static final int BINS = 40;

  static Histogram over(double[] clean, double[] poisoned) {
    if (clean.length == 0) {
      throw new IllegalArgumentException("no costs of clean samples; at least one is needed");
    }
    Charts.finite("clean cost", clean);
    Charts.finite("poisoned cost", poisoned);
    final double end = Math.max(quantile(clean), quantile(poisoned));
    return new Histogram(BINS, Charts.roundUp(Math.max(end, 1e-3)) / BINS);
  }

  private static double quantile(double[] costs) {
    final double[] sorted = costs.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) Math.floor(0.995 * (sorted.length - 1))];
  }

  double end() {
    return bins * width;
  }

  /** The share of the costs in each bin, in percent of them all. */
  double[] percent(double[] costs) {
    final double[] share = new double[bins];
    for (final double cost : costs) {
      final int bin = (int) Math.floor(Math.max(cost, 0) / width);
      if (bin < bins) {
        share[bin] += 100.0 / costs.length;
      }
    }
    return share;
  }

  /** The largest share of one bin, in percent. */
  double highest(double[] clean, double[] poisoned) {
    return DoubleStream.concat(Arrays.stream(percent(clean)), Arrays.stream(percent(poisoned)))
        .max()
        .orElse(100);
  }

  /** Says how many samples lie beyond the end; empty for none. */
  String beyond(double[] clean, double[] poisoned) {
    final long count =
        DoubleStream.concat(Arrays.stream(clean), Arrays.stream(poisoned))
            .filter(cost -> cost >= end())
            .count();
    return count == 0 ? "" : "; %,d beyond the right end".formatted(count);
  }
}
