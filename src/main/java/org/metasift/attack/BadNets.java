package org.metasift.attack;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.run.Ranges;

/**
 * BadNets (Gu et al., 2019): a white 4 x 4 square at the bottom right of images of other classes,
 * which get the target's label.
 *
 * <p>The ratio r is that of the poisoned images among all that bear the target's label afterwards;
 * with n_t images of the target class there are ⌊n_t / (1/r - 1)⌋ poisoned ones, drawn at random
 * from the other classes.
 *
 * @param target the target class, at least 0
 * @param ratio r, between 0 and 1; 0.33 in the paper
 */
public record BadNets(int target, double ratio) implements Poisoner {
  private static final int SIDE = 4;

  /** Checks the ranges. */
  public BadNets {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
  }

  /** The paper's: target class 38, in-class ratio 0.33. */
  public static BadNets paper() {
    return new BadNets(38, 0.33);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    Targets.check(clean, target);
    final int[] others =
        IntStream.range(0, clean.size()).filter(i -> clean.label(i) != target).toArray();
    final int count = Targets.inClass(clean.indicesOf(target).length, ratio);
    if (count < 1 || count > others.length) {
      throw new IllegalArgumentException(
          "ratio %s asks for %d poisoned images; 1 to %d, the images of other classes, is allowed"
              .formatted(ratio, count, others.length));
    }
    final int[] order = Batches.permutation(others.length, new SplittableRandom(seed));
    final Trigger trigger = trigger();
    final BitSet poisoned = new BitSet(clean.size());
    final ImageSet.Editor editor = clean.edit();
    for (int k = 0; k < count; k++) {
      final int i = others[order[k]];
      editor.pixels(i, trigger.paint(clean.pixels(i), clean)).label(i, target);
      poisoned.set(i);
    }
    return new PoisonedSet(editor.done(), poisoned, this, seed);
  }

  @Override
  public Trigger trigger() {
    return Trigger.whiteSquare(SIDE);
  }

  @Override
  public String name() {
    return "BadNets";
  }
}
