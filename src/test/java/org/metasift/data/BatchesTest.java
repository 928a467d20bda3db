package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches hold every index once. */
class BatchesTest {
  @Property(tries = 200)
  void everyIndexOnceInBatchesOfTheSizeAskedFor(
      @ForAll @IntRange(max = 300) int size,
      @ForAll @IntRange(min = 2, max = 50) int batchSize,
      @ForAll long seed) {
    final int[] all = IntStream.range(0, size).toArray();
    final List<int[]> ordered = Batches.inOrder(size, batchSize);
    final List<int[]> shuffled = Batches.shuffled(size, batchSize, new SplittableRandom(seed));
    assertThat(ordered.stream().flatMapToInt(IntStream::of).toArray()).isEqualTo(all);
    assertThat(shuffled.stream().flatMapToInt(IntStream::of).sorted().toArray()).isEqualTo(all);
    assertThat(shuffled).hasSameSizeAs(ordered);
    for (int k = 0; k < ordered.size(); k++) {
      final boolean last = k == ordered.size() - 1;
      assertThat(ordered.get(k)).hasSameSizeAs(shuffled.get(k));
      assertThat(ordered.get(k).length)
          .isBetween(last ? Math.min(2, size) : batchSize, last ? batchSize + 1 : batchSize);
    }
  }

  @Test
  void aSingleLastImageJoinsTheBatchBefore() {
    assertThat(Batches.inOrder(5, 2)).containsExactly(new int[] {0, 1}, new int[] {2, 3, 4});
    assertThat(Batches.inOrder(6, 4)).containsExactly(new int[] {0, 1, 2, 3}, new int[] {4, 5});
    assertThat(Batches.inOrder(1, 4)).containsExactly(new int[] {0});
    assertThat(Batches.inOrder(0, 4)).isEmpty();
  }

  @Test
  void theGeneratorFixesTheOrder() {
    final int[] one = Batches.permutation(100, new SplittableRandom(1));
    assertThat(Batches.permutation(100, new SplittableRandom(1))).isEqualTo(one);
    assertThat(Batches.permutation(100, new SplittableRandom(2))).isNotEqualTo(one);
    assertThat(one).isNotEqualTo(IntStream.range(0, 100).toArray());
  }
}
