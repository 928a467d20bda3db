package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.metasift.eval.Figure;
import org.metasift.eval.Roc;

/** Draws {@link Charts#roc}. */
final class RocChart {
  private static final double STEP = 0.1; // percent; finer ones are not seen
  private static final int COLOURS = 5; // of the theme; the last is nearly that of the diagonal
  private static final String CHANCE = "a random order";

  private RocChart() {}

  static Chart draw(String title, Map<String, Roc> rocByName) {
    if (rocByName.isEmpty()) {
      throw new IllegalArgumentException("no ROC curve; at least one is needed");
    }
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dress(plot.getStyler());
    plot.getStyler().setXAxisMin(0.0).setXAxisMax(100.0).setYAxisMin(0.0).setYAxisMax(100.0);
    plot.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
    plot.setXAxisTitle("Clean images of a class that are suspected (%)");
    plot.setYAxisTitle("Poisoned images found (%)");
    final double[] ends = {ChartTheme.uneven(0, 100), 100};
    final XYSeries chance = plot.addSeries(CHANCE, ends, ends);
    chance.setMarker(SeriesMarkers.NONE).setLineColor(ChartTheme.REFERENCE).setLineWidth(1f);
    final List<Chart.Key> keys = new ArrayList<>();
    rocByName.forEach(
        (name, roc) -> {
          final boolean second = keys.size() >= COLOURS; // the colours come again, in dashes
          final XYSeries series = curve(plot, name, roc);
          final Color colour = ChartTheme.curve(keys.size() % COLOURS);
          series.setMarker(SeriesMarkers.NONE).setLineColor(colour);
          series.setLineWidth(2f);
          if (second) {
            series.setLineStyle(ChartTheme.DASHED);
          }
          keys.add(
              new Chart.Key(
                  String.format(Locale.ROOT, "%s: %.1f", name, roc.auroc().percent()),
                  colour,
                  second ? Chart.Mark.DASHES : Chart.Mark.LINE));
        });
    keys.add(new Chart.Key(CHANCE + ": 50", ChartTheme.REFERENCE, Chart.Mark.LINE));
    return new Chart(title, keys, plot, 0, text(title, rocByName));
  }

  private static XYSeries curve(XYChart plot, String name, Roc roc) {
    final List<Double> falseAlarms = new ArrayList<>();
    final List<Double> found = new ArrayList<>();
    final List<Roc.Point> points = roc.points();
    for (int k = 0; k < points.size(); k++) {
      final double x = 100 * points.get(k).falseAlarms();
      final double y = 100 * points.get(k).found();
      final int last = falseAlarms.size() - 1;
      if (last < 0
          || k == points.size() - 1
          || x - falseAlarms.get(last) >= STEP
          || y - found.get(last) >= STEP) {
        falseAlarms.add(x);
        found.add(y);
      }
    }
    return plot.addSeries(name, falseAlarms, found);
  }

  private static String text(String title, Map<String, Roc> rocByName) {
    final int width = rocByName.keySet().stream().mapToInt(String::length).max().orElse(0);
    final List<String> lines = new ArrayList<>(List.of(title));
    rocByName.forEach(
        (name, roc) -> {
          final StringBuilder line =
              new StringBuilder(name).append(" ".repeat(width - name.length()));
          for (final Figure figure : roc.figures()) {
            line.append(
                String.format(Locale.ROOT, "  %s %5.1f %%", figure.name(), figure.percent()));
          }
          lines.add(line.toString());
        });
    return String.join("\n", lines);
  }
}
