package org.metasift.defense;

import java.util.List;
import java.util.Locale;

/** All defences by their names: a new one is a class with a type, and an entry here. */
public final class Defenses {
  private static final List<DefenseType<?>> ALL = List.of(IBau.TYPE, FineTuning.TYPE);

  private Defenses() {}

  /** Every defence there is, in the order in which lists show them. */
  static List<DefenseType<?>> all() {
    return ALL;
  }

  /** The names, in that order. */
  public static List<String> names() {
    return ALL.stream().<String>map(DefenseType::name).toList();
  }

  /** The default: I-BAU, with which the paper judges base sets. */
  public static DefenseType<?> usual() {
    return ALL.get(0);
  }

  /**
   * The defence with this name or alias, in any case, words joined by hyphens, underscores or
   * spaces.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static DefenseType<?> named(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    for (final DefenseType<?> type : ALL) {
      if (type.name().equals(plain) || type.aliases().contains(plain)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "there is no defence '%s'; there are %s".formatted(name, String.join(", ", names())));
  }
}
