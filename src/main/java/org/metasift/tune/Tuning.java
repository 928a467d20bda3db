package org.metasift.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.eval.Metrics;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Sifting;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a search found.
 *
 * @param trials in the order in which they ended
 * @param chances for each pseudo-poisoned copy, how likely a random pick is clean there ({@link
 *     Metrics#cleanByChance}), 0 to 1
 * @param grid how many trials a grid search takes: every point of the space, on every copy, with as
 *     many sifters as may vote
 * @param late whether the time was up before the search was through: a sifter was not run
 * @param seconds the search took, all its runs together
 */
public record Tuning(
    List<Trial> trials, List<Double> chances, long grid, boolean late, double seconds) {
  private static final double DOUBT = 0.05;
  private static final double HARDLY = 1e-6;

  /** Copies the lists. */
  public Tuning {
    trials = List.copyOf(trials);
    chances = List.copyOf(chances);
  }

  /** How many pseudo-poisoned copies there were. */
  public int copies() {
    return chances.size();
  }

  /** How likely a random pick is clean on every copy, 0 to 1. */
  public double chance() {
    return chances.stream().mapToDouble(Double::doubleValue).reduce(1, (x, y) -> x * y);
  }

  /** How many votes were tried: settings, with each number of sifters that voted. */
  public int tries() {
    return (int)
        trials.stream().map(trial -> List.of(trial.settings(), trial.sifter())).distinct().count();
  }

  /**
   * Upper bound on the probability that one of so many random picks is clean on every copy, 0 to 1:
   * Bonferroni's bound, which holds however alike the picks are.
   */
  public double chanceOfAny() {
    return Math.min(1, tries() * chance());
  }

  /**
   * What speaks against the choice: a warning where chance alone would have found something clean
   * in more than one search of twenty.
   */
  public Optional<String> doubt() {
    if (chosen().isEmpty() || !(chanceOfAny() > DOUBT)) {
      return Optional.empty();
    }
    final double one = Math.pow(chance(), 1.0 / copies());
    final int needed =
        IntStream.rangeClosed(copies() + 1, SiftTuner.Settings.MOST_COPIES)
            .filter(count -> tries() * Math.pow(one, count) <= DOUBT)
            .findFirst()
            .orElse(0);
    return Optional.of(
        "WARNING: chance alone would find something clean among %d tries with up to %s, so that these settings prove little: search with %sa larger budget"
            .formatted(
                tries(),
                percent(chanceOfAny()),
                needed == 0 ? "" : "%d copies, or with ".formatted(needed)));
  }

  /**
   * Settings and how they fared with all sifters that were run for them: a smaller vote may have
   * picked less, but which one did is chance, and more sifters leave less to it.
   *
   * @param settings with the number of sifters that voted
   * @param judged on how many copies this vote was judged
   * @param all of so many
   * @param ncr mean NCR over these copies, in percent
   * @param depth mean depth over them
   * @param warmupAccuracy mean accuracy of its sifters after the warm-up, 0 to 1; the paper aims at
   *     0.5
   * @param price seconds that a pick takes: the mean of a sifter, times the sifters
   * @param decided whether every weigher that voted is {@link Sifting#decided}
   * @param failure which network diverged, so that the NCR is NaN; empty where none did
   */
  public record Row(
      MetaSift.Settings settings,
      int judged,
      int all,
      double ncr,
      double depth,
      double warmupAccuracy,
      double price,
      boolean decided,
      String failure) {
    /** The row of settings of one sifter: of the largest vote that was judged on most copies. */
    static Row of(MetaSift.Settings one, List<Trial> trials, int copies) {
      final List<Trial> own =
          trials.stream().filter(trial -> trial.settings().equals(one)).toList();
      final Map<Integer, List<Trial>> byVote =
          own.stream().collect(Collectors.groupingBy(Trial::sifter));
      final int last =
          byVote.keySet().stream()
              .max(
                  Comparator.comparing((Integer k) -> byVote.get(k).size())
                      .thenComparing(Comparator.naturalOrder()))
              .orElse(0);
      final List<Trial> votes = byVote.getOrDefault(last, List.of());
      final String failure =
          own.stream().filter(Trial::failed).map(Trial::failure).findFirst().orElse("");
      return new Row(
          one.withSifters(last + 1),
          votes.size(),
          copies,
          failure.isEmpty()
              ? votes.stream().mapToDouble(Trial::ncr).average().orElse(Double.POSITIVE_INFINITY)
              : Double.NaN,
          votes.stream().mapToDouble(Trial::depth).average().orElse(0),
          own.stream().mapToDouble(Trial::warmupAccuracy).average().orElse(0),
          (last + 1) * own.stream().mapToDouble(Trial::seconds).average().orElse(0),
          own.stream().filter(trial -> trial.sifter() <= last).allMatch(Trial::decided),
          failure);
    }

    /** Whether a network diverged under these settings. */
    public boolean failed() {
      return !failure.isEmpty();
    }

    /**
     * Whether the vote was judged on every copy and picked nothing poisoned, and not by luck: every
     * weigher is decided.
     */
    public boolean clean() {
      return judged == all && ncr == 0 && decided;
    }
  }

  /** Seconds that a grid search would take, at the mean price of the trials that were run. */
  public double gridPrice() {
    return grid * trials.stream().mapToDouble(Trial::seconds).average().orElse(0);
  }

  /**
   * A row for each of the settings tried: clean ones first, the cheapest first among them; those
   * that failed last.
   */
  public List<Row> rows() {
    return trials.stream()
        .map(Trial::settings)
        .distinct()
        .map(one -> Row.of(one, trials, copies()))
        .sorted(
            Comparator.comparing((Row row) -> !row.clean())
                .thenComparing(row -> row.clean() ? row.price() : 0)
                .thenComparing(Row::failed)
                .thenComparing(row -> -row.judged())
                .thenComparing(row -> !row.decided())
                .thenComparing(Row::ncr)
                .thenComparing(row -> -row.depth()))
        .toList();
  }

  /** The cheapest settings whose pick was clean on every copy; none where nothing was. */
  public Optional<MetaSift.Settings> chosen() {
    return rows().stream().filter(Row::clean).findFirst().map(Row::settings);
  }

  /**
   * The settings that came nearest, the chosen ones where there are: those judged on most copies,
   * and of them those of the least NCR, each with all sifters that were run for it.
   */
  public MetaSift.Settings nearest() {
    return rows().get(0).settings();
  }

  /** The rows as a table. */
  public Table table() {
    final Table table =
        Table.create(
                "Settings on %d pseudo-poisoned copies".formatted(copies()),
                Hyperparameter.columns())
            .addColumns(
                IntColumn.create("sifters"),
                IntColumn.create("copies"),
                DoubleColumn.create("NCR (%)"),
                DoubleColumn.create("depth (%)"),
                DoubleColumn.create("warm-up accuracy (%)"),
                DoubleColumn.create("seconds a pick"),
                BooleanColumn.create("decided"),
                StringColumn.create("pseudo-poison"));
    for (final Row row : rows()) {
      Hyperparameter.append(table, row.settings());
      table.intColumn("sifters").append(row.settings().sifters());
      table.intColumn("copies").append(row.judged());
      table.doubleColumn("NCR (%)").append(row.ncr());
      table.doubleColumn("depth (%)").append(100 * row.depth());
      table.doubleColumn("warm-up accuracy (%)").append(100 * row.warmupAccuracy());
      table.doubleColumn("seconds a pick").append(row.price());
      table.booleanColumn("decided").append(row.decided());
      table
          .stringColumn("pseudo-poison")
          .append(row.failed() ? "failed" : row.clean() ? "none picked" : "picked");
    }
    return table;
  }

  /** How many of the settings failed. */
  public long failed() {
    return rows().stream().filter(Row::failed).count();
  }

  private String failures() {
    return rows().stream()
        .filter(Row::failed)
        .findFirst()
        .map(
            row ->
                "%n%d of %d settings failed, the first one since %s"
                    .formatted(failed(), rows().size(), row.failure()))
        .orElse("");
  }

  @Override
  public String toString() {
    final String found =
        chosen()
            .map(settings -> "chosen: " + settings)
            .orElseGet(
                () ->
                    "nothing reached NCR 0 on every copy%s; nearest: %s"
                        .formatted(undecided(), nearest()));
    return String.format(
        Locale.ROOT,
        "%d trials of %d settings in %.1f minutes%s; a grid search takes %,d trials, about %.0f hours%n%s%n%s%n%s%s%s",
        trials.size(),
        rows().size(),
        seconds / 60,
        late ? ", stopped by the clock" : "",
        grid,
        gridPrice() / 3600,
        found,
        "accuracy after the warm-up: %.0f %% (the paper aims at about 50 %%)"
            .formatted(100 * rows().get(0).warmupAccuracy()),
        "a random pick is clean on every copy with %s, one of %d such picks with at most %s"
            .formatted(percent(chance()), tries(), percent(chanceOfAny())),
        doubt().map(warning -> System.lineSeparator() + warning).orElse(""),
        failures());
  }

  private String undecided() {
    final long lucky =
        rows().stream().filter(row -> row.judged() == row.all() && row.ncr() == 0).count();
    return lucky == 0
        ? ""
        : " with every weigher decided (%d did with undecided ones)".formatted(lucky);
  }

  private static String percent(double probability) {
    return probability < HARDLY
        ? "less than 0.0001 %"
        : new BigDecimal(100 * probability).round(new MathContext(2)).toPlainString() + " %";
  }
}
