package org.metasift.attack;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.metasift.attack.AttackType.Setting;
import org.metasift.data.ImageSet;

/**
 * An attack by its name and the settings that differ from the paper's: what a command line says,
 * and what a run's record keeps to make the attack again.
 *
 * @param name one of {@link #names}
 * @param target class; null for the paper's, 38
 * @param source class whose labels are flipped, or of whose test images Poison Frogs attacks one;
 *     null for the paper's, 12
 * @param ratio of poisoned images; null for the paper's
 * @param opacity of a blended pattern; null for the usual one, 0.2
 * @param trigger file with a trigger to add, for Narcissus and Smooth; null to synthesise one
 */
public record AttackSpec(
    String name, Integer target, Integer source, Double ratio, Double opacity, String trigger)
    implements Serializable {
  /**
   * Finds the attack and checks that it takes the settings given; one that is the paper's anyway
   * becomes null.
   *
   * @throws IllegalArgumentException for an unknown name or a setting that would have no effect
   */
  public AttackSpec {
    final AttackType type = Attacks.named(name);
    name = type.name();
    for (final Setting setting : given(target, source, ratio, opacity, trigger).keySet()) {
      if (!type.takes().containsKey(setting)) {
        throw new IllegalArgumentException(
            "%s has no effect on the attack %s, which takes %s"
                .formatted(
                    setting,
                    type.name(),
                    type.takes().keySet().stream()
                        .map(Setting::toString)
                        .sorted()
                        .collect(Collectors.joining(", "))));
      }
    }
    target = changed(target, type, Setting.TARGET);
    source = changed(source, type, Setting.SOURCE);
    ratio = changed(ratio, type, Setting.RATIO);
    opacity = changed(opacity, type, Setting.OPACITY);
  }

  /** The settings that are not null, in their order. */
  private static Map<Setting, Object> given(
      Integer target, Integer source, Double ratio, Double opacity, String trigger) {
    final Map<Setting, Object> given = new LinkedHashMap<>();
    given.put(Setting.TARGET, target);
    given.put(Setting.SOURCE, source);
    given.put(Setting.RATIO, ratio);
    given.put(Setting.OPACITY, opacity);
    given.put(Setting.TRIGGER, trigger);
    given.values().removeIf(Objects::isNull);
    return given;
  }

  /** Null where a setting is the paper's anyway. */
  private static <T> T changed(T given, AttackType type, Setting setting) {
    return given != null && given.equals(type.takes().get(setting)) ? null : given;
  }

  /** The attack with the paper's settings. */
  public static AttackSpec of(String name) {
    return new AttackSpec(name, null, null, null, null, null);
  }

  /**
   * The attack with the paper's settings but these classes; one that the attack does not take is
   * left out.
   *
   * @param target class; null for 38
   * @param source class; null for 12
   */
  public static AttackSpec of(String name, Integer target, Integer source) {
    return new AttackSpec(
        name,
        takes(name, Setting.TARGET) ? target : null,
        takes(name, Setting.SOURCE) ? source : null,
        null,
        null,
        null);
  }

  /**
   * Whether an attack takes a setting.
   *
   * @param setting target, source, ratio, opacity or trigger
   * @throws IllegalArgumentException for an unknown attack
   */
  public static boolean takes(String name, String setting) {
    return Attacks.named(name).takes().keySet().stream()
        .anyMatch(one -> one.toString().equals(setting));
  }

  private static boolean takes(String name, Setting setting) {
    return Attacks.named(name).takes().containsKey(setting);
  }

  /** The names of all attacks. */
  public static List<String> names() {
    return Attacks.names();
  }

  /**
   * The attack.
   *
   * @param test images that the attacker can see: Poison Frogs takes its victim from them
   * @throws IllegalArgumentException when a setting is out of range
   * @throws org.metasift.data.BadDataException when the trigger's file cannot be used
   */
  public Poisoner build(ImageSet test) {
    final AttackType type = Attacks.named(name);
    final Map<Setting, Object> told = new LinkedHashMap<>(type.takes());
    told.remove(Setting.TRIGGER); // without a file the attack makes its own
    given(target, source, ratio, opacity, trigger).forEach(told::put);
    return type.made().apply(new AttackType.Told(told), test);
  }

  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder(name);
    append(text, Setting.SOURCE, source);
    append(text, Setting.TARGET, target);
    append(text, Setting.RATIO, ratio);
    append(text, Setting.OPACITY, opacity);
    append(text, Setting.TRIGGER, trigger);
    return text.toString();
  }

  private static void append(StringBuilder text, Setting setting, Object value) {
    if (value != null) {
      text.append(", ").append(setting).append(' ').append(value);
    }
  }
}
