package org.metasift.experiment;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.Poisoner;
import org.metasift.attack.Rehearsal;
import org.metasift.compute.DivergedException;
import org.metasift.compute.ResultListener;
import org.metasift.compute.TaskRunner;
import org.metasift.data.Split;
import org.metasift.eval.OverSeeds;
import org.metasift.eval.Roc;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Sifter;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The NCR of sifters under attacks, over seeds: the paper's table. Every finished cell is kept, so
 * a run that is stopped, or killed, goes on where it was; what the cells of one attack and seed
 * share, the poisoned set and the scout's network, is made once, as long as there are no more
 * processes to use than attacks and seeds.
 */
public final class NcrTable {
  /** The SQLite file with the finished cells, in the table {@code cells}. */
  public static final String FILE = "cells.sqlite";

  private final Path folder;
  private final Split clean;
  private final int budget;
  private final SifterSettings settings;

  /**
   * One cell for one seed.
   *
   * @param attack the attack, with the settings that differ from the paper's
   * @param sifter a name of {@link Sifters#names}
   * @param seed of the attack and of the sifter
   * @param ncr in percent; NaN where a network diverged
   * @param poisoned how many of the picked images are poisoned
   * @param picked how many were picked
   * @param seconds the sifter took; where a scout was shared, its training is counted once
   * @param conditions the data, the sifter's settings and the revisions it holds for
   * @param failure which network diverged, so that nothing was picked; empty where none did
   * @param auroc of the whole ranking, within the classes ({@link Roc#auroc}), in percent; null
   *     where it is not known: in a cell from before it was measured, or that failed, or where
   *     {@link Roc#whyNone} says why there is none
   * @param tprAt1 what of the poison is found at 1 % false alarms ({@link Roc#found}), in percent;
   *     null as above
   * @param tprAt5 the same at 5 %
   */
  public record Cell(
      String attack,
      String sifter,
      long seed,
      double ncr,
      int poisoned,
      int picked,
      double seconds,
      String conditions,
      String failure,
      Double auroc,
      Double tprAt1,
      Double tprAt5)
      implements Serializable {
    /** One that did not fail, whose ranking was not judged. */
    public Cell(
        String attack,
        String sifter,
        long seed,
        double ncr,
        int poisoned,
        int picked,
        double seconds,
        String conditions) {
      this(attack, sifter, seed, ncr, poisoned, picked, seconds, conditions, "", null, null, null);
    }

    /** The same cell with what was found of its ranking. */
    Cell with(Double auroc, Double tprAt1, Double tprAt5) {
      return new Cell(
          attack,
          sifter,
          seed,
          ncr,
          poisoned,
          picked,
          seconds,
          conditions,
          failure,
          auroc,
          tprAt1,
          tprAt5);
    }

    /** One for which a network diverged. */
    static Cell failed(
        String attack,
        String sifter,
        long seed,
        double seconds,
        String conditions,
        DivergedException failure) {
      return new Cell(
          attack,
          sifter,
          seed,
          Double.NaN,
          0,
          0,
          seconds,
          conditions,
          failure.getMessage(),
          null,
          null,
          null);
    }

    /** Whether a network diverged, so that there is no NCR. */
    public boolean failed() {
      return !failure.isEmpty();
    }

    @Override
    public String toString() {
      if (failed()) {
        return "%s, %s, seed %d: failed, %s".formatted(attack, sifter, seed, failure);
      }
      return String.format(
          Locale.ROOT,
          "%s, %s, seed %d: NCR %.3f %% (%d of %d)%s, %.0f s",
          attack,
          sifter,
          seed,
          ncr,
          poisoned,
          picked,
          auroc == null ? "" : String.format(Locale.ROOT, ", AUROC %.1f %%", auroc),
          seconds);
    }
  }

