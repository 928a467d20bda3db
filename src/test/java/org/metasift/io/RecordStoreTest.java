package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept comes back, under its key alone. */
class RecordStoreTest {
  @TempDir private Path folder;

  /** A row with every type that a column may have. */
  public record Row(String name, int count, long seed, double score, Double maybe) {}

  /** The same with a column more. */
  public record Wider(String name, int count, long seed, double score, Double maybe, int more) {}

  /** A row with a type that no column holds. */
  public record Odd(String name, Path path) {}

  private RecordStore<Row> open() {
    return RecordStore.open(folder.resolve("new/rows.sqlite"), "rows", Row.class, "name", "seed");
  }

  @Test
  void rowsComeBackAndAreReplacedByTheirKey() {
    final Row one = new Row("a 'quoted' name", 3, 1L << 40, 0.1, null);
    final Row other = new Row("a 'quoted' name", 4, 2, -1e300, 2.5);
    try (RecordStore<Row> store = open()) {
      assertThat(store.find(one.name(), one.seed())).isEmpty();
      store.put(one);
      store.put(other);
      assertThat(store.find(one.name(), one.seed())).contains(one);
    }
    try (RecordStore<Row> store = open()) {
      assertThat(store.find(other.name(), other.seed())).contains(other);
      final Row changed = Records.with(one, "count", 9);
      store.put(changed);
      assertThat(store.find(one.name(), one.seed())).contains(changed);
      assertThat(store.find("b", 1L)).isEmpty();
    }
  }

  @Test
  void twoTablesLieInOneFile() {
    try (RecordStore<Row> rows = open();
        RecordStore<Wider> wider =
            RecordStore.open(folder.resolve("new/rows.sqlite"), "wider", Wider.class, "name")) {
      rows.put(new Row("x", 1, 2, 3, 4.0));
      wider.put(new Wider("x", 1, 2, 3, 4.0, 5));
      assertThat(rows.find("x", 2L)).isPresent();
      assertThat(wider.find("x").orElseThrow().more()).isEqualTo(5);
    }
  }

  @Test
  void resultsOfAnOlderVersionAreRefused() {
    try (RecordStore<Row> store = open()) {
      store.put(new Row("{\"width\":1}", 1, 2, 3, 4.0));
      store.checkJson("name");
      store.put(new Row("width 1, stride 2", 1, 2, 3, 4.0));
      assertThatThrownBy(() -> store.checkJson("name"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rows.sqlite holds 1 results of an older version")
          .hasMessageEndingWith("name another place, or delete it");
    }
  }

  @Test
  void aFileThatIsNoneOfOursIsRefused() throws IOException {
    open().close();
    final Path file = folder.resolve("new/rows.sqlite");
    assertThatThrownBy(() -> RecordStore.open(file, "rows", Wider.class, "name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows.sqlite cannot be used to keep results")
        .hasMessageContaining("more");
    final Path text = folder.resolve("text.sqlite");
    Files.writeString(text, "this is a text of many words\n".repeat(100));
    assertThatThrownBy(() -> RecordStore.open(text, "rows", Row.class, "name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text.sqlite cannot be used");
    assertThatThrownBy(() -> RecordStore.open(text.resolve("in"), "rows", Row.class, "name"))
        .hasMessageContaining("cannot be used");
    assertThatThrownBy(() -> RecordStore.open(file, "odd", Odd.class, "name"))
        .hasMessageContaining("no column holds");
  }
}
