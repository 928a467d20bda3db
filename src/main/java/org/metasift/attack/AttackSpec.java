package org.metasift.attack;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
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
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final String RATIO = "ratio";
  private static final String OPACITY = "opacity";
  private static final String TRIGGER = "trigger";
  private static final String SYNTHESISED = "synthesised";

  /** Each attack with the settings it takes, and what they are in the paper. */
  private static final Map<String, Map<String, Object>> TAKES = new LinkedHashMap<>();

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
    final BadNets badNets = BadNets.paper();
    final Blended blended = Blended.paper();
    final BlendedAllToAll blendedAll = BlendedAllToAll.paper();
    final Smooth smooth = Smooth.paper();
    final InputAware aware = InputAware.paper();
    final TargetedLabelFlip flip = TargetedLabelFlip.paper();
    final CleanLabel clean = CleanLabel.paper();
    final Narcissus narcissus = Narcissus.paper();
    TAKES.put("badnets", Map.of(TARGET, badNets.target(), RATIO, badNets.ratio()));
    TAKES.put("badnets-all-to-all", Map.of(RATIO, BadNetsAllToAll.paper().ratio()));
    TAKES.put(
        "blended",
        Map.of(TARGET, blended.target(), RATIO, blended.ratio(), OPACITY, blended.opacity()));
    TAKES.put(
        "blended-all-to-all", Map.of(RATIO, blendedAll.ratio(), OPACITY, blendedAll.opacity()));
    TAKES.put(
        "smooth", Map.of(TARGET, smooth.target(), RATIO, smooth.ratio(), TRIGGER, SYNTHESISED));
    TAKES.put(
        "smooth-all-to-all", Map.of(RATIO, SmoothAllToAll.paper().ratio(), TRIGGER, SYNTHESISED));
    TAKES.put("iab", Map.of(TARGET, aware.target(), RATIO, aware.ratio()));
    TAKES.put(
        "targeted-label-flip",
        Map.of(SOURCE, flip.source(), TARGET, flip.target(), RATIO, flip.ratio()));
    TAKES.put("random-label-flip", Map.of(RATIO, RandomLabelFlip.paper().ratio()));
    TAKES.put("clean-label", Map.of(TARGET, clean.target(), RATIO, clean.ratio()));
    TAKES.put(
        "poison-frogs",
        Map.of(
            SOURCE,
            PoisonFrogs.USUAL_SOURCE,
            TARGET,
            PoisonFrogs.USUAL_TARGET,
            RATIO,
            PoisonFrogs.USUAL_RATIO));
    TAKES.put(
        "narcissus",
        Map.of(TARGET, narcissus.target(), RATIO, narcissus.ratio(), TRIGGER, SYNTHESISED));
  }

  /**
   * Finds the attack and checks that it takes the settings given; one that is the paper's anyway
   * becomes null.
   *
   * @throws IllegalArgumentException for an unknown name or a setting that would have no effect
   */
  public AttackSpec {
    name = canonical(name);
    final Map<String, Object> takes = TAKES.get(name);
    final Map<String, Object> given = new LinkedHashMap<>();
    given.put(TARGET, target);
    given.put(SOURCE, source);
    given.put(RATIO, ratio);
    given.put(OPACITY, opacity);
    given.put(TRIGGER, trigger);
    for (final Map.Entry<String, Object> setting : given.entrySet()) {
      if (setting.getValue() != null && !takes.containsKey(setting.getKey())) {
        throw new IllegalArgumentException(
            "%s has no effect on the attack %s, which takes %s"
                .formatted(
                    setting.getKey(), name, String.join(", ", new TreeSet<>(takes.keySet()))));
      }
    }
    target = target != null && target.equals(takes.get(TARGET)) ? null : target;
    source = source != null && source.equals(takes.get(SOURCE)) ? null : source;
    ratio = ratio != null && ratio.equals(takes.get(RATIO)) ? null : ratio;
    opacity = opacity != null && opacity.equals(takes.get(OPACITY)) ? null : opacity;
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
        takes(name, TARGET) ? target : null,
        takes(name, SOURCE) ? source : null,
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
    return TAKES.get(canonical(name)).containsKey(setting);
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
    return switch (name) {
      case "badnets" -> new BadNets(aim(), share());
      case "badnets-all-to-all" -> new BadNetsAllToAll(share());
      case "blended" -> new Blended(aim(), share(), or(opacity, OPACITY));
      case "blended-all-to-all" -> new BlendedAllToAll(share(), or(opacity, OPACITY));
      case "smooth" -> new Smooth(aim(), share(), pattern());
      case "smooth-all-to-all" -> new SmoothAllToAll(share(), pattern());
      case "targeted-label-flip" -> new TargetedLabelFlip(or(source, SOURCE), aim(), share());
      case "random-label-flip" -> new RandomLabelFlip(share());
      case "clean-label" -> new CleanLabel(aim(), share(), CleanLabel.paper().radius());
      case "poison-frogs" -> PoisonFrogs.on(test, or(source, SOURCE), aim(), share());
      case "iab" -> new InputAware(aim(), share(), InputAware.paper().steps());
      case "narcissus" ->
          trigger == null
              ? Narcissus.synthesised(aim(), share())
              : Narcissus.with(pattern(), aim(), share());
      default -> throw new IllegalStateException(name);
    };
  }

  /** What the trigger's file holds; null where none is given. */
  private Pattern pattern() {
    return trigger == null ? null : Pattern.read(Path.of(trigger));
  }

  private int aim() {
    return or(target, TARGET);
  }

  private double share() {
    return or(ratio, RATIO);
  }

  /** What was given, or what the setting is in the paper. */
  @SuppressWarnings("unchecked") // the paper's is of the same kind
  private <T> T or(T given, String setting) {
    return given == null ? (T) TAKES.get(name).get(setting) : given;
  }

  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder(name);
    append(text, SOURCE, source);
    append(text, TARGET, target);
    append(text, RATIO, ratio);
    append(text, OPACITY, opacity);
    append(text, TRIGGER, trigger);
    return text.toString();
  }

  private static void append(StringBuilder text, String setting, Object value) {
    if (value != null) {
      text.append(", ").append(setting).append(' ').append(value);
    }
  }
}
