package org.metasift.attack;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.metasift.data.ImageSet;

/**
 * An attack by its name and the settings that differ from the paper's: what a command line says,
 * and what a run's record keeps to make the attack again.
 *
 * @param name one of {@link #names}
 * @param target class; null for 38
 * @param source class whose labels are flipped, or of whose test images Poison Frogs attacks one;
 *     null for 12
 * @param ratio of poisoned images; null for the paper's
 * @param opacity of a blended pattern; null for 0.2
 * @param trigger file with a trigger to add; null to synthesise one
 */
public record AttackSpec(
    String name, Integer target, Integer source, Double ratio, Double opacity, String trigger)
    implements Serializable {
  private static final int TARGET = 38;
  private static final int SOURCE = 12;

  /** Each attack with the settings it takes. */
  private static final Map<String, Set<String>> TAKES = new LinkedHashMap<>();

  /** Other names in use, the artifact's among them. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("badnets-all2all", "badnets-all-to-all"),
          Map.entry("blend", "blended"),
          Map.entry("blended-all2all", "blended-all-to-all"),
          Map.entry("smooth-all2all", "smooth-all-to-all"),
          Map.entry("input-aware", "iab"),
          Map.entry("inputaware", "iab"),
          Map.entry("targeted-label-flipping", "targeted-label-flip"),
          Map.entry("targeted-label-filpping", "targeted-label-flip"),
          Map.entry("random-label-flipping", "random-label-flip"),
          Map.entry("noisy-label", "random-label-flip"));

  static {
    TAKES.put("badnets", Set.of("target", "ratio"));
    TAKES.put("badnets-all-to-all", Set.of("ratio"));
    TAKES.put("blended", Set.of("target", "ratio", "opacity"));
    TAKES.put("blended-all-to-all", Set.of("ratio", "opacity"));
    TAKES.put("smooth", Set.of("target", "ratio"));
    TAKES.put("smooth-all-to-all", Set.of("ratio"));
    TAKES.put("iab", Set.of("target", "ratio"));
    TAKES.put("targeted-label-flip", Set.of("source", "target", "ratio"));
    TAKES.put("random-label-flip", Set.of("ratio"));
    TAKES.put("clean-label", Set.of("target", "ratio"));
    TAKES.put("poison-frogs", Set.of("source", "target", "ratio"));
    TAKES.put("narcissus", Set.of("target", "ratio", "trigger"));
  }

  /**
   * Finds the attack and checks that it takes the settings given.
   *
   * @throws IllegalArgumentException for an unknown name or a setting that would have no effect
   */
  public AttackSpec {
    name = canonical(name);
    final Set<String> takes = TAKES.get(name);
    final Map<String, Object> given = new LinkedHashMap<>();
    given.put("target", target);
    given.put("source", source);
    given.put("ratio", ratio);
    given.put("opacity", opacity);
    given.put("trigger", trigger);
    for (final Map.Entry<String, Object> setting : given.entrySet()) {
      if (setting.getValue() != null && !takes.contains(setting.getKey())) {
        throw new IllegalArgumentException(
            "%s has no effect on the attack %s, which takes %s"
                .formatted(setting.getKey(), name, String.join(", ", new TreeSet<>(takes))));
      }
    }
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
    final Set<String> takes = TAKES.get(canonical(name));
    return new AttackSpec(
        name,
        takes.contains("target") ? target : null,
        takes.contains("source") ? source : null,
        null,
        null,
        null);
  }

  /** The names of all attacks. */
  public static List<String> names() {
    return List.copyOf(TAKES.keySet());
  }

  private static String canonical(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    final String known = ALIASES.getOrDefault(plain, plain);
    if (!TAKES.containsKey(known)) {
      throw new IllegalArgumentException(
          "there is no attack '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return known;
  }

  /**
   * The attack.
   *
   * @param test images that the attacker can see: Poison Frogs takes its victim from them
   * @throws IllegalArgumentException when a setting is out of range
   * @throws org.metasift.data.BadDataException when the trigger's file cannot be used
   */
  public Poisoner build(ImageSet test) {
    final int aim = target == null ? TARGET : target;
    final double inClass = ratio == null ? 0.33 : ratio;
    final double ofAll = ratio == null ? 0.2 : ratio;
    final double ofTarget = ratio == null ? 0.1 : ratio;
    final int from = source == null ? SOURCE : source;
    final double alpha = opacity == null ? Blended.USUAL_OPACITY : opacity;
    return switch (name) {
      case "badnets" -> new BadNets(aim, inClass);
      case "badnets-all-to-all" -> new BadNetsAllToAll(ofAll);
      case "blended" -> new Blended(aim, inClass, alpha);
      case "blended-all-to-all" -> new BlendedAllToAll(ofAll, alpha);
      case "smooth" -> new Smooth(aim, inClass);
      case "smooth-all-to-all" -> new SmoothAllToAll(ofAll);
      case "targeted-label-flip" ->
          new TargetedLabelFlip(from, aim, ratio == null ? 0.1667 : ratio);
      case "random-label-flip" -> new RandomLabelFlip(ofAll);
      case "clean-label" -> new CleanLabel(aim, ofTarget, CleanLabel.USUAL_RADIUS);
      case "poison-frogs" -> PoisonFrogs.on(test, from, aim, ofTarget);
      case "iab" -> new InputAware(aim, inClass, InputAware.USUAL_STEPS);
      case "narcissus" -> narcissus(aim, ofTarget);
      default -> throw new IllegalStateException(name);
    };
  }

  private Poisoner narcissus(int aim, double share) {
    return trigger == null
        ? Narcissus.synthesised(aim, share)
        : Narcissus.with(Pattern.read(Path.of(trigger)), aim, share);
  }

  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder(name);
    append(text, "source", source);
    append(text, "target", target);
    append(text, "ratio", ratio);
    append(text, "opacity", opacity);
    append(text, "trigger", trigger);
    return text.toString();
  }

  private static void append(StringBuilder text, String setting, Object value) {
    if (value != null) {
      text.append(", ").append(setting).append(' ').append(value);
    }
  }
}
