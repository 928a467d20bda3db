package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** Quotas add up, follow the classes' shares, and go to the best images. */
class ClassBudgetTest {
  @Property(tries = 300)
  void quotasAddUpToTheBudgetAndFollowTheShares(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 40) Integer> counts,
      @ForAll @IntRange(max = 480) int wish) {
    final ImageSet images = images(counts);
    final int present = (int) counts.stream().filter(count -> count > 0).count();
    Assume.that(present > 0);
    final int budget = present + wish % (images.size() - present + 1);
    final int[] quotas = ClassBudget.quotas(images, budget);
    assertThat(IntStream.of(quotas).sum()).isEqualTo(budget);
    final int[] ceilings =
        counts.stream()
            .mapToInt(count -> (int) Math.ceil((double) budget * count / images.size()))
            .toArray();
    final long takers = IntStream.of(ceilings).filter(ceiling -> ceiling > 1).count();
    final boolean oneEachWillDo = IntStream.of(ceilings).sum() - budget <= takers;
    for (int c = 0; c < quotas.length; c++) {
      final int least = Math.min(1, counts.get(c));
      assertThat(quotas[c])
          .isBetween(oneEachWillDo ? Math.max(least, ceilings[c] - 1) : least, ceilings[c]);
    }
  }

  /** Of 10 the shares are 1.25, 3.125, 5.625: the one rounded up the furthest gives back first. */
  @Test
  void theSurplusIsTakenWhereMostWasRoundedUp() {
    assertThat(ClassBudget.quotas(images(List.of(2, 5, 9)), 10)).containsExactly(1, 3, 6);
    assertThat(ClassBudget.quotas(images(List.of(9, 2, 5)), 10)).containsExactly(6, 1, 3);
  }

  @Property(tries = 100)
  void theBestOfEachClassArePickedHighestFirst(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 30) Integer> counts,
      @ForAll long seed) {
    final ImageSet images = images(counts);
    final SplittableRandom random = new SplittableRandom(seed);
    final double[] scores =
        IntStream.range(0, images.size()).mapToDouble(i -> random.nextInt(10)).toArray();
    final int budget = counts.size() + (images.size() - counts.size()) / 2;
    final List<BaseSet.Pick> picks = ClassBudget.best(images, scores, budget, seed);
    assertThat(picks).hasSize(budget);
    for (int c = 0; c < counts.size(); c++) {
      final int label = c;
      final int[] picked =
          picks.stream().filter(p -> p.label() == label).mapToInt(BaseSet.Pick::index).toArray();
      final double worstPicked = IntStream.of(picked).mapToDouble(i -> scores[i]).min().orElse(99);
      final double bestLeft =
          IntStream.of(images.indicesOf(label))
              .filter(i -> IntStream.of(picked).noneMatch(k -> k == i))
              .mapToDouble(i -> scores[i])
              .max()
              .orElse(-1);
      assertThat(worstPicked).isGreaterThanOrEqualTo(bestLeft);
    }
  }

  @Test
  void equalScoresArePickedInAnOrderOfTheSeedNotOfTheFile() {
    final ImageSet images = TinyImages.of(4, 1, 0, 100, 100);
    final double[] equal = new double[200];
    final int[] one = indices(images, equal, 1);
    final int[] again = indices(images, equal, 1);
    final int[] two = indices(images, equal, 2);
    assertThat(one).isEqualTo(again).isNotEqualTo(two);
    assertThat(sorted(one)).isNotEqualTo(sorted(two));
    assertThat(sorted(one)).isNotEqualTo(IntStream.range(0, 20).toArray());
  }

  @Test
  void equalScoresAreNotPickedInTheOrderThatTrainingDrawsFromTheSeed() {
    final ImageSet images = TinyImages.of(4, 1, 0, 1000);
    final int[] order = Batches.permutation(1000, RandomStream.BATCHES.from(3));
    final int[] first = sorted(Arrays.copyOf(order, 100));
    final int[] picked = indices(images, new double[1000], 3, 100);
    final long both = IntStream.of(picked).filter(i -> Arrays.binarySearch(first, i) >= 0).count();
    assertThat(both).as("of 100, 10 by chance").isBetween(1L, 25L);
  }

  @Test
  void theSurplusIsTakenFromTheClassThatWasRoundedUpTheFurthest() {
    // shares of 10: 5.1, 2.4, 2.5 are rounded up to 6, 3, 3
    assertThat(ClassBudget.quotas(TinyImages.of(4, 1, 0, 51, 24, 25), 10)).containsExactly(5, 2, 3);
  }

  @Test
  void theLastImageOfAClassIsKept() {
    // shares of 4: 3.6, 0.2, 0.2 are rounded up to 4, 1, 1
    assertThat(ClassBudget.quotas(TinyImages.of(4, 1, 0, 18, 1, 1), 4)).containsExactly(2, 1, 1);
  }

  private static int[] indices(ImageSet images, double[] scores, long seed) {
    return indices(images, scores, seed, 20);
  }

  private static int[] indices(ImageSet images, double[] scores, long seed, int budget) {
    return ClassBudget.best(images, scores, budget, seed).stream()
        .mapToInt(BaseSet.Pick::index)
        .toArray();
  }

  private static int[] sorted(int[] values) {
    return Arrays.stream(values).sorted().toArray();
  }

  private static ImageSet images(List<Integer> counts) {
    return TinyImages.of(1, 1, 0, counts.stream().mapToInt(Integer::intValue).toArray());
  }
}
