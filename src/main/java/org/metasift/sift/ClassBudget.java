package org.metasift.sift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;

/**
 * Shares a budget among the classes and picks the best of each.
 *
 * <p>A class with the share s of the images gets ⌈budget · s⌉. That is up to one too many per
 * class; the reference hands the surplus out, here the caller gets the number asked for: the
 * surplus is taken back, one image a class, from the classes that were rounded up the furthest,
 * never from the last image of a class. Images of equal score are picked in a random order fixed by
 * the seed, not in that of the file.
 */
final class ClassBudget {
  private ClassBudget() {}

  /** How many images of each class are picked; the sum is the budget. */
  static int[] quotas(ImageSet images, int budget) {
    final int[] counts = images.classCounts();
    final int present = (int) IntStream.of(counts).filter(count -> count > 0).count();
    if (budget < present || budget > images.size() || budget < 1) {
      throw new IllegalArgumentException(
          "budget is %d; %d (one image a class) to %d (the whole set) is allowed"
              .formatted(budget, Math.max(1, present), images.size()));
    }
    final int[] quotas = new int[counts.length];
    final List<Integer> roundedUp = new ArrayList<>();
    int surplus = -budget;
    for (int c = 0; c < counts.length; c++) {
      quotas[c] = (int) (((long) budget * counts[c] + images.size() - 1) / images.size());
      surplus += quotas[c];
      if (quotas[c] > 1) {
        roundedUp.add(c);
      }
    }
    // the excess of a class is quota - budget x share; in exact integers, times the set's size
    roundedUp.sort(
        Comparator.comparingLong(
            c -> (long) budget * counts[c] - (long) quotas[c] * images.size()));
    for (int k = 0; surplus > 0; k = (k + 1) % roundedUp.size()) {
      final int c = roundedUp.get(k);
      if (quotas[c] > 1) {
        quotas[c]--;
        surplus--;
      }
    }
    return quotas;
  }

  /**
   * The best images of each class.
   *
   * @param scores one per image; higher = cleaner
   * @return as many as the budget, highest score first
   */
  static List<BaseSet.Pick> best(ImageSet images, double[] scores, int budget, long seed) {
    final int[] left = quotas(images, budget);
    final int[] order = Batches.permutation(images.size(), RandomStream.TIES.from(seed));
    return IntStream.of(order)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .filter(i -> left[images.label(i)]-- > 0)
        .map(i -> new BaseSet.Pick(i, images.id(i), images.label(i), scores[i]))
        .toList();
  }
}
