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
 * What a table still has to compute for one attack and seed.
 *
 * @param sifters whose cells are not kept; none where all are
 */
public record OpenCells(AttackSpec attack, long seed, List<String> sifters) {
  /**
   * For each attack and seed what is not kept in a folder.
   *
   * @param folder of the table; it and the rest as in {@link NcrTable}
   */
  public static List<OpenCells> of(
      Path folder,
      Split clean,
      int budget,
      SifterSettings settings,
      List<AttackSpec> attacks,
      List<String> sifters,
      List<Long> seeds) {
    final CellGrid grid = CellGrid.of(attacks, sifters, seeds);
    final CellConditions conditions = new CellConditions(clean, budget, settings);
    final Path file = folder.resolve(NcrTable.FILE);
    if (!Files.exists(file)) { // to open it would make it
      return of(grid, cell -> false);
    }
    try (CellStore store = new CellStore(file)) {
      return of(
          grid,
          cell ->
              store
                  .find(
                      cell.attack().toString(),
                      cell.sifters().get(0),
                      cell.seed(),
                      conditions.of(cell.attack(), cell.sifters().get(0)))
                  .isPresent());
    }
  }

  private static List<OpenCells> of(CellGrid grid, Predicate<OpenCells> kept) {
    final List<OpenCells> open = new ArrayList<>();
    for (final long seed : grid.seeds()) {
      for (final AttackSpec attack : grid.attacks()) {
        open.add(
            new OpenCells(
                attack,
                seed,
                grid.sifters().stream()
                    .filter(one -> !kept.test(new OpenCells(attack, seed, List.of(one))))
                    .toList()));
      }
    }
    return open;
  }
}
