package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.metasift.study.StudyScore;

/** Draws bars: ASR and ACC of models, the wrong answers of raters, the NCR of picks. */
final class BarCharts {
  private BarCharts() {}

  /** Bars of one colour: a short name, what it stands for, percentages from 0 to 100. */
  private record Bars(String name, String meaning, Color colour, List<Double> values) {
    Chart.Key key() {
      return new Chart.Key(name + ": " + meaning, colour, Chart.Mark.BLOCK);
    }

    BarLabels.Series labels() {
      return new BarLabels.Series(colour.darker(), values, "%.1f");
    }
  }

  /** {@link Charts#asrAndAcc(String, List)}. */
  static Chart asrAndAcc(String title, List<JudgedModel> models) {
    return pairs(
        title,
        "Share of test images (%)",
        models.stream().map(JudgedModel::name).toList(),
        new Bars(
            "ASR",
            "attack success rate",
            ChartTheme.ASR,
            models.stream().map(JudgedModel::asr).toList()),
        new Bars(
            "ACC",
            "accuracy on clean images",
            ChartTheme.ACC,
            models.stream().map(JudgedModel::acc).toList()),
        ChartText.asrAndAcc(title, models));
  }

  /** {@link Charts#study}. */
  static Chart study(List<StudyScore> scores) {
    return pairs(
        "Pictures judged wrongly",
        "Share of pictures (%)",
        scores.stream().map(StudyScore::rater).toList(),
        new Bars(
            "FNR", "poisoned called clean", ChartTheme.POISONED, rates(scores, StudyScore::fnr)),
        new Bars("FPR", "clean called poisoned", ChartTheme.CLEAN, rates(scores, StudyScore::fpr)),
        Tables.text(StudyScore.table(scores)));
  }

  private static List<Double> rates(
      List<StudyScore> scores, Function<StudyScore, StudyScore.Rate> rate) {
    return scores.stream()
        .map(score -> rate.apply(score).percent())
        .map(percent -> percent.isNaN() ? 0 : percent)
        .toList();
  }

  private static Chart pairs(
      String title, String axis, List<String> names, Bars left, Bars right, String text) {
    final CategoryChart plot = bars(names, axis, 100);
    fill(plot.addSeries(left.name(), names, plotted(left.values(), 100)), left.colour());
    fill(plot.addSeries(right.name(), names, right.values()), right.colour());
    plot.addAnnotation(
        new BarLabels(names, List.of(left.labels(), right.labels()), 100, Double.NaN));
    return new Chart(title, List.of(left.key(), right.key()), plot, BarLabels.FOOTER, text);
  }

  /** {@link Charts#ncr(String, Map)}. */
  static Chart ncr(String title, Map<String, Double> percentBySifter) {
    final List<String> names = List.copyOf(percentBySifter.keySet());
    final List<Double> values = names.stream().map(percentBySifter::get).toList();
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) >= 0) || values.get(i).isInfinite()) {
        throw new IllegalArgumentException(
            "NCR of '%s' is %s; a percentage from 0 on is needed"
                .formatted(names.get(i), values.get(i)));
      }
    }
    final double top =
        ChartScale.roundUp(
            1.1 * Math.max(100, values.stream().mapToDouble(v -> v).max().orElse(0)));
    final CategoryChart plot = bars(names, "NCR (%)", top);
    fill(plot.addSeries("NCR", names, plotted(values, top)), ChartTheme.NCR);
    plot.addAnnotation(
        new BarLabels(
            names, List.of(new BarLabels.Series(ChartTheme.INK, values, "%.3f %%")), top, 100));
    return new Chart(
        title,
        List.of(
            new Chart.Key("NCR: normalised corruption ratio", ChartTheme.NCR, Chart.Mark.BLOCK),
            new Chart.Key("100 % = a random pick", ChartTheme.REFERENCE, Chart.Mark.DASHES)),
        plot,
        BarLabels.FOOTER,
        ChartText.ncr(title, percentBySifter));
  }

  private static CategoryChart bars(List<String> names, String axis, double top) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw; at least one bar is needed");
    }
    final CategoryChart plot = new CategoryChart(Chart.WIDTH, Chart.PLOT_HEIGHT);
    ChartTheme.dressBars(plot.getStyler(), names.size());
    plot.getStyler().setYAxisMax(top).setYAxisDecimalPattern("#,##0");
    plot.setYAxisTitle(axis);
    return plot;
  }

  private static List<Double> plotted(List<Double> values, double top) {
    final List<Double> out = new ArrayList<>(values);
    out.set(0, ChartTheme.uneven(out.get(0), top));
    return out;
  }

  private static void fill(CategorySeries series, Color colour) {
    series.setFillColor(colour);
    series.setLineColor(colour);
  }
}
