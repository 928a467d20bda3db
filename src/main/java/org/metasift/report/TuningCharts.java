package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.metasift.tune.Hyperparameter;
import org.metasift.tune.Trial;
import org.metasift.tune.TruthCheck;
import org.metasift.tune.Tuning;

/**
 * Charts of a search for settings. The first three see pseudo-poison alone; {@link #truth} sets
 * what the search went by beside what is true. All take trials of one sifter, of which every
 * setting has some.
 */
public final class TuningCharts {
  private static final int MARKER = 9;

  private TuningCharts() {}

  /**
   * The mean NCR on pseudo-poison over two hyperparameters, whatever the others are; a grey field
   * was not tried.
   */
  public static Chart ncr(Tuning tuning, Hyperparameter across, Hyperparameter down) {
    final List<Double> columns = values(tuning, across);
    final List<Double> rows = values(tuning, down);
    final List<Number[]> fields = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    for (int x = 0; x < columns.size(); x++) {
      for (int y = 0; y < rows.size(); y++) {
        final double column = columns.get(x);
        final double row = rows.get(y);
        final List<Trial> there =
            single(tuning).stream()
                .filter(trial -> across.of(trial.settings()) == column)
                .filter(trial -> down.of(trial.settings()) == row)
                .toList();
        if (!there.isEmpty()) {
          final double mean = there.stream().mapToDouble(Trial::ncr).average().orElseThrow();
          fields.add(new Number[] {x, y, Math.round(10 * mean) / 10.0});
          final String place =
              "%s %s, %s %s"
                  .formatted(across.title(), across.text(column), down.title(), down.text(row));
          lines.add(
              String.format(Locale.ROOT, "%s: NCR %.1f %% (%d trials)", place, mean, there.size()));
        }
      }
    }
    final HeatMapChart plot =
        HeatMap.plot(
            columns.stream().map(across::text).toList(),
            rows.stream().map(down::text).toList(),
            fields,
            ChartTheme.NCR,
            200,
            "0.0");
    plot.setXAxisTitle(across.title());
    plot.setYAxisTitle(down.title());
    return ncr(plot, String.join("\n", lines));
  }

  private static Chart ncr(HeatMapChart plot, String text) {
    final String title =
        "NCR (%%) on pseudo-poison by %s and %s"
            .formatted(plot.getXAxisTitle(), plot.getYAxisTitle());
    return new Chart(
        title,
        List.of(
            new Chart.Key("0 = none picked, 100 = a random pick", ChartTheme.NCR, Chart.Mark.BLOCK),
            HeatMap.missing("not tried")),
        plot,
        0,
        title + "\n" + text);
  }

  /** Every one of the settings as a line over the hyperparameters, coloured by its NCR. */
  public static Chart parallel(Tuning tuning) {
    return ParallelChart.draw(single(tuning));
  }

  /**
   * The accuracy after the warm-up, which the paper wants near 50 %, and the NCR that came of it.
   */
  public static Chart warmUp(Tuning tuning) {
    final List<double[]> points =
        single(tuning).stream()
            .map(trial -> new double[] {100 * trial.warmupAccuracy(), trial.ncr()})
            .toList();
    final double top = top(points, 1);
    final XYChart plot = scatter("Accuracy after the warm-up (%)", 100, "NCR (%)", top);
    line(plot, "aim", new double[] {50, 50}, new double[] {0, top});
    points(plot, points);
    return new Chart(
        "Warm-up and NCR on pseudo-poison",
        List.of(
            new Chart.Key(
                "a trial of one sifter (darker: several)", ChartTheme.NCR, Chart.Mark.BLOCK),
            new Chart.Key("50 %, the paper's aim", ChartTheme.REFERENCE, Chart.Mark.DASHES)),
        plot,
        0,
        text("accuracy after the warm-up (%), NCR (%)", points));
  }

  /** The NCR by which the search chose, across, and the true one, up: a point for each setting. */
  public static Chart truth(TruthCheck check) {
    return truth(
        check,
        "NCR on pseudo-poison and on the true poison",
        "NCR (%)",
        TruthCheck.Row::pseudo,
        TruthCheck.Row::real,
        1);
  }

