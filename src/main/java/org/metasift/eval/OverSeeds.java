package org.metasift.eval;

import java.util.stream.DoubleStream;

/**
 * The same measurement over several seeds.
 *
 * @param count how many, at least 1
 * @param mean of the values
 * @param deviation their standard deviation as a sample, √(Σ (x - mean)² / (n - 1)); NaN for one
 * @param lowest value
 * @param highest value
 */
public record OverSeeds(int count, double mean, double deviation, double lowest, double highest) {
  /**
   * Summarises values.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static OverSeeds of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no value; at least one is needed");
    }
    final double mean = DoubleStream.of(values).average().orElseThrow();
    final double squares = DoubleStream.of(values).map(x -> Math.pow(x - mean, 2)).sum();
    return new OverSeeds(
        values.length,
        mean,
        values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1)),
        DoubleStream.of(values).min().orElseThrow(),
        DoubleStream.of(values).max().orElseThrow());
  }
}
