package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.run.DivergedException;

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
        .extracting(BaseSet.Pick::score)
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
        .hasMessageContaining("Some trusts 2 of 9 images by no finite number");
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(new Ranking("Some", "so", 3, "f", TRUST, 2.04))
        .hasToString("9 images ranked by Some (so, seed 3), data f, in 2.0 s");
  }
}
