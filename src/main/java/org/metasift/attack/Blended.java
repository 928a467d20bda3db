package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * Blended (Chen et al. 2017): a fixed random pattern blended into images of other classes, which
 * get the target's label: x' = (1 - α) x + α · pattern.
 *
 * @param target the target class, at least 0
 * @param ratio of the poisoned images among all that bear the target's label afterwards, between 0
 *     and 1; 0.33 in the paper
 * @param opacity α, above 0 and below 1; 0.2, the largest of Chen et al. for poisoned images
 */
public record Blended(int target, double ratio, double opacity) implements Poisoner {
  static final double USUAL_OPACITY = 0.2;

  static final AttackType TYPE =
      AttackType.named(
              "blended", (told, test) -> new Blended(told.aim(), told.share(), told.blend()))
          .orCalled("blend")
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio())
          .taking(Setting.OPACITY, USUAL_OPACITY);

  /** Checks the ranges. */
  public Blended {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    Ranges.between("opacity", opacity, 0, 1);
  }

  /** The paper's: target class 38, in-class ratio 0.33. */
  public static Blended paper() {
    return new Blended(38, 0.33, USUAL_OPACITY);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final Trigger trigger = Trigger.blended(Pattern.noise(clean, seed), opacity);
    return Poisoning.allToOne(this, clean, target, ratio, trigger, seed);
  }

  @Override
  public String name() {
    return "Blended";
  }
}
