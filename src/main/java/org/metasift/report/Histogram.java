package org.metasift.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Equal bins from cost 0 to where nearly all costs end: the 99.5 % quantile of the clean or of the
 * poisoned ones, whichever is larger, so that one outlier does not squeeze the rest. What lies
 * below the first bin counts in it.
 *
 * @param start where the first bin begins
 */
record Histogram(int bins, double start, double width) {
  private static final int BINS = 40;

  static Histogram over(double[] clean, double[] poisoned) {
    if (clean.length == 0) {
      throw new IllegalArgumentException("no costs of clean samples; at least one is needed");
    }
    ChartScale.checkFinite("clean cost", clean);
    ChartScale.checkFinite("poisoned cost", poisoned);
    final double end = Math.max(quantile(clean, 0.995), quantile(poisoned, 0.995));
    return new Histogram(BINS, 0, ChartScale.roundUp(Math.max(end, 1e-3)) / BINS);
  }

  /** Equal bins over nearly all scores, which may be negative. */
  static Histogram ofScores(double[] picked, double[] rest) {
    ChartScale.checkFinite("score", picked);
    ChartScale.checkFinite("score", rest);
    final double[] all = DoubleStream.concat(Arrays.stream(picked), Arrays.stream(rest)).toArray();
    final double start = quantile(all, 0.005);
    final double range = Arrays.stream(all).max().orElse(1) - start;
    return new Histogram(BINS, start, (range > 0 ? 1.01 * range : 1) / BINS);
  }

  private static double quantile(double[] costs, double share) {
    final double[] sorted = costs.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) Math.floor(share * (sorted.length - 1))];
  }

  double end() {
    return start + bins * width;
  }

  /** The share of the costs in each bin, in percent of them all. */
  double[] percent(double[] costs) {
    final double[] share = new double[bins];
    for (final double cost : costs) {
      final int bin = (int) Math.floor(Math.max(cost - start, 0) / width);
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
