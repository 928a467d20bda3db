package org.metasift.attack;

import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;

/** What the attacks share: how many images, which, and how they are put back into the set. */
final class Poisoning {
  private static final double ROUNDING = 1e-9;

  private Poisoning() {}

  /** Checks that a set has a class, with images. */
  static void checkClass(String role, ImageSet images, int label) {
    if (label >= images.classes()) {
      throw new IllegalArgumentException(
          "%s class %d is unknown; the set has classes 0 to %d"
              .formatted(role, label, images.classes() - 1));
    }
    if (images.indicesOf(label).length == 0) {
      throw new IllegalArgumentException(
          "%s class %d (%s) has no image in the set"
              .formatted(role, label, images.classNames().get(label)));
    }
  }

  /**
   * How many poisoned images make up the share {@code ratio} of a class beside {@code clean} clean
   * ones: ⌊clean · r / (1 - r)⌋, where 89.999999999 from rounding counts as 90.
   */
  static int inClass(int clean, double ratio) {
    return floor(clean * ratio / (1 - ratio));
  }

  /** ⌊all · r⌋, with the same care. */
  static int share(int all, double ratio) {
    return floor(all * ratio);
  }

  private static int floor(double count) {
    return (int) Math.floor(count + ROUNDING);
  }

  /** The images with labels other than this one. */
  static int[] others(ImageSet images, int label) {
    return IntStream.range(0, images.size()).filter(i -> images.label(i) != label).toArray();
  }

  /**
   * A random choice of images.
   *
   * @param ratio what asked for {@code count}, for the error
   * @throws IllegalArgumentException unless {@code count} is 1 to as many as there are
   */
  static int[] choose(int[] from, int count, double ratio, String kind, long seed) {
    if (count < 1 || count > from.length) {
      throw new IllegalArgumentException(
          "ratio %s asks for %d poisoned images; 1 to %d, the %s, is allowed"
              .formatted(ratio, count, from.length, kind));
    }
    return Batches.at(
        from, Batches.sample(from.length, count, RandomStream.POISON_CHOICE.from(seed)));
  }

  /** Checks that labels can be changed. */
  static void checkTwoClasses(ImageSet clean) {
    if (clean.classes() < 2) {
      throw new IllegalArgumentException(
          "the set has %d class; at least 2 are needed to change labels"
              .formatted(clean.classes()));
    }
  }

  /** A random choice of ⌊n r⌋ of the n images of a set with at least two classes. */
  static int[] chooseOfAll(ImageSet clean, double ratio, long seed) {
    checkTwoClasses(clean);
    final int[] all = IntStream.range(0, clean.size()).toArray();
    return choose(all, share(all.length, ratio), ratio, "whole set", seed);
  }

  /** A random choice of ⌊n r⌋ of the n images of a class: what clean-label attacks poison. */
  static int[] chooseOfTarget(ImageSet clean, int target, double ratio, long seed) {
    checkClass("target", clean, target);
    final int[] own = clean.indicesOf(target);
    return choose(own, share(own.length, ratio), ratio, "images of the target class", seed);
  }

  /**
   * The set with the chosen images replaced.
   *
   * @param changed the new pictures with their labels, in the order of {@code chosen}
   */
  static PoisonedSet replace(
      ImageSet clean,
      int[] chosen,
      ImageSet changed,
      Poisoner attack,
      long seed,
      Backdoor backdoor) {
    final BitSet poisoned = new BitSet(clean.size());
    final ImageSetEditor editor = clean.edit();
    for (int k = 0; k < chosen.length; k++) {
      final int i = chosen[k];
      editor.pixels(i, changed.pixels(k)).label(i, changed.label(k));
      poisoned.set(i);
    }
    return new PoisonedSet(editor.done(), poisoned, attack, seed, backdoor);
  }

  /**
   * The same images with other labels.
   *
   * @param relabel from an image's label to its new one, asked in the order of the images
   */
  static ImageSet relabelled(ImageSet images, IntUnaryOperator relabel) {
    final ImageSetEditor editor = images.edit();
    for (int k = 0; k < images.size(); k++) {
      editor.label(k, relabel.applyAsInt(images.label(k)));
    }
    return editor.done();
  }

  /** As above, the chosen images with the backdoor's trigger and the labels it wants. */
  static PoisonedSet trigger(
      ImageSet clean, int[] chosen, Poisoner attack, long seed, Backdoor backdoor) {
    return replace(
        clean,
        chosen,
        relabelled(backdoor.trigger().on(clean.select(chosen)), backdoor::wanted),
        attack,
        seed,
        backdoor);
  }

  /** All-to-one: images of other classes get the trigger and the target's label. */
  static PoisonedSet allToOne(
      Poisoner attack, ImageSet clean, int target, double ratio, Trigger trigger, long seed) {
    return allToOne(attack, clean, target, ratio, () -> trigger, seed);
  }

  /** The same with a trigger that is work: it is made when all that can be refused was not. */
  static PoisonedSet allToOne(
      Poisoner attack,
      ImageSet clean,
      int target,
      double ratio,
      Supplier<Trigger> trigger,
      long seed) {
    checkClass("target", clean, target);
    final int count = inClass(clean.indicesOf(target).length, ratio);
    final int[] chosen =
        choose(others(clean, target), count, ratio, "images of other classes", seed);
    return trigger(
        clean, chosen, attack, seed, Backdoor.allToOne(trigger.get(), target, clean.classes()));
  }

  /** All-to-all: images of every class get the trigger and the next class's label. */
  static PoisonedSet allToAll(
      Poisoner attack, ImageSet clean, double ratio, Trigger trigger, long seed) {
    return allToAll(attack, clean, ratio, () -> trigger, seed);
  }

  /** The same with a trigger that is work. */
  static PoisonedSet allToAll(
      Poisoner attack, ImageSet clean, double ratio, Supplier<Trigger> trigger, long seed) {
    final int[] chosen = chooseOfAll(clean, ratio, seed);
    return trigger(clean, chosen, attack, seed, Backdoor.allToNext(trigger.get(), clean.classes()));
  }
}
