package org.metasift.experiment;

import org.metasift.attack.PoisonedSet;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;

/**
 * What a sifter that knew the truth could pick: clean images at random, of each class its share.
 * The ceiling to which other picks are compared; no sifter.
 */
public final class PerfectPick {
  /** Its name in tables of sifters. */
  public static final String NAME = "perfect pick";

  private PerfectPick() {}

  /**
   * Picks by the truth.
   *
   * @param budget as {@link org.metasift.sift.Sifter#pick}; where a class has fewer clean images
   *     than its share, so many fewer are picked
   * @param seed fixes the choice
   * @throws IllegalArgumentException for a budget out of range
   */
  public static BaseSet of(PoisonedSet truth, int budget, long seed) {
    final long start = System.nanoTime();
    final ImageSet images = truth.images();
    final double[] trust = RandomStream.RANDOM_PICK.from(seed).doubles(images.size()).toArray();
    for (final int i : truth.poisonedIndices()) {
      trust[i] = -1;
    }
    return Ranking.of(NAME, "no settings", images, trust, seed, start)
        .best(images, budget)
        .keeping(pick -> !truth.isPoisoned(pick.index()));
  }
}
