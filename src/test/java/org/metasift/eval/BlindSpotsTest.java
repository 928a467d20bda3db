package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** What a report says of a sifter's failures is what was measured. */
class BlindSpotsTest {
  private static final Map<String, String> ATTACKS =
      Map.of(
          "(Smooth)", "smooth",
          "random label flips", "random-label-flip",
          "(BadNets)", "badnets",
          "(Blended)", "blended",
          "(BadNets all-to-all)", "badnets-all-to-all",
          "(Blended all-to-all)", "blended-all-to-all",
          "(Smooth all-to-all)", "smooth-all-to-all");

  private static final Table MEASURED =
      Table.read().csv(Path.of("docs/results/tables/ncr_embedded.csv").toFile());

  private static String range(String sifter, String attack) {
    final int[] poisoned =
        MEASURED.stream()
            .filter(row -> row.getString("sifter").equals(sifter))
            .filter(row -> row.getString("attack").equals(attack))
            .peek(row -> assertThat(row.getInt("picked")).isEqualTo(1000))
            .mapToInt(row -> row.getInt("poisoned"))
            .sorted()
            .toArray();
    assertThat(poisoned).hasSize(3);
    return poisoned[0] == poisoned[2] ? "" + poisoned[0] : poisoned[0] + " to " + poisoned[2];
  }

  @Test
  void theFiguresAreThoseOfTheTables() {
    final SifterSettings settings = new SifterSettings(MetaSift.Settings.named("compact"));
    int checked = 0;
    for (final String key : Sifters.names()) {
      final String name = Sifters.named(key, settings, settings.scout()).name();
      if (key.equals("panel") || key.equals("random")) {
        continue; // the panel below; a random pick sees nothing
      }
      assertThat(BlindSpots.of(name)).as(name).isNotEmpty();
      for (final String sentence : BlindSpots.of(name)) {
        final String attack =
            ATTACKS.entrySet().stream()
                .filter(one -> sentence.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(sentence)
            .contains("picked %s poisoned".formatted(range(key, attack)))
            .endsWith("a random pick holds %s.".formatted(range("random", attack)));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(14);
    assertThat(BlindSpots.of("Random")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a warp on all classes, choice, signs-warp-next-1",
    "a smooth shift of colours with right labels, choice, signs-smooth-kept-1",
    "(Smooth all-to-all), ncr_embedded, smooth-all-to-all",
    "(Clean-Label), ncr_embedded, clean-label"
  })
  void thePanelsWorstIsOnRecord(String words, String file, String row) {
    final Table table = Table.read().csv(Path.of("docs/panel", file + ".csv").toFile());
    final String column = table.columnNames().get(0);
    final Row worst =
        IntStream.range(0, table.rowCount())
            .mapToObj(table::row)
            .filter(one -> one.getString(column).equals(row))
            .filter(one -> !file.equals("choice") || one.getString("panel").equals("standard"))
            .reduce((a, b) -> b.getInt("poisoned") > a.getInt("poisoned") ? b : a)
            .orElseThrow();
    assertThat(BlindSpots.of("Panel"))
        .filteredOn(sentence -> sentence.contains(words))
        .singleElement()
        .asString()
        .contains("%d of %d picked".formatted(worst.getInt("poisoned"), worst.getInt("picked")));
  }
}
