package org.metasift.tune;

import java.lang.ref.SoftReference;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.attack.Narcissus;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;

/**
 * Poison of our own on a copy of a set that may be poisoned already: Narcissus, 10 % of one class,
 * with a trigger synthesised for it (the paper's section 5 and the artifact's appendix A.5). What
 * was in the set before counts as clean: its truth is not known.
 */
public final class PseudoPoison {
  /** The share of the chosen class that is poisoned. */
  public static final double RATIO = 0.1;

  private static final int FEWEST = 20;

  private static String lastKey = "";
  private static SoftReference<PoisonedSet> last = new SoftReference<>(null);

  private PseudoPoison() {}

  /**
   * A pseudo-poisoned copy. The last one is remembered, because a trigger takes long to make: who
   * shows a copy before a search does not wait twice.
   *
   * @param seed fixes the class, which is one of the larger half, and which images are poisoned
   * @throws IllegalArgumentException when no class has 20 images
   */
  public static synchronized PoisonedSet on(ImageSet suspicious, long seed) {
    final String key = suspicious.fingerprint() + " " + seed;
    final PoisonedSet known = key.equals(lastKey) ? last.get() : null;
    if (known != null) {
      return known;
    }
    final PoisonedSet made = make(suspicious, seed);
    lastKey = key;
    last = new SoftReference<>(made);
    return made;
  }

  private static PoisonedSet make(ImageSet suspicious, long seed) {
    final int[] counts = suspicious.classCounts();
    final int[] sorted = IntStream.of(counts).filter(n -> n > 0).sorted().toArray();
    final int median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    final int least = Math.max(FEWEST, median);
    final int[] large = IntStream.range(0, counts.length).filter(c -> counts[c] >= least).toArray();
    if (large.length == 0) {
      throw new IllegalArgumentException(
          "no class of %s has %d images or more: there is nothing to put pseudo-poison on"
              .formatted(suspicious, FEWEST));
    }
    final int target = large[new SplittableRandom(seed).nextInt(large.length)];
    return Narcissus.synthesised(target, RATIO).poison(suspicious, seed);
  }
}
