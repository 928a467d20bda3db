package org.metasift.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.DivergedException;
import org.metasift.compute.TaskRunner;
import org.metasift.data.Split;
import org.metasift.eval.Metrics;
import org.metasift.eval.Roc;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;

/**
 * Cells of one attack and seed: they share the poisoned set and the scout's network.
 *
 * @param sifters by their names in {@link Sifters#names}, each with the conditions of its cell
 * @param clean images before the attack
 */
record CellTask(
    AttackSpec attack,
    Map<String, String> sifters,
    long seed,
    TaskRunner.Shared<Split> clean,
    int budget,
    SifterSettings settings)
    implements TaskRunner.Task<NcrTable.Cell> {
  /** Copies the names. */
  CellTask {
    sifters = new LinkedHashMap<>(sifters);
  }

  /** This one, or none where it has no sifter. */
  List<CellTask> together() {
    return sifters.isEmpty() ? List.of() : List.of(this);
  }

  /** A task for each sifter. */
  List<CellTask> alone() {
    return sifters.entrySet().stream()
        .map(
            one ->
                new CellTask(
                    attack, Map.of(one.getKey(), one.getValue()), seed, clean, budget, settings))
        .toList();
  }

  @Override
  public void run(Consumer<NcrTable.Cell> found) {
    final long start = System.nanoTime();
    final Split split = clean.value();
    final PoisonedSet poisoned;
    try {
      poisoned = attack.build(split.test()).poison(split.train(), seed);
    } catch (final DivergedException e) {
      sifters.keySet().forEach(sifter -> found.accept(failed(sifter, start, e)));
      return;
    }
    final Scout scout = settings.scout();
    for (final String sifter : sifters.keySet()) {
      found.accept(attempt(sifter, () -> cell(sifter, poisoned, scout)));
    }
  }

  /** The cell, or that it failed. */
  NcrTable.Cell attempt(String sifter, Supplier<NcrTable.Cell> cell) {
    final long begun = System.nanoTime();
    try {
      return cell.get();
    } catch (final DivergedException e) {
      return failed(sifter, begun, e);
    }
  }

  private NcrTable.Cell failed(String sifter, long start, DivergedException failure) {
    return NcrTable.Cell.failed(
        attack.toString(),
        sifter,
        seed,
        (System.nanoTime() - start) / 1e9,
        sifters.get(sifter),
        failure);
  }

  private NcrTable.Cell cell(String sifter, PoisonedSet poisoned, Scout scout) {
    final Sifter named = Sifters.named(sifter, settings, scout);
    final Ranking ranking = named.rank(poisoned.images(), seed);
    final BaseSet base = ranking.best(poisoned.images(), budget);
    final NcrTable.Cell cell =
        new NcrTable.Cell(
            attack.toString(),
            sifter,
            seed,
            Metrics.ncr(poisoned, base).percent(),
            poisoned.poisonedAmong(base.indices()),
            base.size(),
            base.seconds(),
            sifters.get(sifter));
    if (!Roc.whyNone(poisoned).isEmpty()) {
      return cell;
    }
    final Roc roc = Roc.of(poisoned, ranking);
    return cell.with(roc.auroc().percent(), roc.found(1).percent(), roc.found(5).percent());
  }
}
