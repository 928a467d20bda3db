package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.experiment.NcrTable;

/** Pictures of attacks and of the table. */
class AttackPicturesTest {
  @TempDir private Path folder;

  @Test
  void anAttackIsDrawnBeforeAndAfter() {
    final ImageSet clean = TinyImages.of(8, 3, 0, 20, 12);
    final PoisonedSet poisoned = new BadNets(1, 0.3).poison(clean, 0);
    final PictureGrid grid = AttackPictures.of(clean, poisoned, 10);
    assertThat(grid.save(folder.resolve("a.png"))).exists();
    assertThat(grid.toString()).contains("BadNets: before, after, difference");
    // five are poisoned: three rows of five
    assertThat(grid.toString()).contains("15");
  }

  @Test
  void theTableShowsTheMeanOfEachCell() {
    final List<NcrTable.Cell> cells =
        List.of(cell("a", "x", 0, 10), cell("a", "x", 1, 20), cell("b", "x", 0, 250));
    final Chart chart = Charts.ncrTable(cells);
    assertThat(chart.title()).isEqualTo("NCR (%) by attack and sifter, mean of 1 to 2 seeds");
    assertThat(Charts.ncrTable(cells.subList(0, 2)).title()).endsWith("mean of 2 seeds");
    assertThat(Charts.ncrTable(cells.subList(2, 3)).title()).endsWith("mean of 1 seed");
    assertThat(chart.toString()).contains("15.0 ± 7.1", "250.000");
    assertThat(chart.svg()).contains("<title>NCR (%)");
    assertThat(chart.save(folder.resolve("t.png"))).exists();
  }

  private static NcrTable.Cell cell(String attack, String sifter, long seed, double ncr) {
    return new NcrTable.Cell(attack, sifter, seed, ncr, 1, 100, 2, "");
  }
}
