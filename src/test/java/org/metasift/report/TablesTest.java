package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables keep their numbers, to the right and with the decimals asked for. */
class TablesTest {
  private final Table table =
      Table.create(
          "Claims",
          StringColumn.create("claim", "C1 & C2", "C3"),
          DoubleColumn.create("ASR", 4.2, Double.NaN),
          DoubleColumn.create("NCR", 0.0, 15.1234),
          IntColumn.create("images", 1000, 12345));

  @Test
  void textIsAligned() {
    assertThat(Tables.text(table))
        .isEqualTo(
            """
            Claims
            claim     ASR     NCR  images
            -------  ----  ------  ------
            C1 & C2  4.20   0.000   1,000
            C3          –  15.123  12,345""");
  }

  @Test
  void htmlEscapesAndAlignsNumbersRight() {
    assertThat(Tables.html(table))
        .contains("C1 &amp; C2")
        .containsPattern("text-align:right[^>]*>0\\.000<")
        .containsPattern("text-align:left[^>]*>C3<")
        .contains(">–<");
  }

  @Test
  void anIntervalStaysOnALine() {
    final Table intervals =
        Table.create(StringColumn.create("FNR (%)", "6.7 (1.8 to 21.3)", "0 to -1", "up to 3"));
    assertThat(Tables.html(intervals))
        .contains(">6.7 (1.8&#160;to&#160;21.3)<", ">0&#160;to&#160;-1<", ">up to 3<");
    assertThat(Tables.text(intervals)).contains("6.7 (1.8 to 21.3)");
  }

  @Test
  void aMeanStaysOnALineWithItsDeviation() {
    final Table means = Table.create(StringColumn.create("dcm", "38.6 ± 3.9"));
    assertThat(Tables.html(means)).contains(">38.6&#160;±&#160;3.9<");
    assertThat(Tables.text(means)).contains("38.6 ± 3.9");
  }

  @Test
  void formatsByColumnName() {
    assertThat(Tables.text(table, Map.of("ASR", "%.1f %%"))).contains("4.2 %");
    assertThatThrownBy(() -> Tables.html(table, Map.of("ACC", "%.1f")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("formats for columns [ACC]; the table has [claim, ASR, NCR, images]");
  }

  @Test
  void aTableOfManyColumnsIsSetCloser() {
    assertThat(Tables.html(zeros(12)))
        .contains("padding:4px 7px")
        .doesNotContain("padding:4px 4px");
    assertThat(Tables.html(zeros(13)))
        .contains("padding:4px 4px")
        .doesNotContain("padding:4px 7px");
  }

  private static Table zeros(int columns) {
    final Table table = Table.create("zeros");
    for (int k = 0; k < columns; k++) {
      table.addColumns(IntColumn.create("c" + k, new int[] {0}));
    }
    return table;
  }
}
