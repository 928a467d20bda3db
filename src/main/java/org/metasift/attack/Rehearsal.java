package org.metasift.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        attack.build(clean.test()).rehearsed(clean.train()).poison(clean.train(), 0);
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
}
