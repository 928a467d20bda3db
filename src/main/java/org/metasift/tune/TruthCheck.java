package org.metasift.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.metasift.attack.PoisonedSet;
import org.metasift.eval.Metrics;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Whether a search could be believed: the settings that it tried, each by the NCR on pseudo-poison,
 * which chose, and by the NCR on poison that is truly there, which the search never saw. One sifter
 * on both sides. It runs after the search and changes nothing of it.
 *
 * @param rows in the order in which the settings were tried
 * @param failed how many of the settings are left out, since a network diverged under them
 */
public record TruthCheck(List<Row> rows, int failed) {
  /** Copies the rows. */
  public TruthCheck {
    rows = List.copyOf(rows);
  }

  /** One that leaves out nothing. */
  public TruthCheck(List<Row> rows) {
    this(rows, 0);
  }

  /**
   * One of the settings.
   *
   * @param settings of one sifter
   * @param pseudo NCR of its pick on pseudo-poisoned copies, in percent, the mean over the copies
   *     that it was tried on
   * @param pseudoDepth the mean {@link Trial#depth} there, 0 to 1
   * @param real NCR of its pick from the set itself, in percent
   * @param realDepth the same depth for the true poison
   */
  public record Row(
      MetaSift.Settings settings,
      double pseudo,
      double pseudoDepth,
      double real,
      double realDepth) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "NCR %5.1f %% on pseudo-poison, %5.1f %% on the true poison: %s",
          pseudo,
          real,
          Arrays.stream(Hyperparameter.values())
              .map(each -> each.title() + " " + each.text(each.of(settings)))
              .collect(Collectors.joining(", ")));
    }
  }

  /**
   * Runs one sifter of each of the settings on the set itself and looks at the truth. Settings that
   * warm up alike share the warm-up.
   *
   * @param tuning a search on {@code truth.images()}
   * @param told receives each of the settings as it ends
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public static TruthCheck of(
      Tuning tuning, PoisonedSet truth, int budget, long seed, Consumer<Row> told) {
    final List<MetaSift.Settings> all =
        tuning.trials().stream().map(Trial::settings).distinct().toList();
    final Set<MetaSift.Settings> diverged =
        tuning.trials().stream()
            .filter(Trial::failed)
            .map(Trial::settings)
            .collect(Collectors.toSet());
    final List<MetaSift.Settings> open =
        all.stream().filter(one -> !diverged.contains(one)).toList();
    final List<Row> rows = new ArrayList<>();
    for (final List<MetaSift.Settings> group : CopyTask.groups(open)) {
      final List<TrialStore.Found> found =
          CopyTask.found(group, some -> MetaSift.compare(some, truth.images(), 0, seed));
      for (int k = 0; k < group.size(); k++) {
        if (!found.get(k).failed()) {
          final Row row = row(tuning, group.get(k), truth, found.get(k).votes(), budget, seed);
          rows.add(row);
          told.accept(row);
        }
      }
    }
    return new TruthCheck(rows, all.size() - rows.size());
  }

  private static Row row(
      Tuning tuning,
      MetaSift.Settings one,
      PoisonedSet truth,
      double[] votes,
      int budget,
      long seed) {
    final BaseSet base =
        Ranking.of("one sifter", one.toString(), truth.images(), votes, seed, 0)
            .best(truth.images(), budget);
    return new Row(
        one,
        alone(tuning, one, Trial::ncr),
        alone(tuning, one, Trial::depth),
        Metrics.ncr(truth, base).percent(),
        Copies.depth(truth, votes));
  }

  /** The mean over the copies of what one sifter of these settings got there. */
  private static double alone(Tuning tuning, MetaSift.Settings one, ToDoubleFunction<Trial> what) {
    return tuning.trials().stream()
        .filter(trial -> trial.settings().equals(one) && trial.sifter() == 0)
        .mapToDouble(what)
        .average()
        .orElseThrow();
  }

  /**
   * How well the NCR on pseudo-poison ranks the settings as the true one does: Spearman's rank
   * correlation, equal values sharing their mean rank. 1 = the same order, 0 = no relation; NaN
   * where all values of one side are equal.
   */
  public double rankCorrelation() {
    return correlation(Row::pseudo, Row::real);
  }

  /** As {@link #rankCorrelation}, of the depths: finer where most NCR are 0. */
  public double depthCorrelation() {
    return correlation(Row::pseudoDepth, Row::realDepth);
  }

  private double correlation(ToDoubleFunction<Row> one, ToDoubleFunction<Row> other) {
    return rows.size() < 2
        ? Double.NaN // no order to compare
        : new SpearmansCorrelation()
            .correlation(
                rows.stream().mapToDouble(one).toArray(),
                rows.stream().mapToDouble(other).toArray());
  }

  /** A row for each of the settings, the best on pseudo-poison first. */
  public Table table() {
    final Table table =
        Table.create(
                "One sifter, on pseudo-poison and on the true poison", Hyperparameter.columns())
            .addColumns(
                DoubleColumn.create("NCR pseudo (%)"),
                DoubleColumn.create("NCR true (%)"),
                DoubleColumn.create("depth pseudo (%)"),
                DoubleColumn.create("depth true (%)"));
    rows.stream()
        .sorted(
            Comparator.comparingDouble(Row::pseudo)
                .thenComparing(Comparator.comparingDouble(Row::pseudoDepth).reversed()))
        .forEach(
            row -> {
              Hyperparameter.append(table, row.settings());
              table.doubleColumn("NCR pseudo (%)").append(row.pseudo());
              table.doubleColumn("NCR true (%)").append(row.real());
              table.doubleColumn("depth pseudo (%)").append(100 * row.pseudoDepth());
              table.doubleColumn("depth true (%)").append(100 * row.realDepth());
            });
    return table;
  }

  @Override
  public String toString() {
    final long clean = rows.stream().filter(row -> row.pseudo() == 0).count();
    final long both = rows.stream().filter(row -> row.pseudo() == 0 && row.real() == 0).count();
    final long dirty = rows.stream().filter(row -> row.pseudo() > 0 && row.real() > 0).count();
    return """
        %d settings picked no pseudo-poison, %d of them no true poison either
        %d settings picked pseudo-poison, %d of them true poison as well
        rank correlation of the two: NCR %s, depth %s%s"""
        .formatted(
            clean,
            both,
            rows.size() - clean,
            dirty,
            shown(rankCorrelation()),
            shown(depthCorrelation()),
            failed == 0
                ? ""
                : "%n%d settings, under which a network diverged, are left out".formatted(failed));
  }

  private static String shown(double correlation) {
    return Double.isNaN(correlation)
        ? "undefined (one side is all equal)"
        : String.format(Locale.ROOT, "%.2f", correlation);
  }
}
