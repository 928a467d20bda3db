package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws {@link Charts#losses(String, Map)}. */
final class LossChart {
  private LossChart() {}

  static Chart draw(String title, Map<String, double[]> lossesByName) {
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dress(plot.getStyler());
    final List<Chart.Key> keys = new ArrayList<>();
    int stretch = 1;
    double least = 0;
    double most = 0;
    for (final Map.Entry<String, double[]> each : lossesByName.entrySet()) {
      final LossCurve curve = LossCurve.of(each.getKey(), each.getValue(), 400);
      final Color colour = ChartTheme.curve(keys.size());
      final double[] steps = curve.steps();
      final int last = steps.length - 1;
      steps[last] = ChartTheme.uneven(steps[last], steps[last]);
      final XYSeries series = plot.addSeries(each.getKey(), steps, curve.means());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(colour).setLineWidth(2f);
      keys.add(new Chart.Key(each.getKey(), colour, Chart.Mark.LINE));
      stretch = Math.max(stretch, curve.stretch());
      least = Math.min(least, curve.least());
      most = Math.max(most, curve.most());
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no loss curve; at least one is needed");
    }
    plot.setXAxisTitle("Step");
    plot.setYAxisTitle(stretch == 1 ? "Loss" : "Loss (mean of %d steps)".formatted(stretch));
    plot.getStyler().setXAxisTickMarkSpacingHint(90).setXAxisMin(0.0);
    if (least >= 0) {
      plot.getStyler()
          .setYAxisMin(0.0)
          .setYAxisMax(ChartScale.roundUp(Math.max(1.02 * most, 1e-6)));
      plot.getStyler().setYAxisDecimalPattern(most > 20 ? "#,##0" : most > 0.5 ? "0.0" : null);
    }
    plot.getStyler().setXAxisDecimalPattern("#,###");
    return new Chart(title, keys, plot, 0, ChartText.losses(title, lossesByName));
  }
}
