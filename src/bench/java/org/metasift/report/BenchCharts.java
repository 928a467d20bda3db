package org.metasift.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of the measurements, in the look of all others. */
public final class BenchCharts {
  private static final int TITLE_AND_LEGEND = 100;

  private BenchCharts() {}

  /**
   * Our time relative to the peer's: a bar for each work; 1 = equally fast, less is better.
   *
   * @param peer names and versions
   */
  public static Chart ratios(String peer, List<String> works, List<Double> ratios) {
    final double top =
        ChartScale.roundUp(1.1 * Math.max(1, ratios.stream().max(Double::compare).orElse(1.0)));
    final CategoryChart plot = new CategoryChart(Chart.WIDTH, Chart.HEIGHT - TITLE_AND_LEGEND);
    ChartTheme.dressBars(plot.getStyler(), works.size());
    plot.getStyler().setYAxisMax(top).setYAxisDecimalPattern("0.0");
    plot.setYAxisTitle("ours / peer");
    final List<Double> drawn = new ArrayList<>(ratios);
    drawn.set(0, ChartTheme.uneven(drawn.get(0), top));
    plot.addSeries("ratio", works, drawn).setFillColor(ChartTheme.ACC);
    plot.addAnnotation(
        new BarLabels(
            works, List.of(new BarLabels.Series(ChartTheme.INK, ratios, "%.2f")), top, 1));
    return new Chart(
        "Time, ours / peer",
        List.of(
            new Chart.Key("time relative to %s".formatted(peer), ChartTheme.ACC, Chart.Mark.BLOCK),
            new Chart.Key("1 = equally fast", ChartTheme.REFERENCE, Chart.Mark.DASHES)),
        plot,
        BarLabels.FOOTER,
        works + "\n" + ratios);
  }

  /**
   * How a price grows with the work, both relative to the least work.
   *
   * @param factors times the work, ascending
   * @param prices for each kind of work the price at each factor, relative to the first
   */
  public static Chart growth(
      String title, String price, double[] factors, Map<String, double[]> prices) {
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.HEIGHT - TITLE_AND_LEGEND);
    ChartTheme.dress(plot.getStyler());
    final List<Chart.Key> keys = new ArrayList<>();
    double most = factors[factors.length - 1];
    for (final Map.Entry<String, double[]> each : prices.entrySet()) {
      final var series = plot.addSeries(each.getKey(), factors, each.getValue());
      series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(ChartTheme.curve(keys.size()));
      series.setLineColor(ChartTheme.curve(keys.size())).setLineWidth(2f);
      keys.add(new Chart.Key(each.getKey(), ChartTheme.curve(keys.size()), Chart.Mark.LINE));
      most = Math.max(most, Arrays.stream(each.getValue()).max().orElse(0));
    }
    final var linear = plot.addSeries("linear", factors, factors);
    linear.setMarker(SeriesMarkers.NONE).setLineColor(ChartTheme.REFERENCE);
    linear.setLineStyle(ChartTheme.DASHED);
    keys.add(new Chart.Key("in proportion", ChartTheme.REFERENCE, Chart.Mark.DASHES));
    plot.setXAxisTitle("times the work");
    plot.setYAxisTitle(price);
    plot.getStyler().setXAxisMin(0.0).setXAxisMax(1.02 * factors[factors.length - 1]);
    plot.getStyler().setYAxisMin(0.0).setYAxisMax(ChartScale.roundUp(1.02 * most));
    plot.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
    plot.getStyler().setXAxisTickMarkSpacingHint(90);
    final StringBuilder text = new StringBuilder(title);
    prices.forEach(
        (name, values) ->
            text.append(String.format(Locale.ROOT, "%n%s %s", name, Arrays.toString(values))));
    return new Chart(title, keys, plot, 0, text.toString());
  }
}
