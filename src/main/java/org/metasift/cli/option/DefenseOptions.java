package org.metasift.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.defense.Defense;
import org.metasift.defense.DefenseType;
import org.metasift.defense.Defenses;
import picocli.CommandLine.Option;

/** Which defence, and its settings. */
@HelpGroup.In(HelpGroup.DEFENSE)
public final class DefenseOptions {
  /** The values that {@code --defense} takes. */
  static final class DefenseNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DefenseNames() {
      super(Defenses.names());
    }
  }

  @HelpGroup.In(HelpGroup.METHOD)
  @Option(
      names = "--defense",
      paramLabel = "NAME",
      completionCandidates = DefenseNames.class,
      description =
          "Defence: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Fine-tuning trains on with the base set and nothing else, to compare with.")
  private String defense = Defenses.usual().name();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of I-BAU (default: 5).")
  private Integer rounds;

  @Option(
      names = "--settling",
      paramLabel = "N",
      description =
          "Passes over the base set at the end of I-BAU that renew the statistics of batch normalisation (default: 3; on a GPU 0, as in the artifact).")
  private Integer settling;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes of fine-tuning over the base set (default: 10).")
  private Integer epochs;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description =
          "Learning rate (default: 0.004; on a GPU with 20,000 images or more the paper's 0.002; fine-tuning 0.003).")
  private Double learningRate;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images per step (default: 128; fine-tuning 32).")
  private Integer batchSize;

  /**
   * The defence.
   *
   * @param images how many the network was trained on, to fit it to
   * @throws IllegalArgumentException when there is no such defence, an option has no effect on it,
   *     or a value is out of range
   */
  public Defense fittedTo(int images) {
    final DefenseType<?> type = Defenses.named(defense);
    final Map<String, Object> chosen = new LinkedHashMap<>();
    for (final Choice choice : choices()) {
      if (choice.value() != null) {
        if (!type.takes(choice.setting())) {
          throw new IllegalArgumentException(
              "%s has no effect on the defence %s: leave it out"
                  .formatted(choice.option(), type.name()));
        }
        chosen.put(choice.setting(), choice.value());
      }
    }
    try {
      return type.fittedTo(images, chosen);
    } catch (final IllegalArgumentException e) {
      throw new IllegalArgumentException(inOptions(e.getMessage()), e);
    }
  }

  /** An option, the setting that it stands for, and what was given; null for nothing. */
  private record Choice(String option, String setting, Object value) {}

  private List<Choice> choices() {
    return List.of(
        new Choice("--rounds", "rounds", rounds),
        new Choice("--settling", "settling", settling),
        new Choice("--epochs", "epochs", epochs),
        new Choice("--lr", "learningRate", learningRate),
        new Choice("--batch-size", "batchSize", batchSize));
  }

  /** The message with the option in place of the setting that it begins with. */
  private String inOptions(String message) {
    for (final Choice choice : choices()) {
      if (message.startsWith(choice.setting() + " is ")) {
        return choice.option() + message.substring(choice.setting().length());
      }
    }
    return message;
  }
}
