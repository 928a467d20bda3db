package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * Input-aware dynamic backdoor, IAB (Nguyen and Tran 2020): every image gets a trigger of its own,
 * made by a generator, and the target's label. The generator is trained with a {@link Surrogate
 * surrogate} so that a trigger works on the image it was made for and on no other.
 *
 * <p>The paper's attacker trains the victim; here, as in Meta-Sift's evaluation, the attacker only
 * poisons the data. The images with another image's trigger and their own label, by which the
 * victim would learn that a foreign trigger means nothing, are left out of the set: they would be
 * poisoned images that nobody counts.
 *
 * <p>The generator learns less than its authors': 200 steps instead of hundreds of epochs, beside a
 * surrogate that is trained first and stays as it is, with a quarter of each batch for either kind
 * of poison instead of a tenth.
 *
 * @param target the target class, at least 0
 * @param ratio of the poisoned images among all that bear the target's label afterwards, between 0
 *     and 1; 0.33 in the paper
 * @param steps of training the patterns, each on 128 images, at least 1; the masks take half as
 *     many
 */
public record InputAware(int target, double ratio, int steps) implements Poisoner {
  private static final int USUAL_STEPS = 200;

  static final AttackType TYPE =
      AttackType.named("iab", (told, test) -> new InputAware(told.aim(), told.share(), USUAL_STEPS))
          .orCalled("input-aware", "inputaware")
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio());

  /** Checks the ranges. */
  public InputAware {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    Ranges.within("steps", steps, 1, 1_000_000);
  }

  /** Meta-Sift's: target class 38, in-class ratio 0.33; 200 steps here. */
  public static InputAware paper() {
    return new InputAware(38, 0.33, USUAL_STEPS);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    return poison(clean, Surrogate.EPOCHS, seed);
  }

  /** The same with a surrogate that learns more or less before the generator does. */
  PoisonedSet poison(ImageSet clean, int epochs, long seed) {
    return Poisoning.allToOne(
        this,
        clean,
        target,
        ratio,
        () ->
            new InputAwareTraining(clean, target, new Narcissus.Effort(epochs, steps), seed)
                .trigger(),
        seed);
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    InputAwareTrigger.checkSize(clean);
    return new Blended(target, ratio, Blended.USUAL_OPACITY);
  }

  @Override
  public String name() {
    return "IAB";
  }
}
