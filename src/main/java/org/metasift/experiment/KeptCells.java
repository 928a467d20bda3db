package org.metasift.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.metasift.attack.AttackSpec;
import org.metasift.data.Split;
import org.metasift.sift.catalog.SifterSettings;

/**
 * What a table's folder holds already; all as in {@link NcrTable}.
 *
 * @param clean images before any attack
 */
public record KeptCells(Path folder, Split clean, int budget, SifterSettings settings) {
  /**
   * What is still to compute for one attack and seed.
   *
   * @param sifters whose cells are not kept; none where all are
   */
  public record Open(AttackSpec attack, long seed, List<String> sifters) {}

  /** For each attack and seed what is not kept. */
  public List<Open> missing(List<AttackSpec> attacks, List<String> sifters, List<Long> seeds) {
    final CellGrid grid = CellGrid.of(attacks, sifters, seeds);
    final Path file = folder.resolve(NcrTable.FILE);
    if (!Files.exists(file)) { // to open it would make it
      return missing(grid, cell -> false);
    }
    final CellConditions conditions = new CellConditions(clean, budget, settings);
    try (CellStore store = new CellStore(file)) {
      return missing(
          grid,
          cell -> {
            final String sifter = cell.sifters().get(0);
            final String held = conditions.of(cell.attack(), sifter);
            return store.find(cell.attack().toString(), sifter, cell.seed(), held).isPresent();
          });
    }
  }

  private static List<Open> missing(CellGrid grid, Predicate<Open> kept) {
    final List<Open> open = new ArrayList<>();
    for (final long seed : grid.seeds()) {
      for (final AttackSpec attack : grid.attacks()) {
        open.add(
            new Open(
                attack,
                seed,
                grid.sifters().stream()
                    .filter(one -> !kept.test(new Open(attack, seed, List.of(one))))
                    .toList()));
      }
    }
    return open;
  }
}
