package org.metasift.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    final Set<List<Object>> kept = new HashSet<>();
    if (Files.exists(file)) { // to open it would make it
      try (CellStore store = new CellStore(file)) {
        for (final NcrTable.Cell cell :
            grid.kept(new CellConditions(clean, budget, settings), store)) {
          kept.add(List.of(cell.attack(), cell.sifter(), cell.seed()));
        }
      }
    }
    final List<Open> open = new ArrayList<>();
    for (final long seed : grid.seeds()) {
      for (final AttackSpec attack : grid.attacks()) {
        open.add(
            new Open(
                attack,
                seed,
                grid.sifters().stream()
                    .filter(one -> !kept.contains(List.of(attack.toString(), one, seed)))
                    .toList()));
      }
    }
    return open;
  }
}
