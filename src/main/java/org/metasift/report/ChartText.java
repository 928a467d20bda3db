package org.metasift.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Our charts as plain text, for a terminal: names, numbers, and bars of block characters. */
final class ChartText {
  private static final int BAR = 40;
  private static final String SPARKS = "▁▂▃▄▅▆▇█";

  private ChartText() {}

  static String asrAndAcc(String title, List<JudgedModel> bars) {
    final int width = widest(bars.stream().map(JudgedModel::name).toList());
    final List<String> lines = new ArrayList<>(List.of(title + " (%)"));
    for (final JudgedModel bar : bars) {
      lines.add(row(bar.name(), width, "ASR %6.2f".formatted(bar.asr()), bar.asr(), 100));
      lines.add(row("", width, "ACC %6.2f".formatted(bar.acc()), bar.acc(), 100));
    }
    return String.join("\n", lines);
  }

  static String ncr(String title, Map<String, Double> percentBySifter) {
    final int width = widest(percentBySifter.keySet());
    final double most =
        Math.max(100, percentBySifter.values().stream().mapToDouble(v -> v).max().orElse(0));
    final List<String> lines =
        new ArrayList<>(List.of(title + ": NCR in %, 100 % = a random pick"));
    percentBySifter.forEach(
        (name, ncr) -> lines.add(row(name, width, "%8.3f %%".formatted(ncr), ncr, most)));
    return String.join("\n", lines);
  }

  static String weigher(
      String title,
      Histogram bins,
      double[] grid,
      double[] weight,
      double[] clean,
      double[] poisoned) {
    final Histogram coarse = new Histogram(10, 0, bins.end() / 10);
    final double[] cleanShare = coarse.percent(clean);
    final double[] poisonedShare = coarse.percent(poisoned);
    final List<String> lines = new ArrayList<>();
    lines.add(title);
    lines.add("%13s  %8s  %10s  %6s".formatted("cost", "clean %", "poisoned %", "v"));
    for (int k = 0; k < coarse.bins(); k++) {
      lines.add(
          "%6.2f-%6.2f  %8.2f  %10s  %6.3f"
              .formatted(
                  k * coarse.width(),
                  (k + 1) * coarse.width(),
                  cleanShare[k],
                  poisoned.length == 0 ? "-" : "%.2f".formatted(poisonedShare[k]),
                  nearest(grid, weight, (k + 0.5) * coarse.width())));
    }
    return String.join("\n", lines);
  }

  private static double nearest(double[] grid, double[] weight, double cost) {
    int best = 0;
    for (int i = 1; i < grid.length; i++) {
      if (Math.abs(grid[i] - cost) < Math.abs(grid[best] - cost)) {
        best = i;
      }
    }
    return weight[best];
  }

  static String losses(String title, Map<String, double[]> lossesByName) {
    final int width = widest(lossesByName.keySet());
    final List<String> lines = new ArrayList<>(List.of(title));
    lossesByName.forEach(
        (name, losses) -> {
          final double[] means = LossCurve.of(name, losses, BAR).means();
          lines.add(
              "%s  %s  %.4f -> %.4f in %,d steps"
                  .formatted(
                      padded(name, width),
                      sparkline(means),
                      means[0],
                      means[means.length - 1],
                      losses.length));
        });
    return String.join("\n", lines);
  }

  private static String sparkline(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (final double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    final StringBuilder out = new StringBuilder();
    for (final double value : values) {
      final double place = high > low ? (value - low) / (high - low) : 0;
      out.append(SPARKS.charAt((int) Math.round(place * (SPARKS.length() - 1))));
    }
    return out.toString();
  }

  private static String row(String name, int width, String number, double value, double most) {
    final String bar = "█".repeat((int) Math.round(BAR * value / most));
    return (padded(name, width) + "  " + number + "  " + bar).stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static int widest(Collection<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(0);
  }
}
