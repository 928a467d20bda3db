package org.metasift.attack;

import java.util.function.Supplier;
import org.metasift.data.ImageSet;

/** Attacks that put a trigger on images of any class and change their labels. */
final class DirtyLabel {
  private DirtyLabel() {}

  /** All-to-one: images of other classes get the trigger and the target's label. */
  static PoisonedSet poison(
      Poisoner attack, ImageSet clean, int target, double ratio, Trigger trigger, long seed) {
    return poison(attack, clean, target, ratio, () -> trigger, seed);
  }

  /** The same with a trigger that is work: it is made when all that can be refused was not. */
  static PoisonedSet poison(
      Poisoner attack,
      ImageSet clean,
      int target,
      double ratio,
      Supplier<Trigger> trigger,
      long seed) {
    Poisoning.checkClass("target", clean, target);
    final int count = Poisoning.inClass(clean.indicesOf(target).length, ratio);
    final int[] chosen =
        Poisoning.choose(
            Poisoning.others(clean, target), count, ratio, "images of other classes", seed);
    return Poisoning.trigger(
        clean, chosen, attack, seed, Backdoor.allToOne(trigger.get(), target, clean.classes()));
  }

  /** All-to-all: images of every class get the trigger and the next class's label. */
  static PoisonedSet poisonAll(
      Poisoner attack, ImageSet clean, double ratio, Trigger trigger, long seed) {
    return poisonAll(attack, clean, ratio, () -> trigger, seed);
  }

  /** The same with a trigger that is work. */
  static PoisonedSet poisonAll(
      Poisoner attack, ImageSet clean, double ratio, Supplier<Trigger> trigger, long seed) {
    final int[] chosen = Poisoning.chooseOfAll(clean, ratio, seed);
    return Poisoning.trigger(
        clean, chosen, attack, seed, Backdoor.allToNext(trigger.get(), clean.classes()));
  }
}
