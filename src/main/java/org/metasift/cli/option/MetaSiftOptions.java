package org.metasift.cli.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.metasift.io.Records;
import org.metasift.sift.metasift.MetaSift;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The settings of Meta-Sift; the artifact's names are taken too. */
@HelpGroup.In(HelpGroup.META_SIFT)
public final class MetaSiftOptions {
  @Spec(Spec.Target.MIXEE)
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

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Width of the ResNet-18 (default: compact 16, paper 64).")
  private Integer width;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Stride of its first convolution, 1 or 2 (default: compact 2, paper 1).")
  private Integer stride;

  @Option(
      names = {"--num-sifters", "--num-sifter", "--num_sifter"},
      paramLabel = "N",
      description = "Number of sifters that vote (default: compact 4, paper 5).")
  private Integer sifters;

  @Option(
      names = {"--warmup-epochs", "--warmup_epochs"},
      paramLabel = "N",
      description = "Epochs of plain training before the sifting (default: 1).")
  private Integer warmupEpochs;

  @Option(
      names = "--warmup-accuracy",
      paramLabel = "A",
      description =
          "Keep training until accuracy has covered this share, 0 to 1, of the way from always naming the largest class to 1; 0 stops after the epochs (default: 0.35).")
  private Double warmupAccuracy;

  @Option(
      names = {"--sift-epochs", "--res_epochs", "--res-epochs"},
      paramLabel = "N",
      description = "Epochs of sifting (default: 1).")
  private Integer siftEpochs;

  @Option(
      names = {"--batch-size", "--batch_size"},
      paramLabel = "N",
      description = "Images per step (default: 128).")
  private Integer batchSize;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Learning rate of the networks (default: 0.0001).")
  private Double learningRate;

  @Option(
      names = {"--v-lr", "--v_lr"},
      paramLabel = "X",
      description = "Learning rate of the weigher (default: fitted to the set's size).")
  private Double weigherLearningRate;

  @Option(
      names = {"--top-k", "--top_k"},
      paramLabel = "N",
      description =
          "Number of parameter arrays that the weigher's gradient goes through (default: 15).")
  private Integer topK;

  @Option(
      names = "--views",
      paramLabel = "N",
      description =
          "How often a sifter scores each image, moved at random each time (default: compact 4, paper 1).")
  private Integer views;

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
    MetaSift.Settings settings =
        file == null ? MetaSift.Settings.named(profile) : MetaSift.Settings.read(file);
    settings = with(settings, "width", "--width", width);
    settings = with(settings, "stride", "--stride", stride);
    settings = with(settings, "sifters", "--num-sifters", sifters);
    settings = with(settings, "warmupEpochs", "--warmup-epochs", warmupEpochs);
    settings = with(settings, "warmupAccuracy", "--warmup-accuracy", warmupAccuracy);
    settings = with(settings, "siftEpochs", "--sift-epochs", siftEpochs);
    settings = with(settings, "batchSize", "--batch-size", batchSize);
    settings = with(settings, "learningRate", "--lr", learningRate);
    settings = with(settings, "topK", "--top-k", topK);
    settings = with(settings, "views", "--views", views);
    settings = with(settings, "weigherLearningRate", "--v-lr", weigherLearningRate);
    // a rate that was chosen stays as it is
    return weigherLearningRate == null && file == null ? settings.fittedTo(images) : settings;
  }

  /**
   * The same for a search, which fits the weigher's learning rate to the set, and finds how many
   * sifters it takes.
   */
  public MetaSift.Settings unfitted(int images) {
    if (sifters != null) {
      throw new IllegalArgumentException(
          "--num-sifters has no effect here: sifters join the vote as they are needed, up to --most-sifters");
    }
    return settings(images).unfittedFrom(images);
  }

  /** The settings with another value for a field, which a refusal calls as its option is called. */
  private static MetaSift.Settings with(
      MetaSift.Settings settings, String name, String option, Object value) {
    try {
      return value == null ? settings : Records.with(settings, name, value);
    } catch (final IllegalArgumentException e) {
      throw e.getMessage().startsWith(name + " is ")
          ? new IllegalArgumentException(option + e.getMessage().substring(name.length()), e)
          : e;
    }
  }

  /**
   * Refuses what has no effect on any of these sifters: the network is every sifter's that trains
   * one, the rest Meta-Sift's and partly {@code no-weigher}'s.
   *
   * @param sifters by their names in {@link org.metasift.sift.catalog.Sifters#names}
   */
  public void checkFor(List<String> sifters) {
    final Map<String, Object> ofNetworks = ofNetworks();
    final Map<String, Object> ofVotes = ofVotes();
    final Map<String, Object> ofWeighers = ofWeighers();
    if (!sifters.contains("meta-sift")) {
      refuse(ofWeighers, sifters);
      if (!sifters.contains("no-weigher")) {
        refuse(ofVotes, sifters);
        if (List.of("dcm", "random", "panel").containsAll(sifters)) {
          refuse(ofNetworks, sifters);
        }
      }
    }
  }

  /** Whether any of these options was given. */
  public boolean isGiven() {
    return Stream.of(ofNetworks(), ofVotes(), ofWeighers())
        .flatMap(options -> options.values().stream())
        .anyMatch(Objects::nonNull);
  }

  private Map<String, Object> ofNetworks() {
    final Map<String, Object> options = new LinkedHashMap<>();
    options.put("--profile", profile);
    options.put("--settings", file);
    options.put("--width", width);
    options.put("--stride", stride);
    return options;
  }

  private Map<String, Object> ofVotes() {
    final Map<String, Object> options = new LinkedHashMap<>();
    options.put("--num-sifters", this.sifters);
    options.put("--warmup-epochs", warmupEpochs);
    options.put("--warmup-accuracy", warmupAccuracy);
    options.put("--sift-epochs", siftEpochs);
    options.put("--batch-size", batchSize);
    options.put("--lr", learningRate);
    options.put("--views", views);
    return options;
  }

  private Map<String, Object> ofWeighers() {
    final Map<String, Object> options = new LinkedHashMap<>();
    options.put("--v-lr", weigherLearningRate);
    options.put("--top-k", topK);
    return options;
  }

  /** Refuses those options that were given: the others are null. */
  static void refuse(Map<String, Object> options, List<String> sifters) {
    for (final Map.Entry<String, Object> option : options.entrySet()) {
      if (option.getValue() != null) {
        throw new IllegalArgumentException(
            "%s has no effect on the sifter %s: leave it out"
                .formatted(option.getKey(), String.join(" or ", sifters)));
      }
    }
  }
}
