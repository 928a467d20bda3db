package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * All-to-all BadNets (Gu et al. 2019): a white 4 x 4 square at the bottom right, and the label of
 * the next class.
 *
 * @param ratio of the poisoned images in the whole set, between 0 and 1; 0.2 in the paper
 */
public record BadNetsAllToAll(double ratio) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named("badnets-all-to-all", (told, test) -> new BadNetsAllToAll(told.share()))
          .orCalled("badnets-all2all")
          .taking(Setting.RATIO, paper().ratio());

  /** Checks the range. */
  public BadNetsAllToAll {
    Ranges.between("ratio", ratio, 0, 1);
  }

  /** The paper's: ratio 0.2. */
  public static BadNetsAllToAll paper() {
    return new BadNetsAllToAll(0.2);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    return Poisoning.allToAll(this, clean, ratio, Trigger.whiteSquare(BadNets.SIDE), seed);
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public String name() {
    return "BadNets all-to-all";
  }
}
