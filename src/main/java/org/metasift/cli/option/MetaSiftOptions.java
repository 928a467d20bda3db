package org.metasift.cli.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.metasift.sift.metasift.MetaSift;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The settings of Meta-Sift; the artifact's names are taken too. */
@HelpGroup.In(HelpGroup.META_SIFT)
public final class MetaSiftOptions {
  private static final Set<String> OF_NETWORKS = Set.of("width", "stride");
  private static final Set<String> OF_WEIGHERS = Set.of("weigherLearningRate", "topK");

  private final SettingOptions<MetaSift.Settings> options =
      new SettingOptions<>(
          MetaSift.Settings.class,
          presets(),
          Map.of("weigherLearningRate", "fitted to the set's size"),
          MetaSiftOptions.class);

  private CommandSpec mixee;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Preset to start from: paper or compact (default: paper on a GPU, else compact).")
  private String profile;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "Settings from a file, as 'tune' writes it. Other options override single values.")
  private Path file;

  /** The verb that has these options; it is given one for each setting. */
  @Spec(Spec.Target.MIXEE)
  void addTo(CommandSpec verb) {
    mixee = verb;
    options.addTo(verb);
  }

  private static Map<String, MetaSift.Settings> presets() {
    final Map<String, MetaSift.Settings> presets = new LinkedHashMap<>();
    presets.put("compact", MetaSift.Settings.compact());
    presets.put("paper", MetaSift.Settings.paper());
    return presets;
  }

  @Option(
      names = {"--meta_lr", "--meta-lr"},
      hidden = true)
  @SuppressWarnings("DoNotCallSuggester") // picocli calls it when the option is given
  void refuseMetaLr(String value) {
    throw new ParameterException(
        mixee.commandLine(),
        "--meta_lr has no effect in the artifact, whose virtual step takes the network's learning"
            + " rate: set that with --lr.");
  }

  @Option(
      names = {"--num_act", "--num-act"},
      hidden = true)
  @SuppressWarnings("DoNotCallSuggester") // as above
  void refuseNumAct(String value) {
    throw new ParameterException(
        mixee.commandLine(),
        "--num_act sizes gates that the artifact never trains; there are none here: leave it out.");
  }

  /**
   * The settings of Meta-Sift.
   *
   * @param images how many there are, to fit the weigher's learning rate to
   */
  public MetaSift.Settings settings(int images) {
    if (file != null && profile != null) {
      throw new IllegalArgumentException(
          "--settings and --profile were both given; one of them is allowed");
    }
    final MetaSift.Settings settings =
        options.onto(
            file == null ? MetaSift.Settings.named(profile) : MetaSift.Settings.read(file));
    // a rate that was chosen stays as it is
    return options.given("weigherLearningRate") == null && file == null
        ? settings.fittedTo(images)
        : settings;
  }

  /**
   * The same for a search, which fits the weigher's learning rate to the set, and finds how many
   * sifters it takes.
   */
  public MetaSift.Settings unfitted(int images) {
    if (options.given("sifters") != null) {
      throw new IllegalArgumentException(
          "--num-sifters has no effect here: sifters join the vote as they are needed, up to --most-sifters");
    }
    return settings(images).unfittedFrom(images);
  }

  /**
   * Refuses what has no effect on any of these sifters: the network is every sifter's that trains
   * one, the rest Meta-Sift's and partly {@code no-weigher}'s.
   *
   * @param sifters by their names in {@link org.metasift.sift.catalog.Sifters#names}
   */
  public void checkFor(List<String> sifters) {
    if (!sifters.contains("meta-sift")) {
      refuse(given(OF_WEIGHERS::contains), sifters);
      if (!sifters.contains("no-weigher")) {
        refuse(given(name -> !OF_WEIGHERS.contains(name) && !OF_NETWORKS.contains(name)), sifters);
        if (List.of("dcm", "random", "panel").containsAll(sifters)) {
          refuse(presetGiven(), sifters);
          refuse(given(OF_NETWORKS::contains), sifters);
        }
      }
    }
  }

  /** Whether any of these options was given. */
  public boolean isGiven() {
    return Stream.of(presetGiven(), options.given())
        .flatMap(some -> some.values().stream())
        .anyMatch(Objects::nonNull);
  }

  private Map<String, Object> presetGiven() {
    final Map<String, Object> given = new LinkedHashMap<>();
    given.put("--profile", profile);
    given.put("--settings", file);
    return given;
  }

  /** What was given for some of the settings, by their options. */
  private Map<String, Object> given(Predicate<String> settings) {
    final Map<String, Object> given = new LinkedHashMap<>();
    options
        .given()
        .forEach(
            (name, value) -> {
              if (settings.test(name)) {
                given.put(OptionNames.of(name).get(0), value);
              }
            });
    return given;
  }

  /** Refuses those options that were given: the others are null. */
  static void refuse(Map<String, Object> options, List<String> sifters) {
    refuse(options, sifters, "leave it out");
  }

  static void refuse(Map<String, Object> options, List<String> sifters, String remedy) {
    for (final Map.Entry<String, Object> option : options.entrySet()) {
      if (option.getValue() != null) {
        throw new IllegalArgumentException(
            "%s has no effect on the sifter %s: %s"
                .formatted(option.getKey(), String.join(" or ", sifters), remedy));
      }
    }
  }
}
