package org.metasift.attack;

import java.util.Optional;
import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * Smooth (Zeng et al. 2021): a trigger without high frequencies, synthesised on a surrogate or
 * given (its authors' file, see {@link Pattern#read}), is added to images of other classes, which
 * get the target's label.
 *
 * @param target the target class, at least 0
 * @param ratio of the poisoned images among all that bear the target's label afterwards, between 0
 *     and 1; 0.33 in the paper
 * @param trigger added to images, its largest value from half a grey level to 1; null to synthesise
 *     one
 */
public record Smooth(int target, double ratio, Pattern trigger) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named(
              "smooth", (told, test) -> new Smooth(told.aim(), told.share(), told.pattern()))
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio())
          .takingATrigger();

  /** Checks the ranges. */
  public Smooth {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    if (trigger != null) {
      trigger.checkAddable();
    }
  }

  /** With a trigger synthesised from the set that is poisoned. */
  public Smooth(int target, double ratio) {
    this(target, ratio, null);
  }

  /** The paper's: target class 38, in-class ratio 0.33. */
  public static Smooth paper() {
    return new Smooth(38, 0.33);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    return poison(clean, SmoothTrigger.USUAL, seed);
  }

  /** The same with more or less work for the trigger. */
  PoisonedSet poison(ImageSet clean, Narcissus.Effort effort, long seed) {
    return Poisoning.allToOne(
        this,
        clean,
        target,
        ratio,
        () -> SmoothTrigger.orGiven(trigger, clean, target, effort, seed),
        seed);
  }

  @Override
  public Optional<Pattern> given() {
    return Optional.ofNullable(trigger);
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    return trigger != null ? this : new Blended(target, ratio, Blended.USUAL_OPACITY);
  }

  @Override
  public String name() {
    return "Smooth";
  }
}
