package org.metasift.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides the indices of a set into batches. */
public final class Batches {
  private Batches() {}

  /**
   * The indices 0 to {@code size} in order, {@code batchSize} at a time. The last batch may be
   * smaller, but a single index left over joins the batch before: batch normalisation has no
   * variance of one image.
   */
  public static List<int[]> inOrder(int size, int batchSize) {
    return cut(IntStream.range(0, size).toArray(), batchSize);
  }

  /** As {@link #inOrder}, of a random order fixed by the generator. */
  public static List<int[]> shuffled(int size, int batchSize, SplittableRandom random) {
    return cut(permutation(size, random), batchSize);
  }

  /** A random order of 0 to {@code size}, fixed by the generator. */
  public static int[] permutation(int size, SplittableRandom random) {
    final int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      final int k = random.nextInt(i + 1);
      final int swapped = order[i];
      order[i] = order[k];
      order[k] = swapped;
    }
    return order;
  }

  /** Some of 0 to {@code size}, drawn without putting back; all of them where it has fewer. */
  public static int[] sample(int size, int count, SplittableRandom random) {
    return Arrays.copyOf(permutation(size, random), Math.min(size, count));
  }

  /** What stands at these places of a list of indices, in their order. */
  public static int[] at(int[] indices, int... places) {
    return Arrays.stream(places).map(place -> indices[place]).toArray();
  }

  private static List<int[]> cut(int[] order, int batchSize) {
    final List<int[]> batches = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      final int end = Math.min(order.length, from + batchSize);
      final int to = order.length - end == 1 ? order.length : end;
      batches.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return batches;
  }
}
