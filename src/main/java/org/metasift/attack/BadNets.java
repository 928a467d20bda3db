package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * BadNets (Gu et al. 2019): a white 4 x 4 square at the bottom right of images of other classes,
 * which get the target's label.
 *
 * <p>The ratio r is that of the poisoned images among all that bear the target's label afterwards;
 * with n_t images of the target class there are ⌊n_t r / (1 - r)⌋ poisoned ones, drawn at random
 * from the other classes.
 *
 * @param target the target class, at least 0
 * @param ratio r, between 0 and 1; 0.33 in the paper
 */
public record BadNets(int target, double ratio) implements Poisoner {
  static final int SIDE = 4;

  static final AttackType TYPE =
      AttackType.named("badnets", (told, test) -> new BadNets(told.aim(), told.share()))
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio());

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
    return Poisoning.allToOne(this, clean, target, ratio, Trigger.whiteSquare(SIDE), seed);
  }

  @Override
  public String name() {
    return "BadNets";
  }
}
