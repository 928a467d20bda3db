package org.metasift.bench;

import java.util.List;

/** Measured values: the middle one and the ends. */
public final class Times {
  private Times() {}

  public static double median(List<Double> values) {
    final List<Double> sorted = values.stream().sorted().toList();
    final int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public static double least(List<Double> values) {
    return values.stream().mapToDouble(x -> x).min().orElseThrow();
  }

  public static double most(List<Double> values) {
    return values.stream().mapToDouble(x -> x).max().orElseThrow();
  }
}
