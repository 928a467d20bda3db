package org.metasift.experiment;

import java.util.ArrayList;
import java.util.List;
import org.metasift.attack.AttackSpec;
import org.metasift.experiment.NcrTable.Cell;
import org.metasift.sift.catalog.Sifters;

/**
 * The cells that a table is asked for: every sifter under every attack with every seed.
 *
 * @param attacks different ones, as are sifters and seeds
 * @param sifters by their names in {@link Sifters#names}
 */
record CellGrid(List<AttackSpec> attacks, List<String> sifters, List<Long> seeds) {
  /** What is named twice counts once. */
  static CellGrid of(List<AttackSpec> attacks, List<String> sifters, List<Long> seeds) {
    return new CellGrid(
        attacks.stream().distinct().toList(),
        sifters.stream().map(Sifters::canonical).distinct().toList(),
        seeds.stream().distinct().toList());
  }

  /** Those of the cells that are kept, attack by attack and seed by seed. */
  List<Cell> kept(CellConditions conditions, CellStore store) {
    final List<Cell> cells = new ArrayList<>();
    for (final AttackSpec attack : attacks) {
      for (final long seed : seeds) {
        for (final String sifter : sifters) {
          store
              .find(attack.toString(), sifter, seed, conditions.of(attack, sifter))
              .ifPresent(cells::add);
        }
      }
    }
    return cells;
  }
}
