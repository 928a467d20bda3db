package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That no two purposes draw alike, and that what they draw stays the same. */
class RandomStreamTest {
  /** Seed 0, number 0; whoever changes one raises the revisions of what draws from it. */
  private static final Map<String, Long> FIRST =
      Map.ofEntries(
          Map.entry("NETWORK_START", -4403291089871482219L),
          Map.entry("PANEL_MEMBER", 1892373606569733944L),
          Map.entry("BATCHES", -6520928249136578774L),
          Map.entry("ENGINE", 6194748767953686393L),
          Map.entry("POISON_CHOICE", -8388042644025299348L),
          Map.entry("WRONG_LABELS", 8945487462397741946L),
          Map.entry("PATTERN", 1447135543926985113L),
          Map.entry("TRIGGER_BATCHES", 1596720959297853238L),
          Map.entry("WATCHED_IMAGES", -7608179257040249604L),
          Map.entry("SURROGATE", -6115109490892590531L),
          Map.entry("SURROGATE_IMAGES", -5699225381897939833L),
          Map.entry("GENERATOR", -2735727708327711028L),
          Map.entry("MIXED_SET", 2989073116914396132L),
          Map.entry("SIFTER", 9204879920122043538L),
          Map.entry("WEIGHER_START", -991778468383515336L),
          Map.entry("SIFTING_BATCHES", 3926824500919110587L),
          Map.entry("WARM_UP_IMAGES", 5672937930804501666L),
          Map.entry("VIEWS", 7356599229001622966L),
          Map.entry("SCOUT", -3357191982818330470L),
          Map.entry("LOSS_SCAN", 7073695640469521122L),
          Map.entry("POWER_ITERATION", -5347806978394527065L),
          Map.entry("RANDOM_PICK", 6183907248451759558L),
          Map.entry("TIES", 3662860779170037264L),
          Map.entry("PURIFICATION", 4285555267664484500L),
          Map.entry("PATCHED_IMAGES", 6798959727984749243L),
          Map.entry("COPY", -286469403862890995L),
          Map.entry("PSEUDO_TARGET", -804760587419933198L),
          Map.entry("PSEUDO_POISON", -8942857601919085846L),
          Map.entry("SEARCH", 2077972911248062655L),
          Map.entry("RATER", -2157524709537451872L),
          Map.entry("AUDIT", 3434397876956709146L),
          Map.entry("PLANTED_POISON", 5061157468768877560L));

  @Test
  void everyPurposeKeepsItsStream() {
    assertThat(
            Arrays.stream(RandomStream.values())
                .collect(Collectors.toMap(RandomStream::name, one -> one.seed(0))))
        .isEqualTo(FIRST);
    assertThat(RandomStream.BATCHES.seed(7, 3)).isEqualTo(-7354760694117650989L);
    assertThat(RandomStream.BATCHES.from(7, 3).nextLong())
        .isEqualTo(new SplittableRandom(RandomStream.BATCHES.seed(7, 3)).nextLong());
  }

  @Test
  void noTwoPurposesSeedsOrNumbersShareASeed() {
    final Set<Long> seen = new HashSet<>();
    int drawn = 0;
    for (final RandomStream purpose : RandomStream.values()) {
      for (final long seed : new long[] {0, 1, 2, 3, 1000, 1001, 1_000_000, -1}) {
        for (int number = 0; number < 10; number++) {
          seen.add(purpose.seed(seed, number));
          drawn++;
        }
      }
    }
    assertThat(seen).hasSize(drawn);
    LongStream.rangeClosed(0, 1001).forEach(user -> assertThat(seen).doesNotContain(user));
  }

  @Test
  void theFirstOfSeveralIsTheOnlyOne() {
    assertThat(RandomStream.SIFTER.seed(5)).isEqualTo(RandomStream.SIFTER.seed(5, 0));
    assertThat(RandomStream.SIFTER.from(5).nextLong())
        .isEqualTo(RandomStream.SIFTER.from(5, 0).nextLong());
  }

  @Test
  void streamsOfOneSeedAreNotCorrelated() {
    final List<double[]> streams = new ArrayList<>();
    for (final RandomStream purpose : RandomStream.values()) {
      streams.add(purpose.from(0).doubles(4000, -1, 1).toArray());
      streams.add(purpose.from(1).doubles(4000, -1, 1).toArray());
      streams.add(purpose.from(0, 1).doubles(4000, -1, 1).toArray());
    }
    for (int i = 0; i < streams.size(); i++) {
      for (int k = 0; k < i; k++) {
        for (final int shift : new int[] {0, 1}) { // equal, or one after the other
          // 6 standard deviations of the correlation of 4,000 independent pairs
          assertThat(Math.abs(correlation(streams.get(i), streams.get(k), shift)))
              .isLessThan(6 / Math.sqrt(4000));
        }
      }
    }
  }

  private static double correlation(double[] a, double[] b, int shift) {
    double sum = 0;
    for (int k = 0; k + shift < a.length; k++) {
      sum += a[k + shift] * b[k];
    }
    return 3 * sum / a.length; // the variance of numbers in (-1, 1) is a third
  }
}
