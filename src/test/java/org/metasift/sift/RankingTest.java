package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.DivergedException;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.CsvColumn;
import org.metasift.io.CsvText;

/** A ranking keeps the trust in every image, and what was picked from it is the best of it. */
class RankingTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 1, 1, 6, 3);
  private static final double[] TRUST = trust();

  private static double[] trust() {
    final double[] trust = new double[IMAGES.size()];
    for (int i = 0; i < trust.length; i++) {
      trust[i] = i * 4 % 9; // each number from 0 to 8 once
    }
    return trust;
  }

  @TempDir private Path folder;

  private static Ranking of(double... trust) {
    return Ranking.of("Some", "so", IMAGES, trust, 5, System.nanoTime() - 2_000_000_000L);
  }

  @Test
  void theBestAreTheMostTrustedOfEachClassMostTrustedFirst() {
    final Ranking ranking = of(TRUST);
    final BaseSet base = ranking.best(IMAGES, 3);
    assertThat(base.indicesOf(0)).isEqualTo(best(0, 2));
    assertThat(base.indicesOf(1)).isEqualTo(best(1, 1));
    assertThat(base.picks())
        .extracting(BaseSet.Pick::trust)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(base)
        .isEqualTo(
            new BaseSet("Some", "so", 5, IMAGES.fingerprint(), base.picks(), ranking.seconds()));
    assertThat(ranking.seconds()).isBetween(2.0, 60.0);
  }

  private static int[] best(int label, int count) {
    return Arrays.stream(IMAGES.indicesOf(label))
        .boxed()
        .sorted((a, b) -> Double.compare(TRUST[b], TRUST[a]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Test
  void theLeastTrustedComeLeastFirstWhateverTheirClass() {
    final int[] least = of(TRUST).leastTrusted(4);
    assertThat(least).hasSize(4);
    for (int k = 0; k < 4; k++) {
      assertThat(TRUST[least[k]]).isEqualTo(k);
    }
    assertThat(of(new double[IMAGES.size()]).leastTrusted(3)).containsExactly(0, 1, 2);
    assertThat(of(TRUST).leastTrusted(0)).isEmpty();
    assertThatThrownBy(() -> of(TRUST).leastTrusted(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count");
  }

  @Test
  void theSeedDecidesAmongEqualOnes() {
    final Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      final Ranking equal = Ranking.of("s", "t", IMAGES, new double[IMAGES.size()], seed, 0);
      first.add(equal.best(IMAGES, 2).indicesOf(0)[0]);
    }
    assertThat(first).hasSize(6);
  }

  @Test
  void aBudgetOutOfRangeIsRefusedBeforeTheWork() {
    final Sifter slow =
        new Sifter() {
          @Override
          public Ranking rank(ImageSet images, long seed) {
            throw new AssertionError("hours of work");
          }

          @Override
          public String settings() {
            return "";
          }

          @Override
          public String name() {
            return "slow";
          }
        };
    for (final int budget : new int[] {0, 1, 10}) {
      assertThatThrownBy(() -> slow.pick(IMAGES, budget, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("budget is %d;", budget);
    }
  }

  @Test
  void nothingIsPickedFromAnotherSet() {
    final ImageSet other = TinyImages.of(8, 1, 2, 6, 3);
    assertThatThrownBy(() -> of(TRUST).best(other, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this ranking is of data %s, not of %s", IMAGES.fingerprint(), other.fingerprint());
  }

  @Test
  void trustThatIsNoNumberIsNoRanking() {
    final double[] wrong = TRUST.clone();
    wrong[7] = Double.NaN;
    wrong[2] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> of(wrong))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Some gives 2 of 9 images a trust that is not a finite number");
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(new Ranking("Some", "so", 3, "f", TRUST, 2.04))
        .hasToString("9 images ranked by Some (so, seed 3), data f, in 2.0 s");
  }

  @Test
  void itIsReadAgainBesideItsPick() throws IOException {
    final Ranking ranking = of(TRUST);
    final BaseSet base = ranking.best(IMAGES, 3);
    final Path csv = ranking.save(folder, IMAGES);
    assertThat(csv).hasFileName("trust.csv");
    assertThat(Files.readAllLines(csv))
        .hasSize(10)
        .startsWith("index,id,label,trust", "0,\"tiny 0\",0,0.0", "1,\"tiny 1\",1,4.0");
    final Ranking read = Ranking.read(csv, IMAGES, base);
    assertThat(read.trust()).isEqualTo(TRUST);
    assertThat(read.best(IMAGES, 3)).isEqualTo(base);
    assertThat(Ranking.readTrust(csv, IMAGES)).isEqualTo(TRUST);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    final ImageSet other = TinyImages.of(8, 1, 2, 6, 3);
    assertThatThrownBy(() -> ranking.save(folder, other))
        .hasMessageContaining("this ranking is of data");
    assertThatThrownBy(() -> Ranking.read(csv, other, base))
        .hasMessageContaining("this base set was picked from");
  }

  @Test
  void aSpreadsheetMayHaveSavedItAgain() throws IOException {
    final Path csv = of(TRUST).save(folder, IMAGES);
    final List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    Collections.reverse(lines.subList(1, lines.size()));
    final String text = String.join("\r\n", lines).replace(',', ';').replace('.', ',');
    Files.writeString(csv, text);
    assertThat(Ranking.readTrust(csv, IMAGES)).isEqualTo(TRUST);
  }

  @Test
  void aFileThatIsNotOfTheseImagesIsRefused() throws IOException {
    final BaseSet base = of(TRUST).best(IMAGES, 3);
    final Path csv = of(TRUST).save(folder, IMAGES);
    final String text = Files.readString(csv);
    refused(
        csv,
        text.replace("trust", "score"),
        "has no column 'trust'; index, label and trust are needed");
    refused(
        csv,
        text.replace("1,\"tiny 1\"", "3,\"tiny 1\""),
        "has the index '3' in line 5; each from 0 to 8");
    refused(csv, text.replace("1,\"tiny 1\"", "9,\"tiny 1\""), "has the index '9' in line 3");
    refused(
        csv,
        text.replace("\"tiny 1\",1", "\"tiny 1\",0"),
        "gives image 1 the label '0'; in the data it is 1");
    refused(csv, text.replace(",4.0", ",NaN"), "has the trust 'NaN' in line 3; a number is needed");
    refused(csv, text.replace(",4.0", ",1e999"), "has the trust '1e999' in line 3");
    refused(csv, text.substring(0, text.lastIndexOf("8,\"")), "has 8 of 9 images");
    refused(csv, "", "has no column 'index'");
    refused(folder.resolve("none.csv"), null, "no");
    final BaseSet.Pick pick = base.picks().get(0);
    Files.writeString(csv, text.replace("," + pick.trust(), ",0.25"));
    assertThatThrownBy(() -> Ranking.read(csv, IMAGES, base))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "differs from base_set.json beside it: image %d has the trust 0.25, and was picked with %s",
            pick.index(), pick.trust());
  }

  private static void refused(Path csv, String text, String said) throws IOException {
    if (text != null) {
      Files.writeString(csv, text);
    }
    assertThatThrownBy(() -> Ranking.readTrust(csv, IMAGES))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(csv.toString())
        .hasMessageContaining(said);
  }

  @Test
  void suspectsAreAllImagesLeastTrustedFirstWithWhatTheCallerAdds() throws IOException {
    final Ranking ranking = of(TRUST);
    final Path csv =
        Suspects.write(
            ranking, IMAGES, folder, new CsvColumn("objects", i -> CsvText.quoted("m" + i)));
    final List<String> lines = Files.readAllLines(csv);
    assertThat(csv).hasFileName("suspects.csv");
    assertThat(lines).hasSize(10).startsWith("index,id,label,class,trust,objects");
    final int[] order = ranking.leastTrusted(9);
    for (int k = 0; k < 9; k++) {
      final int i = order[k];
      final int label = IMAGES.label(i);
      assertThat(lines.get(k + 1))
          .isEqualTo(
              "%d,\"tiny %d\",%d,\"class %d\",%d.0,\"m%d\"".formatted(i, i, label, label, k, i));
    }
    assertThat(Files.readAllLines(Suspects.write(ranking, IMAGES, folder)).get(0))
        .isEqualTo("index,id,label,class,trust");
    assertThatThrownBy(() -> Suspects.write(ranking, TinyImages.of(8, 1, 2, 6, 3), folder))
        .hasMessageContaining("this ranking is of data");
    final Path taken = Files.writeString(folder.resolve("taken"), "");
    assertThatThrownBy(() -> ranking.save(taken, IMAGES)).isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> Suspects.write(ranking, IMAGES, taken))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be written");
  }
}
