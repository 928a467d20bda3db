package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws {@link Charts#weigher}. */
final class WeigherChart {
  private WeigherChart() {}

  static Chart draw(
      double[] costGrid, double[] weight, double[] cleanCosts, double[] poisonedCosts) {
    if (costGrid.length != weight.length || costGrid.length < 2) {
      throw new IllegalArgumentException(
          "%d costs with %d weights; as many of both are needed, at least 2"
              .formatted(costGrid.length, weight.length));
    }
    ChartScale.checkFinite("cost grid", costGrid);
    ChartScale.checkFinite("weight", weight);
    final Histogram bins = Histogram.over(cleanCosts, poisonedCosts);
    final boolean truthKnown = poisonedCosts.length > 0;
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dress(plot.getStyler());
    final List<Chart.Key> keys = new ArrayList<>();
    histogram(plot, keys, truthKnown ? "clean" : "all samples", bins, cleanCosts, ChartTheme.CLEAN);
    if (truthKnown) {
      histogram(plot, keys, "poisoned", bins, poisonedCosts, ChartTheme.POISONED);
    }
    weightCurve(plot, costGrid, weight, bins.end());
    keys.add(new Chart.Key("weight v(cost), right axis", ChartTheme.WEIGHT, Chart.Mark.LINE));
    plot.setXAxisTitle("Cost of a sample (cross-entropy)" + bins.beyond(cleanCosts, poisonedCosts));
    plot.setYAxisGroupTitle(0, "Share of its samples (%)");
    plot.setYAxisGroupTitle(1, "Weight v");
    plot.getStyler().setXAxisMin(0.0).setXAxisMax(bins.end());
    plot.getStyler().setXAxisTickMarkSpacingHint(80).setYAxisMin(0, 0.0);
    plot.getStyler()
        .setYAxisMax(0, ChartScale.roundUp(1.05 * bins.highest(cleanCosts, poisonedCosts)));
    plot.getStyler().setXAxisDecimalPattern(bins.end() <= 20 ? "0.0#" : "#,##0");
    plot.getStyler().putYAxisGroupDecimalPatternMap(1, "0.0");
    final String title = "Learned weight over the costs";
    return new Chart(
        title,
        keys,
        plot,
        0,
        ChartText.weigher(title, bins, costGrid, weight, cleanCosts, poisonedCosts));
  }

  static void histogram(
      XYChart plot,
      List<Chart.Key> keys,
      String name,
      Histogram bins,
      double[] costs,
      Color colour) {
    final double[] share = bins.percent(costs);
    int filled = share.length;
    while (filled > 1 && share[filled - 1] == 0) {
      filled--;
    }
    final double[] x = new double[2 * filled + 2];
    final double[] y = new double[x.length];
    x[0] = bins.start();
    for (int k = 0; k < filled; k++) {
      x[2 * k + 1] = bins.start() + k * bins.width();
      x[2 * k + 2] = bins.start() + (k + 1) * bins.width();
      y[2 * k + 1] = share[k];
      y[2 * k + 2] = share[k];
    }
    x[x.length - 1] = ChartTheme.uneven(bins.start() + filled * bins.width(), bins.end());
    x[x.length - 2] = x[x.length - 1];
    final XYSeries series = plot.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour).setLineWidth(1.6f);
    series.setFillColor(ChartTheme.translucent(colour, 110));
    keys.add(new Chart.Key("%s (%,d)".formatted(name, costs.length), colour, Chart.Mark.BLOCK));
  }

  private static void weightCurve(XYChart plot, double[] grid, double[] weight, double end) {
    final int[] shown = IntStream.range(0, grid.length).filter(i -> grid[i] <= end).toArray();
    final double[] x = IntStream.of(shown).mapToDouble(i -> grid[i]).toArray();
    final double[] y = IntStream.of(shown).mapToDouble(i -> weight[i]).toArray();
    final XYSeries curve = plot.addSeries("weight", x, y);
    curve.setMarker(SeriesMarkers.NONE);
    curve.setLineColor(ChartTheme.WEIGHT).setLineWidth(2.5f);
    curve.setYAxisGroup(1);
    final double most = IntStream.of(shown).mapToDouble(i -> weight[i]).max().orElse(1);
    plot.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, most <= 1 ? 1.0 : ChartScale.roundUp(most));
  }
}
