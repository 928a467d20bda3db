package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;

/**
 * A sifter that picks otherwise than before has another revision, else results that were kept are
 * taken for its own. The golden file beside this test holds, for each sifter, its revision and what
 * it picked from a small set: {@code name, a tab, revision, a tab, indices}.
 *
 * <p>Processors differ in how they round sums: a few picks of nearly equal scores may change places
 * with others. So nine of ten must be the same; where the sifter or its random numbers changed, no
 * more than one of four is, as by chance.
 */
class SifterRevisionTest {
  private static final String GOLDEN = "/golden/sifter_picks.tsv";
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 7, 100, 100, 100);
  private static final int BUDGET = 75;
  private static final double SAME = 0.9;

  static Stream<Named<Sifter>> sifters() {
    return SifterContractTest.sifters();
  }

  private static Set<Integer> picked(Sifter sifter) {
    return Arrays.stream(sifter.pick(IMAGES, BUDGET, 11).indices())
        .boxed()
        .collect(Collectors.toSet());
  }

  private static String line(Sifter sifter) {
    return "%s\t%d\t%s"
        .formatted(
            sifter.name(),
            sifter.revision(),
            picked(sifter).stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static Map<String, String[]> golden() throws IOException {
    try (InputStream in = SifterRevisionTest.class.getResourceAsStream(GOLDEN)) {
      final Map<String, String[]> byName = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(parts -> byName.put(parts[0], parts));
      return byName;
    }
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void whatIsPickedChangesWithTheRevisionAlone(Sifter sifter) throws IOException {
    final String[] golden = golden().get(sifter.name());
    assertThat(golden)
        .as("no line for %s in %s; add: %s", sifter.name(), GOLDEN, line(sifter))
        .isNotNull();
    assertThat(sifter.revision())
        .as("%s has another revision; its line in %s is now: %s", sifter, GOLDEN, line(sifter))
        .isEqualTo(Integer.parseInt(golden[1]));
    final Set<Integer> same = new HashSet<>(picked(sifter));
    Stream.of(golden[2].split(" ")).map(Integer::valueOf).forEach(i -> same.add(-1 - i));
    final long shared =
        IntStream.range(0, IMAGES.size())
            .filter(i -> same.contains(i) && same.contains(-1 - i))
            .count();
    assertThat((double) shared / BUDGET)
        .as("%s picks otherwise than before: raise its revision()", sifter.name())
        .isGreaterThanOrEqualTo(SAME);
  }

  @Test
  void everySifterThatHasANameHasAGoldenPick() throws IOException {
    final SifterSettings compact = new SifterSettings(MetaSift.Settings.compact());
    final Set<String> named =
        Sifters.names().stream()
            .map(name -> Sifters.named(name, compact, compact.scout()).name())
            .collect(Collectors.toSet());
    assertThat(named).hasSameSizeAs(Sifters.names()); // none of them falls back to another
    assertThat(golden().keySet()).isEqualTo(named);
  }
}
