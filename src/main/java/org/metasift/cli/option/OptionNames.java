package org.metasift.cli.option;

import java.util.Locale;
import java.util.Optional;
import org.metasift.compute.SettingName;
import org.metasift.io.FileNames;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Messages from below the command line, in its words: there a setting has a name, here it has an
 * option.
 */
public final class OptionNames {
  private OptionNames() {}

  /** The message with {@code --side} for the setting 'side', where the verb has such an option. */
  public static String in(String message, CommandSpec verb) {
    return SettingName.replaced(
            message, name -> Optional.of(option(name)).filter(verb.optionsMap()::containsKey))
        .replace(FileNames.complaint(), FileNames.complaint() + " (./metasift does)");
  }

  /** The option for the setting of a name: {@code --batch-size} for batchSize. */
  private static String option(String name) {
    return "--" + name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