  /**
   * A table whose cells lie in {@code folder}, in {@link #FILE}.
   *
   * @param clean images before any attack
   * @param settings of Meta-Sift
   */
  public NcrTable(Path folder, Split clean, int budget, MetaSift.Settings settings) {
    this(folder, clean, budget, new SifterSettings(settings));
  }

  /**
   * A table that is kept in a folder, of sifters with these settings; as above.
   *
   * @param settings of Meta-Sift and of the panel
   */
  public NcrTable(Path folder, Split clean, int budget, SifterSettings settings) {
    this.folder = folder;
    this.clean = clean;
    this.budget = budget;
    this.settings = settings;
  }

  /** Computes the cells on this machine; as below. */
  public List<Cell> run(
      List<AttackSpec> attacks, List<String> sifters, List<Long> seeds, ResultListener<Cell> told) {
    try (TaskRunner runner = TaskRunner.here()) {
      return run(attacks, sifters, seeds, told, runner);
    }
  }

  /**
   * Computes the cells that are not there yet, those of one attack and seed together.
   *
   * @param attacks one named twice counts once, as do sifters and seeds
   * @param told of each cell as it is ready, first of those that were there
   * @param runner where they are computed; they are kept here. On a cluster a trigger's file must
   *     be on every machine
   * @return all cells asked for, attack by attack and seed by seed
   * @throws IllegalArgumentException when the budget does not fit the images or some attack cannot
   *     be made on them, before any work and any file; when the file is damaged, or cannot be
   *     written
   * @throws java.util.concurrent.CancellationException when the thread is interrupted; finished
   *     cells stay
   */
  public List<Cell> run(
      List<AttackSpec> attacks,
      List<String> sifters,
      List<Long> seeds,
      ResultListener<Cell> told,
      TaskRunner runner) {
    final List<AttackSpec> rows = attacks.stream().distinct().toList();
    final List<String> columns = sifters.stream().map(Sifters::canonical).distinct().toList();
    final List<Long> drawn = seeds.stream().distinct().toList();
    BaseSet.checkBudget(clean.train(), budget);
    Rehearsal.check(rows, clean);
    try (CellStore store = new CellStore(folder.resolve(FILE))) {
      final boolean few = rows.size() * drawn.size() < runner.slots();
      final TaskRunner.Shared<Split> images = runner.share(clean);
      final List<CellTask> open = new ArrayList<>();
      for (final long seed : drawn) { // what attacks of one seed train, they may share
        for (final AttackSpec attack : rows) {
          final Map<String, String> missing = new LinkedHashMap<>();
          for (final String sifter : columns) {
            final String conditions = conditions(attack, sifter);
            store
                .find(attack.toString(), sifter, seed, conditions)
                .ifPresentOrElse(
                    cell -> told.told(cell, true), () -> missing.put(sifter, conditions));
          }
          final CellTask all = new CellTask(attack, missing, seed, images, budget, settings);
          open.addAll(few ? all.alone() : all.together());
        }
      }
      runner.run(
          open,
          () -> false,
          (task, cell) -> {
            store.put(cell);
            told.told(cell, false);
          });
      final List<Cell> cells = new ArrayList<>();
      for (final AttackSpec attack : rows) {
        for (final long seed : drawn) {
          for (final String sifter : columns) {
            store
                .find(attack.toString(), sifter, seed, conditions(attack, sifter))
                .ifPresent(cells::add);
          }
        }
      }
      return cells;
    }
  }

  private String conditions(AttackSpec attack, String sifter) {
    final Sifter named = Sifters.named(sifter, settings, settings.scout());
    final Poisoner poisoner = attack.build(clean.test());
    return "%s, test %s, budget %d, attack revision %d%s, sifter revision %d, %s"
        .formatted(
            clean.train().fingerprint(),
            clean.test().fingerprint(),
            budget,
            poisoner.revision(),
            trigger(poisoner),
            named.revision(),
            named.settings());
  }

