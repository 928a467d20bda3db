package org.metasift.sift;

import org.metasift.data.ImageSet;

/**
 * Ranks images by how much it trusts them, and picks those it trusts most, blind to the truth: it
 * sees images and labels alone.
 */
public interface Sifter {
  /**
   * Says how much it trusts each image; the set given stays as it is.
   *
   * @param images the set, whatever poison it holds
   * @param seed fixes every random choice: the same seed on the same machine gives the same
   *     ranking, except on a GPU, whose sums have no fixed order
   * @throws IllegalArgumentException for an empty set
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   * @throws org.metasift.compute.DivergedException when its network diverged
   */
  Ranking rank(ImageSet images, long seed);

  /**
   * Picks the best of each class; the set given stays as it is.
   *
   * @param images the set, whatever poison it holds
   * @param budget how many to pick: at least the number of classes that have images, at most all
   * @param seed fixes every random choice: the same seed on the same machine gives the same pick,
   *     except on a GPU, whose sums have no fixed order
   * @throws IllegalArgumentException for a budget out of range, before any work
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   * @throws org.metasift.compute.DivergedException when its network diverged
   */
  default BaseSet pick(ImageSet images, int budget, long seed) {
    BaseSet.checkBudget(images, budget);
    return rank(images, seed).best(images, budget);
  }

  /** All its settings in words, to the last digit. */
  String settings();

  /**
   * All its settings as records and keys hold them, to be written as JSON: sifters of one name with
   * equal ones pick alike. The words where there is nothing to set.
   */
  default Object plainSettings() {
    return settings();
  }

  /**
   * Raised whenever the same settings and seed pick otherwise than before, so that results which
   * were kept are not taken for those of today's sifter.
   */
  default int revision() {
    return 2;
  }

  /** Its name in the literature. */
  String name();
}
