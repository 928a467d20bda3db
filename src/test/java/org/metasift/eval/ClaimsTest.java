package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Verdicts and their table. */
class ClaimsTest {
  private static final Claims CLAIMS =
      Claims.none()
          .atMost("C1", "NCR, %", "0.000", 1.0, 3, 1)
          .atMost("C1", "NCR with poison, %", "-", 0.001, 3, 0)
          .atLeast("C2", "ACC, %", "93.2", 87.95, 1, 88.0)
          .check("C2", "ASR, %", "1.55", 0.4, 2, new Claims.Range(0.25, 10))
          .check("C3", "runs", "5", Double.NaN, 0, new Claims.Range(1, 5));

  @Test
  void aFigureHoldsWithinItsRangeBoundsIncluded() {
    assertThat(column("verdict"))
        .containsExactly("holds", "does not hold", "does not hold", "holds", "does not hold");
    assertThat(CLAIMS.hold()).isFalse();
    assertThat(Claims.none().hold()).isTrue();
    assertThat(Claims.none().atMost("C1", "NCR", "0", 1, 0, 1).hold()).isTrue();
    assertThat(Claims.none().atLeast("C1", "NCR", "0", 0.999, 0, 1).hold()).isFalse();
  }

  @Test
  void theRangeIsReadable() {
    assertThat(column("holds when"))
        .containsExactly("at most 1", "0", "at least 88", "0.25 to 10", "1 to 5");
  }

  @Test
  void aLowerBoundOfZeroOrLessIsReadableToo() {
    final Claims none = Claims.none().atLeast("C1", "ASR", "-", 5, 2, 0);
    assertThat(none.atLeast("C1", "ASR", "-", 5, 2, -1).table().stringColumn("holds when").asList())
        .containsExactly("at least 0", "at least -1");
  }

  @Test
  void aRangeThatEndsAtItsFigureHolds() {
    assertThat(Claims.none().check("C1", "x", "-", 5, 0, new Claims.Range(1, 5)).hold()).isTrue();
    assertThat(Claims.none().check("C1", "x", "-", 1, 0, new Claims.Range(1, 5)).hold()).isTrue();
    assertThat(Claims.none().check("C1", "x", "-", 5.001, 0, new Claims.Range(1, 5)).hold())
        .isFalse();
    assertThat(range(0, 5)).isEqualTo("at most 5");
    assertThat(range(0, 0)).isEqualTo("0");
  }

  private static String range(double from, double to) {
    return Claims.none()
        .check("C1", "x", "-", 0, 0, new Claims.Range(from, to))
        .table()
        .stringColumn("holds when")
        .get(0);
  }

  @Test
  void theTableShowsEachFigureBesideTheArtifacts() {
    final Table table = CLAIMS.table();
    assertThat(table.columnNames())
        .containsExactly("claim", "figure", "artifact", "this run", "holds when", "verdict");
    assertThat(column("claim")).containsExactly("C1", "C1", "C2", "C2", "C3");
    assertThat(column("figure")).first().isEqualTo("NCR, %");
    assertThat(column("artifact")).containsExactly("0.000", "-", "93.2", "1.55", "5");
    assertThat(column("this run")).startsWith("1.000", "0.001").element(3).isEqualTo("0.40");
  }

  @Test
  void checkingMakesALongerListAndLeavesTheOld() {
    final Claims more = CLAIMS.atLeast("C4", "x", "1", 2, 0, 1);
    assertThat(CLAIMS.table().rowCount()).isEqualTo(5);
    assertThat(more.table().rowCount()).isEqualTo(6);
  }

  private static java.util.List<String> column(String name) {
    return CLAIMS.table().stringColumn(name).asList();
  }
}
