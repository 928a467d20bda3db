package org.metasift.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.tune.Hyperparameter;
import org.metasift.tune.Trial;

/**
 * Draws {@link TuningCharts#parallel}: an upright axis for each hyperparameter, its values evenly
 * spaced, and one for the NCR on the right. Lines that meet on an axis are a little apart there.
 */
final class ParallelChart {
  private static final double LOW = -0.1;
  private static final double HIGH = 1.06;
  private static final double LEFT = -0.35;
  private static final double SPREAD = 0.1;
  private static final int FOOTER = 30;

  private ParallelChart() {}

  /** One of the settings, and its NCR. */
  private record Line(MetaSift.Settings settings, double ncr) {}

  static Chart draw(List<Trial> trials) {
    if (trials.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw; at least one trial is needed");
    }
    final List<Line> lines = lines(trials);
    final double top = ChartScale.roundUp(Math.max(100, lines.get(0).ncr()));
    final List<Axis> axes = axes(lines);
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    dress(plot, axes.size());
    for (int k = 0; k < lines.size(); k++) {
      final Line line = lines.get(k);
      final double apart = lines.size() == 1 ? 0 : SPREAD * ((double) k / (lines.size() - 1) - 0.5);
      final double[] y = new double[axes.size() + 1];
      for (int a = 0; a < axes.size(); a++) {
        y[a] = axes.get(a).place(axes.get(a).of().applyAsDouble(line.settings())) + apart;
      }
      y[axes.size()] = line.ncr() / top;
      final double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
      final XYSeries series = plot.addSeries("settings " + k, x, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(TuningCharts.Band.of(line.ncr()).colour());
      series.setLineWidth(2f);
    }
    axes.add(
        new Axis("NCR (%)", settings -> 0, List.of(0.0, top / 2, top), v -> "%.0f".formatted(v)));
    plot.addAnnotation(new Axes(axes));
    return new Chart(
        "Settings tried, by NCR on pseudo-poison",
        TuningCharts.Band.keys(),
        plot,
        FOOTER,
        text(lines));
  }

  /** The settings with their mean NCR, clean ones last, on top. */
  private static List<Line> lines(List<Trial> trials) {
    final Map<MetaSift.Settings, Double> means =
        trials.stream()
            .collect(
                Collectors.groupingBy(
                    Trial::settings, LinkedHashMap::new, Collectors.averagingDouble(Trial::ncr)));
    return means.entrySet().stream()
        .map(each -> new Line(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingDouble(Line::ncr).reversed())
        .toList();
  }

  private static List<Axis> axes(List<Line> lines) {
    final List<Axis> axes = new ArrayList<>();
    for (final Hyperparameter each : Hyperparameter.values()) {
      axes.add(
          new Axis(
              each.title(),
              each::of,
              lines.stream().map(line -> each.of(line.settings())).distinct().sorted().toList(),
              each::text));
    }
    return axes;
  }

  private static void dress(XYChart plot, int axes) {
    ChartTheme.dress(plot.getStyler());
    plot.getStyler().setXAxisTicksVisible(false).setYAxisTicksVisible(false);
    plot.getStyler().setAxisTitlesVisible(false).setPlotGridLinesVisible(false);
    plot.getStyler().setXAxisMin(LEFT).setXAxisMax(axes + 0.35);
    plot.getStyler().setYAxisMin(LOW).setYAxisMax(HIGH);
  }

  private static String text(List<Line> lines) {
    return lines.stream()
        .map(line -> String.format(Locale.ROOT, "NCR %6.1f %%  %s", line.ncr(), line.settings()))
        .collect(Collectors.joining("\n"));
  }

  /** An upright axis: its values from below, evenly spaced. */
  private record Axis(
      String title,
      ToDoubleFunction<MetaSift.Settings> of,
      List<Double> values,
      DoubleFunction<String> text) {
    double place(double value) {
      return values.size() == 1 ? 0.5 : (double) values.indexOf(value) / (values.size() - 1);
    }
  }

  /** The upright lines with their values on white ground, and their names below. */
  private static final class Axes extends Chart.Overlay {
    private static final Font VALUE = Typeface.regular(12.5f);
    private static final Font NAME = Typeface.regular(13.5f);

    private final List<Axis> axes;

    Axes(List<Axis> axes) {
      this.axes = List.copyOf(axes);
    }

    @Override
    public void paint(Graphics2D g) {
      final double left = left();
      final double step = (right() - left) / (axes.size() - 1 + 0.35 - LEFT);
      final double low = floor();
      final double scale = (low - ceiling()) / (HIGH - LOW);
      for (int a = 0; a < axes.size(); a++) {
        final Axis axis = axes.get(a);
        final double x = left + (a - LEFT) * step;
        g.setColor(ChartTheme.REFERENCE);
        g.setStroke(new BasicStroke(1.2f));
        g.draw(
            new Line2D.Double(
                x, low - (-SPREAD / 2 - LOW) * scale, x, low - (1 + SPREAD / 2 - LOW) * scale));
        for (final double value : axis.values()) {
          final double y = low - (axis.place(value) - LOW) * scale;
          final String text = axis.text().apply(value);
          final double width = Typeface.width(text, VALUE) + 6;
          g.setColor(ChartTheme.translucent(Color.WHITE, 225));
          g.fill(new Rectangle2D.Double(x + 5, y - 8, width, 16));
          g.setColor(ChartTheme.INK);
          Typeface.draw(g, text, VALUE, x + 8, y + 4, 0);
        }
        g.setColor(ChartTheme.INK);
        Typeface.draw(g, axis.title(), NAME, x, low + 14, 0.5);
      }
    }
  }
}
