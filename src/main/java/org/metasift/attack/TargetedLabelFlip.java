package org.metasift.attack;

import org.metasift.attack.AttackType.Setting;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * Targeted label flipping (after Tolpegin et al. 2020): images of one class get another class's
 * label; the pictures stay. The aim is that images of the source are taken for the target.
 *
 * <p>With n_s images of the source and n_t of the target there are ⌊n_t r / (1 - r)⌋ flipped ones,
 * at most n_s. The artifact's code flips class 12, its README says class 2: it is a setting here,
 * and 12 in {@link #paper}.
 *
 * @param source the class whose labels are flipped, at least 0
 * @param target the label they get, at least 0
 * @param ratio of the flipped images among all that bear the target's label afterwards, between 0
 *     and 1; 0.1667 in the paper
 */
public record TargetedLabelFlip(int source, int target, double ratio) implements Poisoner {
  static final AttackType TYPE =
      AttackType.named(
              "targeted-label-flip",
              (told, test) -> new TargetedLabelFlip(told.from(), told.aim(), told.share()))
          .orCalled("targeted-label-flipping", "targeted-label-filpping")
          .taking(Setting.SOURCE, paper().source())
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio());

  /** Checks the ranges. */
  public TargetedLabelFlip {
    Ranges.atLeast("source", source, 0);
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    if (source == target) {
      throw new IllegalArgumentException(
          "source and target are both class %d; they must differ".formatted(source));
    }
  }

  /** The artifact's: from class 12 to class 38, in-class ratio 0.1667. */
  public static TargetedLabelFlip paper() {
    return new TargetedLabelFlip(12, 38, 0.1667);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    Poisoning.checkClass("source", clean, source);
    Poisoning.checkClass("target", clean, target);
    final int[] chosen =
        Poisoning.choose(
            clean.indicesOf(source),
            Poisoning.inClass(clean.indicesOf(target).length, ratio),
            ratio,
            "images of the source class",
            seed);
    return Poisoning.trigger(
        clean, chosen, this, seed, Backdoor.oneToOne(source, target, clean.classes()));
  }

  @Override
  public String name() {
    return "Targeted label flip";
  }
}
