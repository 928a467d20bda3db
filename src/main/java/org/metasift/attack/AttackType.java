package org.metasift.attack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.metasift.data.ImageSet;

/**
 * A kind of attack, as its own class declares it: what it is called, which settings it takes, what
 * they are in its paper, and how it is made. {@link Attacks} lists them all.
 *
 * @param name in lower case, words joined by hyphens
 * @param aliases other names in use, the artifact's among them
 * @param takes the settings, each with its value in the paper
 * @param made the attack that is told its settings; it sees the test images
 */
record AttackType(
    String name,
    List<String> aliases,
    Map<Setting, Object> takes,
    BiFunction<Told, ImageSet, Poisoner> made) {
  /** A setting that an attack takes. */
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
   * The settings of an attack: what its user gave, and the paper's value of each other setting.
   *
   * @param values by setting, of those that the attack takes; a trigger only where one was given
   */
  record Told(Map<Setting, Object> values) {
    /** The target class. */
    int aim() {
      return (Integer) values.get(Setting.TARGET);
    }

    /** The source class. */
    int from() {
      return (Integer) values.get(Setting.SOURCE);
    }

    /** The ratio of poisoned images. */
    double share() {
      return (Double) values.get(Setting.RATIO);
    }

    /** The opacity of a pattern. */
    double blend() {
      return (Double) values.get(Setting.OPACITY);
    }

    /** What the trigger's file holds; null where none is given. */
    Pattern pattern() {
      final Object file = values.get(Setting.TRIGGER);
      return file == null ? null : Pattern.read(Path.of((String) file));
    }
  }

  /** One that takes nothing yet and has no other name. */
  static AttackType named(String name, BiFunction<Told, ImageSet, Poisoner> made) {
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
}
