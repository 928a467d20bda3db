package org.metasift.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** What is read off the cells of an NCR table. */
class NcrFiguresTest {
  private static NcrTable.Cell cell(String attack, String sifter, long seed, double ncr) {
    return new NcrTable.Cell(attack, sifter, seed, ncr, 3, 1000, 12.4, "");
  }

  private static final List<NcrTable.Cell> CELLS =
      List.of(
          cell("badnets", "meta-sift", 0, 1),
          cell("badnets", "meta-sift", 1, 2),
          cell("badnets", "meta-sift", 2, 6),
          cell("badnets", "dcm", 0, 120.5),
          cell("smooth", "dcm", 0, 80));

  @Test
  void theSummaryHasMeanAndDeviationOfASampleOrTheOneValueOrADash() {
    final Table table = NcrTable.summary(CELLS);
    assertThat(table.columnNames()).containsExactly("attack", "meta-sift", "dcm");
    assertThat(table.stringColumn("attack").asList()).containsExactly("badnets", "smooth");
    // 1, 2, 6: deviations -2, -1, 3 from 3, so √(14 / 2)
    assertThat(table.stringColumn("meta-sift").asList()).containsExactly("3.0 ± 2.6", "-");
    assertThat(table.stringColumn("dcm").asList()).containsExactly("120.500", "80.000");
    final Table chosen = NcrTable.summary(CELLS, List.of("smooth", "none"), List.of("dcm"));
    assertThat(chosen.columnNames()).containsExactly("attack", "dcm");
    assertThat(chosen.stringColumn("dcm").asList()).containsExactly("80.000", "-");
  }

  @Test
  void worstAndBestAreOfOneSifterUnderAllAttacks() {
    assertThat(NcrTable.worst(CELLS, "meta-sift")).isEqualTo(6);
    assertThat(NcrTable.best(CELLS, "meta-sift")).isEqualTo(1);
    assertThat(NcrTable.worst(CELLS, "DCM")).isEqualTo(120.5);
    assertThat(NcrTable.best(CELLS, "dcm")).isEqualTo(80);
    assertThatThrownBy(() -> NcrTable.worst(CELLS, "random"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cellsAreChosenByTheirSifterAndAttack() {
    assertThat(NcrTable.only(CELLS, "dcm")).containsExactly(CELLS.get(3), CELLS.get(4));
    assertThat(NcrTable.only(CELLS, "dcm", "meta-sift")).isEqualTo(CELLS);
    assertThat(NcrTable.of(CELLS, "badnets", "meta-sift")).containsExactly(1, 2, 6);
    assertThat(NcrTable.of(CELLS, "badnets", "dcm")).containsExactly(120.5);
    assertThat(NcrTable.of(CELLS, "smooth", "meta-sift")).isEmpty();
  }

  @Test
  void aCellSaysWhatItIs() {
    assertThat(CELLS.get(3)).hasToString("badnets, dcm, seed 0: NCR 120.500 % (3 of 1000), 12 s");
  }
}
