package org.metasift.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.metasift.data.ImageSet;

/**
 * A kind of attack, as its own class declares it: what it is called, which settings it takes, what
 * they are in its paper, and how it is made. The command line, tables and records know attacks from
 * {@link #all} alone: a new one is a class with a type, and an entry there.
 *
 * @param name in lower case, words joined by hyphens
 * @param aliases other names in use, the artifact's among them
 * @param takes the settings, each with its value in the paper
 * @param made the attack with the settings of a spec; it sees the test images
 */
record AttackType(
    String name,
    List<String> aliases,
    Map<Setting, Object> takes,
    BiFunction<AttackSpec, ImageSet, Poisoner> made) {
  /** What an attack can be told. */
  enum Setting {
    SOURCE,
    TARGET,
    RATIO,
    OPACITY,
    TRIGGER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A class of its own: it is initialised when somebody asks for the list, never while an attack's
   * own class is, which needs this one for its type.
   */
  private static final class Known {
    static final List<AttackType> TYPES =
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
  }

  /** Every attack there is, in the order in which lists show them. */
  static List<AttackType> all() {
    return Known.TYPES;
  }

  /** One that takes nothing yet and has no other name. */
  static AttackType named(String name, BiFunction<AttackSpec, ImageSet, Poisoner> made) {
    return new AttackType(name, List.of(), Map.of(), made);
  }

  /** The same with other names. */
  AttackType orCalled(String... others) {
    return new AttackType(name, List.of(others), takes, made);
  }

  /** The same with a setting more. */
  AttackType taking(Setting setting, Object inThePaper) {
    final Map<Setting, Object> more = new LinkedHashMap<>(takes);
    more.put(setting, inThePaper);
    return new AttackType(name, aliases, more, made);
  }

  /** The same with a trigger that can be given; without one the attack makes its own. */
  AttackType takingATrigger() {
    return taking(Setting.TRIGGER, "synthesised");
  }

  /**
   * The type with this name or alias, in any case, words joined by hyphens, underscores or spaces.
   *
   * @throws IllegalArgumentException when there is none
   */
  static AttackType of(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return all().stream()
        .filter(type -> type.name.equals(plain) || type.aliases.contains(plain))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no attack '%s'; there are %s"
                        .formatted(name, String.join(", ", names()))));
  }

  static List<String> names() {
    final List<String> names = new ArrayList<>();
    all().forEach(type -> names.add(type.name));
    return names;
  }
}
