package org.metasift.sift.metasift;

import java.util.List;

/** Measured values: the middle one and the ends. */
final class Times {
  private Times() {}

  static double median(List<Double> values) {
    final List<Double> sorted = values.stream().sorted().toList();
    final int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static double least(List<Double> values) {
    return values.stream().mapToDouble(x -> x).min().orElseThrow();
  }

  static double most(List<Double> values) {
    return values.stream().mapToDouble(x -> x).max().orElseThrow();
  }
}
