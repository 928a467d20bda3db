package org.metasift.eval;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where some numbers lie.
 *
 * @param least the smallest
 * @param median half of them are not above it
 * @param most the largest
 */
public record Spread(double least, double median, double most) {
  /**
   * Of these numbers, in any order; the median of an even count is the mean of the middle two.
   *
   * @throws IllegalArgumentException for none
   */
  public static Spread of(double... numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("no numbers; at least one is needed");
    }
    final double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    final int half = sorted.length / 2;
    return new Spread(
        sorted[0],
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2,
        sorted[sorted.length - 1]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f to %.3f, median %.3f", least, most, median);
  }
}
