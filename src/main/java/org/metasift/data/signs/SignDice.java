package org.metasift.data.signs;

import java.util.SplittableRandom;

/**
 * The random choices of one thing that is drawn. Dice made from the same seed fall the same on
 * every machine, and dice made {@linkplain #seed for} different numbers have nothing in common.
 */
final class SignDice {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  SignDice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A seed that differs in all its bits when {@code parent} or {@code number} differs. */
  static long seed(long parent, int number) {
    // drawn, not added: seeds a constant apart would give SplittableRandom the same values shifted
    return new SplittableRandom(parent + STEP * (number + 1)).nextLong();
  }

  /** Evenly from [0, 1). */
  double even() {
    return random.nextDouble();
  }

  /** Evenly from [low, high). */
  double even(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** From [0, 1), small values more often: the product of two even draws. */
  double small() {
    return random.nextDouble() * random.nextDouble();
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** An integer, evenly from [low, high]. */
  int whole(int low, int high) {
    return low + (int) (even() * (high - low + 1));
  }

  /** Nearly normal: mean 0, standard deviation 1, within 3.5; four even draws from one long. */
  double normal() {
    final long bits = random.nextLong();
    final int sum =
        (int) (bits & 0xFFFF)
            + (int) ((bits >>> 16) & 0xFFFF)
            + (int) ((bits >>> 32) & 0xFFFF)
            + (int) (bits >>> 48);
    return (sum - 131070) / 37837.2;
  }
}
