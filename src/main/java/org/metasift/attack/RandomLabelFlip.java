package org.metasift.attack;

import java.util.SplittableRandom;
import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * Random label flipping: images drawn from the whole set get the label of a random other class; the
 * pictures stay. There is no aim but a lower accuracy.
 *
 * @param ratio of the flipped images in the whole set, between 0 and 1; 0.2 in the paper
 */
public record RandomLabelFlip(double ratio) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named("random-label-flip", (told, test) -> new RandomLabelFlip(told.share()))
          .orCalled("random-label-flipping", "noisy-label")
          .taking(Setting.RATIO, paper().ratio());

  /** Checks the range. */
  public RandomLabelFlip {
    Ranges.between("ratio", ratio, 0, 1);
  }

  /** The paper's: ratio 0.2. */
  public static RandomLabelFlip paper() {
    return new RandomLabelFlip(0.2);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final int[] chosen = Poisoning.chooseOfAll(clean, ratio, seed);
    final SplittableRandom random = RandomStream.WRONG_LABELS.from(seed);
    return Poisoning.replace(
        clean,
        chosen,
        Poisoning.relabelled(
            clean.select(chosen),
            label -> (label + 1 + random.nextInt(clean.classes() - 1)) % clean.classes()),
        this,
        seed,
        Backdoor.none(clean.classes()));
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public String name() {
    return "Random label flip";
  }
}