  /** As {@link #truth} for the depths, which still differ where most NCR are 0. */
  public static Chart truthByDepth(TruthCheck check) {
    return truth(
        check,
        "Depth on pseudo-poison and on the true poison",
        "depth (%)",
        TruthCheck.Row::pseudoDepth,
        TruthCheck.Row::realDepth,
        100);
  }

  private static Chart truth(
      TruthCheck check,
      String title,
      String unit,
      ToDoubleFunction<TruthCheck.Row> pseudo,
      ToDoubleFunction<TruthCheck.Row> real,
      double factor) {
    final List<double[]> points =
        check.rows().stream()
            .map(
                row ->
                    new double[] {
                      factor * pseudo.applyAsDouble(row), factor * real.applyAsDouble(row)
                    })
            .toList();
    final double top = Math.max(top(points, 0), top(points, 1));
    final XYChart plot = scatter("Pseudo-poison: " + unit, top, "True poison: " + unit, top);
    line(plot, "equal", new double[] {0, top}, new double[] {0, top});
    points(plot, points);
    return new Chart(
        title,
        List.of(
            new Chart.Key(
                "settings, one sifter (darker: several)", ChartTheme.NCR, Chart.Mark.BLOCK),
            new Chart.Key("both equal", ChartTheme.REFERENCE, Chart.Mark.DASHES)),
        plot,
        0,
        text("pseudo, true: " + unit, points));
  }

  private static XYChart scatter(String across, double right, String up, double top) {
    final XYChart plot = new XYChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dress(plot.getStyler());
    plot.setXAxisTitle(across);
    plot.setYAxisTitle(up);
    // room on all sides, so that no marker is cut at an edge
    plot.getStyler().setXAxisMin(-0.03 * right).setXAxisMax(1.03 * right);
    plot.getStyler().setYAxisMin(-0.05 * top).setYAxisMax(1.05 * top);
    plot.getStyler().setXAxisTickMarkSpacingHint(80).setXAxisDecimalPattern("0");
    plot.getStyler().setYAxisDecimalPattern("0").setMarkerSize(MARKER);
    return plot;
  }

  private static void line(XYChart plot, String name, double[] x, double[] y) {
    final XYSeries series = plot.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(ChartTheme.REFERENCE).setLineStyle(ChartTheme.DASHED);
  }

  /** The points, translucent: where several are equal it is darker. */
  private static void points(XYChart plot, List<double[]> points) {
    final XYSeries series =
        plot.addSeries(
            "trials",
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray());
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(ChartTheme.translucent(ChartTheme.NCR, 130));
  }

  private static double top(List<double[]> points, int axis) {
    final double most = points.stream().mapToDouble(point -> point[axis]).max().orElse(0);
    return ChartScale.roundUp(Math.max(10, 1.05 * most));
  }

  private static String text(String head, List<double[]> points) {
    final List<String> lines = new ArrayList<>(List.of(head));
    points.forEach(point -> lines.add("%8.1f  %8.1f".formatted(point[0], point[1])));
    return String.join("\n", lines);
  }

  private static List<Trial> single(Tuning tuning) {
    return tuning.trials().stream()
        .filter(trial -> trial.sifter() == 0 && !trial.failed())
        .toList();
  }

  private static List<Double> values(Tuning tuning, Hyperparameter one) {
    return single(tuning).stream()
        .map(trial -> one.of(trial.settings()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The colour of an NCR, and what the legend says of it. */
  enum Band {
    NONE("NCR 0", ChartTheme.CLEAN, 0),
    SOME("up to 50", ChartTheme.NCR, 50),
    MUCH("up to 100", ChartTheme.ASR, 100),
    WORSE("more than a random pick", ChartTheme.POISONED, Double.POSITIVE_INFINITY);

    private final String title;
    private final Color colour;
    private final double most;

    Band(String title, Color colour, double most) {
      this.title = title;
      this.colour = colour;
      this.most = most;
    }

    static Band of(double ncr) {
      return Arrays.stream(values()).filter(band -> ncr <= band.most).findFirst().orElse(WORSE);
    }

    Color colour() {
      return colour;
    }

    static List<Chart.Key> keys() {
      return List.of(values()).stream()
          .map(band -> new Chart.Key(band.title, band.colour, Chart.Mark.LINE))
          .toList();
    }
  }
}
