package org.metasift.attack;

import org.metasift.data.ImageSet;
import org.metasift.run.Ranges;

/**
 * All-to-all Smooth (Zeng et al. 2021): a trigger without high frequencies, synthesised on a
 * surrogate towards class 0, and the label of the next class.
 *
 * @param ratio of the poisoned images in the whole set, between 0 and 1; 0.2 in the paper
 */
public record SmoothAllToAll(double ratio) implements Poisoner {
  /** Checks the range. */
  public SmoothAllToAll {
    Ranges.between("ratio", ratio, 0, 1);
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
    return DirtyLabel.poisonAll(
        this, clean, ratio, () -> Trigger.added(SmoothTrigger.make(clean, 0, effort, seed)), seed);
  }

  @Override
  public int revision() {
    return 4;
  }

  @Override
  public String name() {
    return "Smooth all-to-all";
  }
}
