package org.metasift.eval;

import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;

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
    return new Spread(
        StatUtils.min(numbers), StatUtils.percentile(numbers, 50), StatUtils.max(numbers));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f to %.3f, median %.3f", least, most, median);
  }
}
