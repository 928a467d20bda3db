package org.metasift.attack;

import java.util.List;
import java.util.Locale;

/**
 * All attacks by their names. The command line, tables and records know attacks from here alone: a
 * new one is a class with a type, and an entry.
 */
final class Attacks {
  private static final List<AttackType> ALL =
      List.of(
          BadNets.TYPE,
          BadNetsAllToAll.TYPE,
          Blended.TYPE,
          BlendedAllToAll.TYPE,
          Smooth.TYPE,
          SmoothAllToAll.TYPE,
          InputAware.TYPE,
          TargetedLabelFlip.TYPE,
          RandomLabelFlip.TYPE,
          CleanLabel.TYPE,
          PoisonFrogs.TYPE,
          Narcissus.TYPE);

  private Attacks() {}

  /** Every attack there is, in the order in which lists show them. */
  static List<AttackType> all() {
    return ALL;
  }

  /** The names, in that order. */
  static List<String> names() {
    return ALL.stream().map(AttackType::name).toList();
  }

  /**
   * The attack with this name or alias, in any case, words joined by hyphens, underscores or
   * spaces.
   *
   * @throws IllegalArgumentException when there is none
   */
  static AttackType named(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return ALL.stream()
        .filter(type -> type.name().equals(plain) || type.aliases().contains(plain))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no attack '%s'; there are %s"
                        .formatted(name, String.join(", ", names()))));
  }
}
