package org.metasift.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.attack.AttackSpec;
import org.metasift.compute.DivergedException;
import org.metasift.io.RecordStore;
import org.metasift.report.Charts;
import org.metasift.report.Tables;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.metasift.MetaSift;

/** A cell whose network diverged is told, kept and shown as failed, never as a number. */
class FailedCellTest {
  private static final NcrTable.Cell GOOD =
      new NcrTable.Cell("badnets", "dcm", 0, 12.5, 1, 100, 3, "{}");
  private static final NcrTable.Cell BAD =
      new CellTask(
              new AttackSpec("badnets", null, null, null, null, null),
              Map.of("meta-sift", "{}"),
              1,
              null,
              10,
              new SifterSettings(MetaSift.Settings.compact()))
          .attempt(
              "meta-sift",
              () -> {
                throw new DivergedException("sifter 2 diverged in epoch 1");
              });

  @TempDir private Path folder;

  @Test
  void aTaskThatDivergesIsACellThatFailed() {
    assertThat(BAD.failed()).isTrue();
    assertThat(BAD.ncr()).isNaN();
    assertThat(BAD).hasToString("badnets, meta-sift, seed 1: failed, sifter 2 diverged in epoch 1");
    assertThat(GOOD.failed()).isFalse();
  }

  @Test
  void itIsKeptBesideTheOthers() {
    final Path file = folder.resolve(NcrTable.FILE);
    try (CellStore store = new CellStore(file)) {
      store.put(GOOD);
      store.put(BAD);
    }
    try (CellStore store = new CellStore(file)) {
      assertThat(store.find("badnets", "dcm", 0, "{}")).contains(GOOD);
      assertThat(store.find("badnets", "meta-sift", 1, "{}")).contains(BAD);
      assertThat(store.find("badnets", "meta-sift", 1, "[]")).isEmpty();
    }
  }

  /** A row of some other program's. */
  public record Other(String name) {}

  @ParameterizedTest
  @ValueSource(strings = {"rankings", "failures"})
  void aFileWithAnotherTableIsClosedAgain(String table) {
    final Path file = folder.resolve(NcrTable.FILE);
    RecordStore.open(file, table, Other.class, "name").close();
    assertThatThrownBy(() -> new CellStore(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
    assertThat(folder)
        .as("SQLite takes its log away with the last connection")
        .isDirectoryNotContaining("glob:**-wal");
  }

  @Test
  void tablesSayFailed() {
    final NcrTable.Cell second = new NcrTable.Cell("badnets", "meta-sift", 0, 0.5, 1, 100, 3, "{}");
    assertThat(Tables.text(NcrTable.summary(List.of(GOOD, BAD)))).contains("12.500", "failed");
    assertThat(Tables.text(NcrTable.summary(List.of(BAD, second)))).contains("0.500 (1 failed)");
    assertThat(NcrTable.worst(List.of(BAD, second), "meta-sift")).isEqualTo(0.5);
    assertThat(NcrTable.table(List.of(GOOD)).columnNames()).doesNotContain("failure");
    final Path csv = folder.resolve("ncr.csv");
    Tables.save(NcrTable.table(List.of(GOOD, BAD)), csv);
    final List<NcrTable.Cell> read = NcrTable.load(csv);
    assertThat(read.get(0).ncr()).isEqualTo(12.5);
    assertThat(read.get(0).failed()).isFalse();
    assertThat(read.get(1).ncr()).isNaN();
    assertThat(read.get(1).failure()).isEqualTo("sifter 2 diverged in epoch 1");
    Charts.ncrTable(List.of(GOOD, BAD)).save(folder.resolve("ncr.svg"));
    assertThat(folder.resolve("ncr.svg")).isNotEmptyFile();
  }
}
