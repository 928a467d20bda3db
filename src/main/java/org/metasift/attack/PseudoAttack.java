package org.metasift.attack;

import java.util.Locale;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * The simplest pseudo-poison: a {@link PseudoTrigger} that the seed draws, on random images.
 *
 * @param trigger what is put on images
 * @param labels which images get it, and what becomes of their labels
 * @param target the class that gets them; without meaning where all classes do
 * @param ratio with {@link Labels#TARGET} of the poisoned images among all that bear the target's
 *     label afterwards, with {@link Labels#KEPT} among the target's, with {@link Labels#NEXT} among
 *     all; between 0 and 1
 */
public record PseudoAttack(PseudoTrigger trigger, Labels labels, int target, double ratio)
    implements Poisoner {
  /** What becomes of the labels. */
  public enum Labels {
    /** Images of other classes get the target's. */
    TARGET,
    /** Images of the target's own: clean labels. */
    KEPT,
    /** Images of all classes get the next class's. */
    NEXT
  }

  /** Checks the ranges. */
  public PseudoAttack {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final Trigger drawn = trigger.of(clean, seed);
    return switch (labels) {
      case TARGET -> Poisoning.allToOne(this, clean, target, ratio, drawn, seed);
      case NEXT -> Poisoning.allToAll(this, clean, ratio, drawn, seed);
      case KEPT -> {
        final int[] chosen = Poisoning.chooseOfTarget(clean, target, ratio, seed);
        yield Poisoning.trigger(
            clean, chosen, this, seed, Backdoor.allToOne(drawn, target, clean.classes()));
      }
    };
  }

  @Override
  public String name() {
    return "Pseudo-poison, %s, label %s".formatted(trigger, labels.name().toLowerCase(Locale.ROOT));
  }
}
