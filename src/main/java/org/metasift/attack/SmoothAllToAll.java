package org.metasift.attack;

import java.util.Optional;
import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * All-to-all Smooth (Zeng et al. 2021): a trigger without high frequencies, synthesised on a
 * surrogate towards class 0 or given, and the label of the next class.
 *
 * @param ratio of the poisoned images in the whole set, between 0 and 1; 0.2 in the paper
 * @param trigger as {@link Smooth#trigger}; null to synthesise one
 */
public record SmoothAllToAll(double ratio, Pattern trigger) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named(
              "smooth-all-to-all", (told, test) -> new SmoothAllToAll(told.share(), told.pattern()))
          .orCalled("smooth-all2all")
          .taking(Setting.RATIO, paper().ratio())
          .takingATrigger();

  /** Checks the ranges. */
  public SmoothAllToAll {
    Ranges.between("ratio", ratio, 0, 1);
    if (trigger != null) {
      trigger.checkAddable();
    }
  }

  /** With a trigger synthesised from the set that is poisoned. */
  public SmoothAllToAll(double ratio) {
    this(ratio, null);
  }

  /** The paper's: ratio 0.2. */
  public static SmoothAllToAll paper() {
    return new SmoothAllToAll(0.2);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    return poison(clean, SmoothTrigger.USUAL, seed);
  }

  /** The same with more or less work for the trigger. */
  PoisonedSet poison(ImageSet clean, Narcissus.Effort effort, long seed) {
    return Poisoning.allToAll(
        this, clean, ratio, () -> SmoothTrigger.orGiven(trigger, clean, 0, effort, seed), seed);
  }

  @Override
  public Optional<Pattern> given() {
    return Optional.ofNullable(trigger);
  }

  @Override
  public int revision() {
    return 4;
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    return trigger != null ? this : new BlendedAllToAll(ratio, Blended.USUAL_OPACITY);
  }

  @Override
  public String name() {
    return "Smooth all-to-all";
  }
}
