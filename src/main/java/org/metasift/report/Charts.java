package org.metasift.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.metasift.eval.Agreement;
import org.metasift.eval.OverSeeds;
import org.metasift.eval.Roc;
import org.metasift.experiment.NcrTable;
import org.metasift.sift.BaseSet;
import org.metasift.study.StudyScore;
import tech.tablesaw.api.Table;

/**
 * Draws what this laboratory measures: attack success and accuracy, corruption of a pick, the
 * learned weight over the costs, and losses. Every method takes plain Java values and changes none.
 */
public final class Charts {
  static final int PLOT_HEIGHT = Chart.HEIGHT - 60;

  private Charts() {}

  /**
   * One model under attack.
   *
   * @param name what was done to it, such as the base set used to purify it
   * @param asr attack success rate in percent, 0 to 100 (lower = better defended)
   * @param acc accuracy on clean images in percent, 0 to 100 (higher = better)
   */
  public record Bar(String name, double asr, double acc) {
    /** Checks the ranges. */
    public Bar {
      percent(name, "ASR", asr);
      percent(name, "ACC", acc);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s: ASR %.2f %%, ACC %.2f %%", name, asr, acc);
    }

    private static void percent(String name, String what, double value) {
      if (!(value >= 0 && value <= 100)) {
        throw new IllegalArgumentException(
            "%s of '%s' is %s; a percentage from 0 to 100 is needed".formatted(what, name, value));
      }
    }
  }

  /** Attack success rate and accuracy side by side, in percent, one pair of bars per model. */
  public static Chart asrAndAcc(List<Bar> bars) {
    return asrAndAcc("Attack success and accuracy", bars);
  }

  /** As above, under a title of the caller's. */
  public static Chart asrAndAcc(String title, List<Bar> bars) {
    return pairs(
        title,
        "Share of test images (%)",
        bars.stream().map(Bar::name).toList(),
        new Series(
            "ASR", "attack success rate", ChartTheme.ASR, bars.stream().map(Bar::asr).toList()),
        new Series(
            "ACC",
            "accuracy on clean images",
            ChartTheme.ACC,
            bars.stream().map(Bar::acc).toList()),
        ChartText.asrAndAcc(title, bars));
  }

  /**
   * What raters, people and sifters, got wrong: FNR (poisoned pictures called clean) and FPR (clean
   * pictures called poisoned) side by side, in percent. A rate of nothing is drawn as 0.
   */
  public static Chart study(List<StudyScore> scores) {
    return pairs(
        "Pictures judged wrongly",
        "Share of pictures (%)",
        scores.stream().map(StudyScore::rater).toList(),
        new Series(
            "FNR", "poisoned called clean", ChartTheme.POISONED, rates(scores, StudyScore::fnr)),
        new Series(
            "FPR", "clean called poisoned", ChartTheme.CLEAN, rates(scores, StudyScore::fpr)),
        Tables.text(StudyScore.table(scores)));
  }

  private static List<Double> rates(
      List<StudyScore> scores, Function<StudyScore, StudyScore.Rate> rate) {
    return scores.stream()
        .map(score -> rate.apply(score).percent())
        .map(percent -> percent.isNaN() ? 0 : percent)
        .toList();
  }

  /** Bars of one colour: a short name, what it stands for, percentages from 0 to 100. */
  private record Series(String name, String meaning, Color colour, List<Double> values) {
    Chart.Key key() {
      return new Chart.Key(name + ": " + meaning, colour, Chart.Mark.BLOCK);
    }

    BarLabels.Series labels() {
      return new BarLabels.Series(colour.darker(), values, "%.1f");
    }
  }

  private static Chart pairs(
      String title, String axis, List<String> names, Series left, Series right, String text) {
    final CategoryChart plot = bars(names, axis, 100);
    fill(plot.addSeries(left.name(), names, plotted(left.values(), 100)), left.colour());
    fill(plot.addSeries(right.name(), names, right.values()), right.colour());
    plot.addAnnotation(
        new BarLabels(names, List.of(left.labels(), right.labels()), 100, Double.NaN));
    return new Chart(title, List.of(left.key(), right.key()), plot, BarLabels.FOOTER, text);
  }

  /**
   * The normalised corruption ratio of each sifter's pick, in percent: 0 = no poison was picked,
   * 100 = as many as a random pick holds (the dashed line), more = worse than random.
   *
   * @param percentBySifter in the order of the map, which should be a {@link
   *     java.util.LinkedHashMap} or a sorted one
   */
  public static Chart ncr(Map<String, Double> percentBySifter) {
    return ncr("Poison left in what was picked", percentBySifter);
  }

