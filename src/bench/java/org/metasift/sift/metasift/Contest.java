package org.metasift.sift.metasift;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.bench.Times;
import org.metasift.compute.Compute;

/**
 * Several sides that work in turn, one after the other, and which of them are compared.
 *
 * @param title for people who wait
 * @param warmUps of each side that do not count. A step of Java's code is compiled within the first
 *     twenty or so, which is nothing beside the hundreds that training takes, and all beside five
 * @param repeats of each side that count
 * @param sides by name
 * @param pairs the comparisons, a row each
 */
record Contest(String title, int warmUps, int repeats, Map<String, Side> sides, List<Pair> pairs) {
  /** A side: makes itself ready. */
  @FunctionalInterface
  interface Side {
    Timed ready(NDManager root) throws IOException;
  }

  /** Work that is ready. */
  @FunctionalInterface
  interface Timed {
    /** Works once; the seconds that it took. */
    double run() throws IOException;

    /** How it was done, where there was a choice; asked at the end. */
    default String remark() {
      return "";
    }
  }

  /**
   * One comparison.
   *
   * @param ours the name of our side
   * @param other the name of the side beside it
   * @param goal the ratio ours / other that is aimed at
   * @param brief its name in the chart; empty where it is not drawn
   */
  record Pair(String work, String ours, String other, double goal, String brief) {}

  /** A comparison with its times, in the order they were taken, after so many that do not count. */
  record Row(
      Pair pair,
      int warmUps,
      List<Double> ours,
      List<Double> others,
      String ourRemark,
      String otherRemark) {
    double ratio() {
      return Times.median(ours) / Times.median(others);
    }
  }

  /** Times the sides in turn. */
  List<Row> hold() throws IOException {
    System.err.println(title);
    final Map<String, Timed> ready = new LinkedHashMap<>();
    final Map<String, List<Double>> times = new LinkedHashMap<>();
    try (NDManager root = Compute.open()) {
      for (final Map.Entry<String, Side> side : sides.entrySet()) {
        ready.put(side.getKey(), side.getValue().ready(root));
        times.put(side.getKey(), new ArrayList<>());
      }
      for (int k = -warmUps; k < repeats; k++) {
        for (final Map.Entry<String, Timed> side : ready.entrySet()) {
          final double seconds = side.getValue().run();
          if (k >= 0) {
            times.get(side.getKey()).add(seconds);
          }
        }
      }
    }
    return pairs.stream()
        .map(
            pair ->
                new Row(
                    pair,
                    warmUps,
                    times.get(pair.ours()),
                    times.get(pair.other()),
                    ready.get(pair.ours()).remark(),
                    ready.get(pair.other()).remark()))
        .toList();
  }
}
