package org.metasift.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.metasift.attack.AttackSpec;
import org.metasift.data.ImageSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe an attack; the artifact's names are taken too. */
@HelpGroup.In(HelpGroup.POISON)
public final class AttackOptions {
  /** The values that {@code --attack} takes. */
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
   * The attack asked for, checked as far as it can be before the images are read: a class that is
   * named is not known yet.
   *
   * @throws IllegalArgumentException when there is none, or settings do not fit it
   */
  public void check() {
    spec(List.of());
  }

  /**
   * The attack asked for.
   *
   * @param images whose classes may be named
   * @throws IllegalArgumentException when there is none, settings do not fit it, or a class is not
   *     among these
   */
  public AttackSpec spec(ImageSet images) {
    return spec(images.classNames());
  }

  /** As above; null where no attack was asked for. */
  public AttackSpec specOrNone(ImageSet images) {
    return given() ? spec(images) : null;
  }

  private AttackSpec spec(List<String> names) {
    if (name == null) {
      throw new IllegalArgumentException(
          "no attack was named; --attack takes " + String.join(", ", AttackSpec.names()));
    }
    return new AttackSpec(
        name, classes.target(names), classes.source(names), ratio, opacity, trigger);
  }

  /** Checks the attack, if one was named; else refuses settings of one. */
  public void checkIfGiven() {
    if (given()) {
      check();
    }
    checkNoneWithoutName();
  }

  /** Refuses settings of an attack where no attack was named. */
  public void checkNoneWithoutName() {
    if (name == null && (ratio != null || classes.given() || opacity != null || trigger != null)) {
      check();
    }
  }
}
