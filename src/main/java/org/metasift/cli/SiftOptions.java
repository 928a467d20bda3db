package org.metasift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.metasift.run.Records;
import org.metasift.sift.ClassMeanDistance;
import org.metasift.sift.LossScan;
import org.metasift.sift.MetaSift;
import org.metasift.sift.ModelInversion;
import org.metasift.sift.RandomPick;
import org.metasift.sift.SelfInfluence;
import org.metasift.sift.Sifter;
import org.metasift.sift.SpectralFilter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that describe a sifter; the artifact's names are taken too. */
final class SiftOptions {
  static final String META_SIFT = "meta-sift";
  static final List<String> NAMES =
      List.of(META_SIFT, "dcm", "mi-dcm", "sf-least", "loss-scan", "self-if", "random");

  /** What {@code --sifter} can be told. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(NAMES);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = "--sifter",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "${COMPLETION-CANDIDATES}; default meta-sift.")
  private String sifter = META_SIFT;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Meta-Sift: paper or compact; default: paper on a GPU, else compact.")
  private String profile;

  @Option(names = "--width", paramLabel = "N", description = "Meta-Sift: width of the ResNet-18.")
  private Integer width;

  @Option(
      names = {"--sifters", "--num_sifter", "--num-sifter"},
      paramLabel = "N",
      description = "Meta-Sift: how many sifters vote.")
  private Integer sifters;

  @Option(
      names = {"--warmup-epochs", "--warmup_epochs"},
      paramLabel = "N",
      description = "Meta-Sift: epochs of plain training first.")
  private Integer warmupEpochs;

  @Option(
      names = {"--sift-epochs", "--res_epochs", "--res-epochs"},
      paramLabel = "N",
      description = "Meta-Sift: epochs of sifting.")
  private Integer siftEpochs;

  @Option(
      names = {"--batch-size", "--batch_size"},
      paramLabel = "N",
      description = "Meta-Sift: images a step.")
  private Integer batchSize;

  @Option(names = "--lr", paramLabel = "X", description = "Meta-Sift: learning rate of a network.")
  private Double learningRate;

  @Option(
      names = {"--v-lr", "--v_lr"},
      paramLabel = "X",
      description = "Meta-Sift: learning rate of the weigher; default: fitted to the set's size.")
  private Double weigherLearningRate;

  @Option(
      names = {"--top-k", "--top_k"},
      paramLabel = "N",
      description = "Meta-Sift: parameter arrays that the weigher's gradient goes through.")
  private Integer topK;

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
   * The sifter asked for.
   *
   * @param images how many there are, to fit the weigher's learning rate to
   */
  Sifter sifter(int images) {
    final String name = sifter.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    if (name.equals(META_SIFT) || name.equals("metasift")) {
      return new MetaSift(settings(images));
    }
    checkNoneOfMetaSift(name);
    return named(name);
  }

  /** A sifter that takes no settings here, by name. */
  static Sifter named(String name) {
    return switch (name) {
      case "dcm" -> new ClassMeanDistance();
      case "mi-dcm" -> ModelInversion.compact();
      case "sf-least" -> SpectralFilter.compact();
      case "loss-scan" -> LossScan.compact();
      case "self-if" -> SelfInfluence.compact();
      case "random" -> new RandomPick();
      default ->
          throw new IllegalArgumentException(
              "there is no sifter '%s'; there are %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  private MetaSift.Settings settings(int images) {
    final MetaSift.Settings preset =
        switch (profile == null ? "" : profile.toLowerCase(Locale.ROOT)) {
          case "paper" -> MetaSift.Settings.paper();
          case "compact" -> MetaSift.Settings.compact();
          case "" -> MetaSift.Settings.forThisMachine();
          default ->
              throw new IllegalArgumentException(
                  "--profile is '%s'; paper and compact are allowed".formatted(profile));
        };
    MetaSift.Settings settings = preset;
    settings = with(settings, "width", width);
    settings = with(settings, "sifters", sifters);
    settings = with(settings, "warmupEpochs", warmupEpochs);
    settings = with(settings, "siftEpochs", siftEpochs);
    settings = with(settings, "batchSize", batchSize);
    settings = with(settings, "learningRate", learningRate);
    settings = with(settings, "topK", topK);
    return weigherLearningRate == null
        ? settings.fittedTo(images)
        : with(settings, "weigherLearningRate", weigherLearningRate);
  }

  private static MetaSift.Settings with(MetaSift.Settings settings, String name, Object value) {
    return value == null ? settings : Records.with(settings, name, value);
  }

  private void checkNoneOfMetaSift(String name) {
    final boolean any =
        profile != null
            || width != null
            || sifters != null
            || warmupEpochs != null
            || siftEpochs != null
            || batchSize != null
            || learningRate != null
            || weigherLearningRate != null
            || topK != null;
    if (any && NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "the settings of Meta-Sift have no effect on the sifter %s: leave them out"
              .formatted(name));
    }
  }
}
