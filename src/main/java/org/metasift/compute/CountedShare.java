package org.metasift.compute;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A share that was counted, k of n, with its 95 % interval (Wilson 1927), which holds for small
 * counts and near 0 and 1 too, as if the n were independent draws.
 *
 * @param value k / n, 0 to 1
 * @param least the lower end of the interval, 0 to {@code value}
 * @param most the upper end, {@code value} to 1
 */
public record CountedShare(double value, double least, double most) {
  private static final double SURE = 0.95;
  private static final WilsonScoreInterval WILSON = new WilsonScoreInterval();

  /**
   * The share of {@code count} among {@code of}.
   *
   * @param of at least 1
   * @param count 0 to {@code of}
   */
  public static CountedShare of(int count, int of) {
    Ranges.atLeast("of", of, 1);
    Ranges.within("count", count, 0, of);
    final ConfidenceInterval interval = WILSON.createInterval(of, count, SURE);
    return new CountedShare(
        (double) count / of,
        count == 0 ? 0 : interval.getLowerBound(), // which rounding leaves beside 0, and 1
        count == of ? 1 : interval.getUpperBound());
  }
}
