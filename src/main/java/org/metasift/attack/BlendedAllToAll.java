package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * All-to-all Blended (Chen et al. 2017): a fixed random pattern blended in, and the label of the
 * next class.
 *
 * @param ratio of the poisoned images in the whole set, between 0 and 1; 0.2 in the paper
 * @param opacity of the pattern, above 0 and below 1
 */
public record BlendedAllToAll(double ratio, double opacity) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named(
              "blended-all-to-all", (told, test) -> new BlendedAllToAll(told.share(), told.blend()))
          .orCalled("blended-all2all")
          .taking(Setting.RATIO, paper().ratio())
          .taking(Setting.OPACITY, Blended.USUAL_OPACITY);

  /** Checks the ranges. */
  public BlendedAllToAll {
    Ranges.between("ratio", ratio, 0, 1);
    Ranges.between("opacity", opacity, 0, 1);
  }

  /** The paper's: ratio 0.2. */
  public static BlendedAllToAll paper() {
    return new BlendedAllToAll(0.2, Blended.USUAL_OPACITY);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final Trigger trigger = Trigger.blended(Pattern.noise(clean, seed), opacity);
    return Poisoning.allToAll(this, clean, ratio, trigger, seed);
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public String name() {
    return "Blended all-to-all";
  }
}
