package org.metasift.report;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Draws {@link Charts#scores}. */
final class ScoreChart {
  private static final int ROWS = 10;

  private ScoreChart() {}

  static Chart draw(double[] picked, double[] rest) {
    final Histogram bins = Histogram.ofScores(picked, rest);
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dress(plot.getStyler());
    final List<Chart.Key> keys = new ArrayList<>();
    if (rest.length > 0) {
      WeigherChart.histogram(plot, keys, "not picked", bins, rest, ChartTheme.REFERENCE);
    }
    WeigherChart.histogram(plot, keys, "picked", bins, picked, ChartTheme.CLEAN);
    plot.setXAxisTitle("Trust in an image (higher = cleaner)");
    plot.setYAxisTitle("Share of its images (%)");
    plot.getStyler().setXAxisMin(bins.start()).setXAxisMax(bins.end());
    plot.getStyler().setXAxisTickMarkSpacingHint(80).setYAxisMin(0.0);
    plot.getStyler().setYAxisMax(ChartScale.roundUp(1.05 * bins.highest(picked, rest)));
    final String title = "Trust in what was picked and in the rest";
    return new Chart(title, keys, plot, 0, text(title, bins, picked, rest));
  }

  private static String text(String title, Histogram bins, double[] picked, double[] rest) {
    final Histogram coarse = new Histogram(ROWS, bins.start(), (bins.end() - bins.start()) / ROWS);
    final double[] pickedShare = coarse.percent(picked);
    final double[] restShare = coarse.percent(rest);
    final List<String> lines = new ArrayList<>();
    lines.add(title);
    lines.add("%21s  %8s  %12s".formatted("trust", "picked %", "not picked %"));
    for (int k = 0; k < ROWS; k++) {
      lines.add(
          "%9.4f - %9.4f  %8.2f  %12.2f"
              .formatted(
                  coarse.start() + k * coarse.width(),
                  coarse.start() + (k + 1) * coarse.width(),
                  pickedShare[k],
                  restShare[k]));
    }
    return String.join("\n", lines);
  }
}
