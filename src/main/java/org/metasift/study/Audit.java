package org.metasift.study;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;

/**
 * A {@link Study} whose truth is not known: images of a base set, drawn at random, and among them
 * planted poison, by which it is measured how much each person sees.
 *
 * <p>Planted are images of the same data that were <em>not</em> picked, poisoned by an attack of
 * the user's choice. What people see of it is what they would see of that attack; of a fainter one
 * it says nothing.
 */
public final class Audit {
  private Audit() {}

  /**
   * Draws an audit.
   *
   * @param images what the base set was picked from
   * @param picked the base set: different indices into {@code images}, at least one
   * @param attack that poisons a copy of the images that were not picked
   * @param looks how many of the picked images, 1 to all of them
   * @param planted how many poisoned images, 1 to as many as the attack makes
   * @param seed fixes what is drawn and how the attack goes
   * @return an audit; its {@link Study#places} are indices into {@code images}
   * @throws IllegalArgumentException when a number is out of range, more pictures are asked for
   *     than {@link StudyPage#most}, or the attack cannot poison what was not picked
   */
  public static Study draw(
      ImageSet images, int[] picked, Poisoner attack, int looks, int planted, long seed) {
    Ranges.within("looks", looks, 1, picked.length);
    Ranges.atLeast("planted", planted, 1);
    StudyPage.checkFits((long) looks + planted, images);
    final int[] rest = others(images, picked);
    final PoisonedSet poisoned =
        attack.poison(images.select(rest), RandomStream.PLANTED_POISON.seed(seed));
    final int[] bad = poisoned.poisonedIndices();
    if (planted > bad.length) {
      throw new IllegalArgumentException(
          "planted is %d; 1 to %d is allowed, as %s poisons so many of the %,d images that were not picked; a larger ratio gives more"
              .formatted(planted, bad.length, attack.name(), rest.length));
    }
    final SplittableRandom random = RandomStream.AUDIT.from(seed);
    final int[] own = Batches.sample(picked.length, looks, random);
    final int[] strange = Batches.sample(bad.length, planted, random);
    final int[] order = Batches.permutation(looks + planted, random);
    final int[] places = new int[order.length];
    final BitSet marks = new BitSet(order.length);
    final ImageSetEditor editor = images.edit();
    for (int k = 0; k < order.length; k++) {
      if (order[k] < looks) {
        places[k] = picked[own[order[k]]];
      } else {
        final int changed = bad[strange[order[k] - looks]];
        places[k] = rest[changed];
        marks.set(k);
        editor
            .pixels(places[k], poisoned.images().pixels(changed))
            .label(places[k], poisoned.images().label(changed));
      }
    }
    return new Study(
        "planted by " + attack.name(),
        editor.done().select(places),
        marks,
        places,
        images.select(), // nobody knows of one that it is clean
        picked.length);
  }

  private static int[] others(ImageSet images, int[] picked) {
    final BitSet taken = new BitSet(images.size());
    Arrays.stream(picked).forEach(taken::set);
    if (taken.cardinality() == images.size()) {
      throw new IllegalArgumentException(
          "all %,d images were picked; poison is planted on images that were not"
              .formatted(images.size()));
    }
    return IntStream.range(0, images.size()).filter(i -> !taken.get(i)).toArray();
  }
}
