package org.metasift.cli.option;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.metasift.compute.SettingName;
import org.metasift.io.FileNames;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the command line calls a setting, which has another name below it: the option {@code
 * --batch-size} is the setting batchSize. Messages from below are told in these words.
 */
public final class OptionNames {
  /** Other names than the setting's own, ours first: those after it are the artifact's. */
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "sifters", List.of("--num-sifters", "--num-sifter", "--num_sifter"),
          "warmupEpochs", List.of("--warmup-epochs", "--warmup_epochs"),
          "siftEpochs", List.of("--sift-epochs", "--res_epochs", "--res-epochs"),
          "batchSize", List.of("--batch-size", "--batch_size"),
          "learningRate", List.of("--lr"),
          "weigherLearningRate", List.of("--v-lr", "--v_lr"),
          "topK", List.of("--top-k", "--top_k"));

  private OptionNames() {}

  /** The message with {@code --side} for the setting 'side', where the verb has such an option. */
  public static String in(String message, CommandSpec verb) {
    return SettingName.replaced(
            message, name -> Optional.of(of(name).get(0)).filter(verb.optionsMap()::containsKey))
        .replace(FileNames.complaint(), FileNames.complaint() + " (./metasift does)");
  }

  /** The option's names for a setting, the one that is shown first. */
  public static List<String> of(String setting) {
    return OTHERS.getOrDefault(
        setting, List.of("--" + setting.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT)));
  }
}
