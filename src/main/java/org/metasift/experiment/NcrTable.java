package org.metasift.experiment;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.Rehearsal;
import org.metasift.compute.DivergedException;
import org.metasift.compute.ResultListener;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.Split;
import org.metasift.eval.Roc;
import org.metasift.sift.BaseSet;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.Table;

/**
 * The NCR of sifters under attacks, over seeds: the paper's table. A cell is one sifter under one
 * attack for one seed. Every finished cell is kept, so that a run that was stopped or killed goes
 * on. Cells of one attack and seed share the poisoned set and the network that some sifters look at
 * ({@code Scout}); both are made once, unless more processes are free than there are such groups.
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

  /** As above, of sifters with these settings. */
  public NcrTable(Path folder, Split clean, int budget, SifterSettings settings) {
    this.folder = folder;
    this.clean = clean;
    this.budget = budget;
    this.settings = settings;
  }

  /** Computes the cells on this machine; as below. */
  public List<Cell> run(
      List<AttackSpec> attacks, List<String> sifters, List<Long> seeds, ResultListener<Cell> told) {
    try (TaskRunner runner = TaskRunners.here()) {
      return run(attacks, sifters, seeds, told, runner);
    }
  }

  /**
   * Computes the cells that are not there yet, those of one attack and seed together.
   *
   * @param attacks one named twice counts once, as do sifters and seeds
   * @param told receives each cell as it is ready, first of those that were there
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
    final CellGrid grid = CellGrid.of(attacks, sifters, seeds);
    final CellConditions conditions = new CellConditions(clean, budget, settings);
    BaseSet.checkBudget(clean.train(), budget);
    Rehearsal.check(grid.attacks(), clean);
    try (CellStore store = new CellStore(folder.resolve(FILE))) {
      final List<CellTask> open = open(grid, conditions, store, told, runner);
      runner.run(
          "Cell",
          open.stream().mapToInt(task -> task.sifters().size()).sum(),
          open,
          () -> false,
          (task, cell) -> {
            store.put(cell);
            told.told(cell, false);
          });
      return grid.kept(conditions, store);
    }
  }

  /** What is left to compute; reports the cells that were there. */
  private List<CellTask> open(
      CellGrid grid,
      CellConditions conditions,
      CellStore store,
      ResultListener<Cell> told,
      TaskRunner runner) {
    final boolean few = grid.attacks().size() * grid.seeds().size() < runner.slots();
    final TaskRunner.Shared<Split> images = runner.share(clean);
    final List<CellTask> open = new ArrayList<>();
    for (final long seed : grid.seeds()) { // what attacks of one seed train, they may share
      for (final AttackSpec attack : grid.attacks()) {
        final Map<String, String> missing = new LinkedHashMap<>();
        for (final String sifter : grid.sifters()) {
          final String held = conditions.of(attack, sifter);
          store
              .find(attack.toString(), sifter, seed, held)
              .ifPresentOrElse(cell -> told.told(cell, true), () -> missing.put(sifter, held));
        }
        final CellTask all = new CellTask(attack, missing, seed, images, budget, settings);
        open.addAll(few ? all.alone() : all.together());
      }
    }
    return open;
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
    return NcrFigures.summary(
        cells,
        cells.stream().map(Cell::attack).distinct().toList(),
        cells.stream().map(Cell::sifter).distinct().toList());
  }

  /** As above, with these rows and columns; a dash where there is no cell. */
  public static Table summary(List<Cell> cells, List<String> attacks, List<String> sifters) {
    return NcrFigures.summary(cells, attacks, sifters);
  }

  /** The cells of these sifters alone. */
  public static List<Cell> only(List<Cell> cells, String... sifters) {
    return NcrFigures.only(cells, sifters);
  }

  /**
   * The highest NCR among the cells of a sifter that did not fail.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static double worst(List<Cell> cells, String sifter) {
    return NcrFigures.overSeeds(cells, sifter).highest();
  }

  /** The lowest NCR among the cells of a sifter; throws as {@link #worst} does. */
  public static double best(List<Cell> cells, String sifter) {
    return NcrFigures.overSeeds(cells, sifter).lowest();
  }

  /** The NCR of one cell of the table, seed by seed, without those that failed. */
  public static double[] of(List<Cell> cells, String attack, String sifter) {
    return NcrFigures.of(cells, attack, sifter);
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