  /** As above, under a title of the caller's. */
  public static Chart ncr(String title, Map<String, Double> percentBySifter) {
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
        roundUp(1.1 * Math.max(100, values.stream().mapToDouble(v -> v).max().orElse(0)));
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

  /**
   * The learned weight v(cost) as a curve (right axis) over histograms of the costs of clean and of
   * poisoned samples (left axis, each adding up to 100 %).
   *
   * @param costGrid ascending costs at which the weight was taken
   * @param weight v at those costs, 0 to 1 as a rule (1 = trusted)
   * @param cleanCosts cost of each clean sample, from 0 on
   * @param poisonedCosts cost of each poisoned sample; empty where the truth is not known
   */
  public static Chart weigher(
      double[] costGrid, double[] weight, double[] cleanCosts, double[] poisonedCosts) {
    return WeigherChart.draw(costGrid, weight, cleanCosts, poisonedCosts);
  }

  /**
   * Histograms of the final scores of the picked images and of the rest, each adding up to 100 %.
   *
   * @param picked score of each picked image (higher = cleaner); at least one
   * @param rest score of each other image; empty where all were picked
   */
  public static Chart scores(double[] picked, double[] rest) {
    return ScoreChart.draw(picked, rest);
  }

  /**
   * Loss curves over the steps of a training. A curve of more than 400 steps is drawn as means over
   * equal stretches of steps; steps whose loss is not finite are left out.
   */
  public static Chart losses(Map<String, double[]> lossesByName) {
    return losses("Loss", lossesByName);
  }

  /** As above, under a title of the caller's. */
  public static Chart losses(String title, Map<String, double[]> lossesByName) {
    return LossChart.draw(title, lossesByName);
  }

  /**
   * ROC curves within the classes, a staircase for each ranking: how many clean images of a class
   * are suspected (across) until so many poisoned ones are found (up), both in percent. The legend
   * has the AUROC in percent: 100 = all poison is told, 50 = a random order, the diagonal.
   *
   * @param rocByName in the order of the map, by the sifters' names
   */
  public static Chart roc(Map<String, Roc> rocByName) {
    return roc("ROC curves within the class, AUROC in percent", rocByName);
  }

  /** As above, under a title of the caller's. */
  public static Chart roc(String title, Map<String, Roc> rocByName) {
    return RocChart.draw(title, rocByName);
  }

  /**
   * The mean NCR of each sifter (across) under each attack (down), in percent; darker = more poison
   * was picked. Above 200 the colour stays.
   */
  public static Chart ncrTable(List<NcrTable.Cell> cells) {
    final List<String> attacks =
        new ArrayList<>(cells.stream().map(NcrTable.Cell::attack).distinct().toList());
    final List<String> sifters = cells.stream().map(NcrTable.Cell::sifter).distinct().toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw; at least one cell is needed");
    }
    Collections.reverse(attacks); // the first one on top
    final List<Number[]> values = new ArrayList<>();
    for (int x = 0; x < sifters.size(); x++) {
      for (int y = 0; y < attacks.size(); y++) {
        final double[] ncr = NcrTable.of(cells, attacks.get(y), sifters.get(x));
        if (ncr.length > 0) {
          values.add(new Number[] {x, y, Math.round(10 * OverSeeds.of(ncr).mean()) / 10.0});
        }
      }
    }
    final List<Chart.Key> keys = new ArrayList<>();
    keys.add(new Chart.Key("0 = clean, 100 = a random pick", ChartTheme.NCR, Chart.Mark.BLOCK));
    if (values.size() < sifters.size() * attacks.size()) {
      keys.add(
          HeatMap.missing(
              cells.stream().anyMatch(NcrTable.Cell::failed)
                  ? "failed or not computed"
                  : "not computed"));
    }
    return new Chart(
        "NCR (%) by attack and sifter, mean of " + seeds(cells),
        keys,
        HeatMap.plot(sifters, attacks, values, ChartTheme.NCR, 200, "0.0"),
        0,
        Tables.text(NcrTable.summary(cells)));
  }

  /** "3 seeds", "1 to 3 seeds": how many the fields of a table have. */
  private static String seeds(List<NcrTable.Cell> cells) {
    final LongSummaryStatistics counts =
        cells.stream()
            .collect(
                Collectors.groupingBy(c -> c.attack() + "/" + c.sifter(), Collectors.counting()))
            .values()
            .stream()
            .mapToLong(n -> n)
            .summaryStatistics();
    final String fewest = counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ";
    return fewest + counts.getMax() + (counts.getMax() == 1 ? " seed" : " seeds");
  }

  /**
   * How many images two picks share, in percent: every pick beside every other.
   *
   * @param picks from the same set, by sifters of different names
   */
  public static Chart agreement(List<BaseSet> picks) {
    return agreement(
        picks, new Chart.Key("100 = the same images", ChartTheme.CLEAN, Chart.Mark.BLOCK));
  }

  /**
   * The same with what chance gives: two random picks of b of n images share 100 b / n percent.
   *
   * @param images how many there were to pick from
   */
  public static Chart agreement(List<BaseSet> picks, int images) {
    return agreement(
        picks,
        new Chart.Key(
            String.format(
                Locale.ROOT,
                "100 = the same images, %.1f = two random picks",
                100.0 * picks.get(0).size() / images),
            ChartTheme.CLEAN,
            Chart.Mark.BLOCK));
  }

  private static Chart agreement(List<BaseSet> picks, Chart.Key key) {
    final List<String> names = picks.stream().map(BaseSet::sifter).toList();
    final List<String> down = new ArrayList<>(names);
    Collections.reverse(down); // the first one on top
    final List<Number[]> values = new ArrayList<>();
    for (int x = 0; x < names.size(); x++) {
      for (int y = 0; y < names.size(); y++) {
        final double shared = Agreement.percent(picks.get(x), picks.get(names.size() - 1 - y));
        values.add(new Number[] {x, y, Math.round(10 * shared) / 10.0});
      }
    }
    final Table table = Agreement.table(picks);
    return new Chart(
        table.name(),
        List.of(key),
        HeatMap.plot(names, down, values, ChartTheme.CLEAN, 100, "0.0"),
        0,
        Tables.text(table));
  }

  private static CategoryChart bars(List<String> names, String axis, double top) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw; at least one bar is needed");
    }
    final CategoryChart plot = new CategoryChart(Chart.WIDTH, PLOT_HEIGHT);
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

  static void finite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s %d is %s; finite numbers are needed".formatted(what, i, values[i]));
      }
    }
  }

  /** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
  static double roundUp(double value) {
    final double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (final double step : new double[] {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
      if (value <= step * power * (1 + 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
