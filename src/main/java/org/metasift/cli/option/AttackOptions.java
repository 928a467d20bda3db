package org.metasift.cli.option;

import java.util.ArrayList;
import org.metasift.attack.AttackSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe an attack; the artifact's names are taken too. */
@HelpGroup.In(HelpGroup.POISON)
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
      description = "Attack that poisons the training images: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(
      names = {"--ratio", "--corruption_ratio", "--corruption-ratio"},
      paramLabel = "R",
      description =
          "Share of images to poison, between 0 and 1: of the images with the target's label, or of the whole set for all-to-all attacks and random-label-flip (default: as in the attack's paper).")
  private Double ratio;

  @Mixin private ClassOptions classes;

  @Option(
      names = "--opacity",
      paramLabel = "A",
      description = "Opacity of the pattern of a blended attack, between 0 and 1 (default: 0.2).")
  private Double opacity;

  @Option(
      names = "--trigger",
      paramLabel = "FILE",
      description =
          "Trigger for narcissus or smooth, added to images in [0, 1]: a .npy file of shape (channels, height, width) or (height, width, channels) (default: a new one is made).")
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