  /** What tells one given trigger from another, whatever its file is called; empty for none. */
  static String trigger(Poisoner poisoner) {
    return poisoner.given().map(given -> ", trigger " + given.fingerprint()).orElse("");
  }

  /**
   * Cells as a table: attack, sifter, seed, NCR (%), poisoned, picked, seconds; where some rankings
   * were judged AUROC (%), TPR@1%FPR (%) and TPR@5%FPR (%), within the classes, missing for the
   * others. Where a cell failed its NCR is missing, and a last column, failure, says why.
   */
  public static Table table(List<Cell> cells) {
    return CellTable.table(cells);
  }

  /**
   * One row an attack, one column a sifter: "mean ± standard deviation" of the NCR over the seeds
   * (the deviation of a sample, n - 1), the mean alone where there is one seed. Cells that failed
   * are counted beside it.
   */
  public static Table summary(List<Cell> cells) {
    return summary(
        cells,
        cells.stream().map(Cell::attack).distinct().toList(),
        cells.stream().map(Cell::sifter).distinct().toList());
  }

  /** As above, with these rows and columns; a dash where there is no cell. */
  public static Table summary(List<Cell> cells, List<String> attacks, List<String> sifters) {
    final Table table = Table.create("NCR in percent, by attack and sifter");
    table.addColumns(StringColumn.create("attack", attacks));
    for (final String sifter : sifters) {
      table.addColumns(
          StringColumn.create(
              sifter, attacks.stream().map(attack -> text(cells, attack, sifter)).toList()));
    }
    return table;
  }

  private static String text(List<Cell> cells, String attack, String sifter) {
    final double[] ncr = of(cells, attack, sifter);
    final long failed =
        cells.stream()
            .filter(cell -> cell.attack().equals(attack) && cell.sifter().equals(sifter))
            .filter(Cell::failed)
            .count();
    if (ncr.length == 0) {
      return failed == 0 ? "-" : "failed";
    }
    return text(ncr) + (failed == 0 ? "" : " (%d failed)".formatted(failed));
  }

  /** A mean over seeds and its deviation, as tables show it. */
  static String text(double... percent) {
    final OverSeeds seeds = OverSeeds.of(percent);
    return percent.length == 1
        ? String.format(Locale.ROOT, "%.3f", seeds.mean())
        : String.format(Locale.ROOT, "%.1f ± %.1f", seeds.mean(), seeds.deviation());
  }

  /** The cells of these sifters alone. */
  public static List<Cell> only(List<Cell> cells, String... sifters) {
    final List<String> wanted = Arrays.stream(sifters).map(Sifters::canonical).toList();
    return cells.stream().filter(cell -> wanted.contains(cell.sifter())).toList();
  }

  /**
   * The highest NCR among the cells of a sifter that did not fail.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static double worst(List<Cell> cells, String sifter) {
    return overSeeds(cells, sifter).highest();
  }

  /** The lowest NCR among the cells of a sifter; throws as {@link #worst} does. */
  public static double best(List<Cell> cells, String sifter) {
    return overSeeds(cells, sifter).lowest();
  }

  private static OverSeeds overSeeds(List<Cell> cells, String sifter) {
    return OverSeeds.of(
        only(cells, sifter).stream()
            .filter(cell -> !cell.failed())
            .mapToDouble(Cell::ncr)
            .toArray());
  }

  /** The NCR of one cell of the table, seed by seed, without those that failed. */
  public static double[] of(List<Cell> cells, String attack, String sifter) {
    return cells.stream()
        .filter(cell -> cell.attack().equals(attack) && cell.sifter().equals(sifter))
        .filter(cell -> !cell.failed())
        .mapToDouble(Cell::ncr)
        .toArray();
  }

  /**
   * Cells from the CSV file of a {@link #table}.
   *
   * @throws org.metasift.data.BadDataException when the file is missing or has other columns
   */
  public static List<Cell> load(Path file) {
    return CellTable.load(file);
  }
}
