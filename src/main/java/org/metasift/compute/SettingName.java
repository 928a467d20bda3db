package org.metasift.compute;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a message names a setting: {@code setting 'side'}. The caller may know a setting by another
 * word, as the command line knows it by its option; {@link #replaced} puts that word in.
 */
public final class SettingName {
  private static final Pattern NAMED = Pattern.compile("setting '(\\w+)'");

  private SettingName() {}

  /** The setting as messages name it. */
  public static String of(String name) {
    return "setting '%s'".formatted(name);
  }

  /**
   * A message with the caller's words for the settings that it names.
   *
   * @param word what the caller calls the setting of a name; a setting without one stays as it is
   */
  public static String replaced(String message, Function<String, Optional<String>> word) {
    return NAMED
        .matcher(message)
        .replaceAll(
            found -> Matcher.quoteReplacement(word.apply(found.group(1)).orElse(found.group())));
  }
}
