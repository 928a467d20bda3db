package org.metasift.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

/** Finds out before long work whether attacks can be made on a set; nothing is trained. */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Checks that each attack can be made.
   *
   * @throws IllegalArgumentException when some cannot; it names them all, with the reasons
   * @throws org.metasift.data.BadDataException when a trigger's file cannot be used
   */
  public static void check(List<AttackSpec> attacks, Split clean) {
    final Map<String, List<String>> refused = new LinkedHashMap<>();
    for (final AttackSpec attack : attacks) {
      try {
        quick(attack.build(clean.test()), clean.train()).poison(clean.train(), 0);
      } catch (final IllegalArgumentException e) {
        refused.computeIfAbsent(e.getMessage(), any -> new ArrayList<>()).add(attack.name());
      }
    }
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          refused.entrySet().stream()
              .map(one -> String.join(", ", one.getValue()) + " (" + one.getKey() + ")")
              .collect(
                  Collectors.joining(
                      ", ",
                      "these attacks cannot be made on the images: ",
                      "; name other attacks or classes")));
    }
  }

  /** An attack that chooses the same images as this one, or refuses to, and trains nothing. */
  private static Poisoner quick(Poisoner attack, ImageSet train) {
    if (attack.given().isPresent()) {
      return attack; // there is nothing to train
    }
    if (attack instanceof Smooth smooth) {
      return new Blended(smooth.target(), smooth.ratio(), Blended.USUAL_OPACITY);
    }
    if (attack instanceof SmoothAllToAll smooth) {
      return new BlendedAllToAll(smooth.ratio(), Blended.USUAL_OPACITY);
    }
    if (attack instanceof InputAware aware) {
      InputAwareTrigger.checkSize(train);
      return new Blended(aware.target(), aware.ratio(), Blended.USUAL_OPACITY);
    }
    if (attack instanceof CleanLabel clean) {
      return ofTarget(clean.target(), clean.ratio(), train);
    }
    if (attack instanceof PoisonFrogs frogs) {
      return ofTarget(frogs.target(), frogs.ratio(), train);
    }
    if (attack instanceof Narcissus narcissus) {
      return ofTarget(narcissus.target(), narcissus.ratio(), train);
    }
    return attack;
  }

  private static Poisoner ofTarget(int target, double ratio, ImageSet train) {
    return Narcissus.with(Pattern.noise(train, 0), target, ratio);
  }
}
