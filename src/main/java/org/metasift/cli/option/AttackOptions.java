package org.metasift.cli.option;

import java.util.ArrayList;
import org.metasift.attack.AttackSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe an attack; the artifact's names are taken too. */
public final class AttackOptions {
  /** What {@code --attack} can be told. */
  static final class AttackNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    AttackNames() {
      super(AttackSpec.names());
    }
  }

  @Option(
      names = {"--attack", "--corruption_type", "--corruption-type"},
      paramLabel = "NAME",
      completionCandidates = AttackNames.class,
      description = "The attack that poisons training images: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(
      names = {"--ratio", "--corruption_ratio", "--corruption-ratio"},
      paramLabel = "R",
      description =
          "Share of poisoned images, above 0 and below 1: of those that bear the target's label, or of the whole set where an attack is all-to-all or random; default: the paper's.")
  private Double ratio;

  @Mixin private ClassOptions classes;

  @Option(
      names = "--opacity",
      paramLabel = "A",
      description = "Of a blended pattern, above 0 and below 1; default 0.2.")
  private Double opacity;

  @Option(
      names = "--trigger",
      paramLabel = "FILE",
      description =
          "Trigger of Narcissus or Smooth, added to images in [0, 1]: .npy of shape (channels, height, width) or (height, width, channels); default: synthesised.")
  private String trigger;

  /** Whether an attack was asked for. */
  public boolean given() {
    return name != null;
  }

  /**
   * The attack asked for.
   *
   * @throws IllegalArgumentException when there is none, or settings do not fit it
   */
  public AttackSpec spec() {
    if (name == null) {
      throw new IllegalArgumentException(
          "no attack was named; --attack takes " + String.join(", ", AttackSpec.names()));
    }
    return new AttackSpec(name, classes.target(), classes.source(), ratio, opacity, trigger);
  }

  /** Refuses settings of an attack where no attack was named. */
  public void checkNoneWithoutName() {
    if (name == null
        && (ratio != null
            || classes.target() != null
            || classes.source() != null
            || opacity != null
            || trigger != null)) {
      spec();
    }
  }
}
