package org.metasift.cli.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as it is written on the command line, such as 20m. */
public final class TimeSpan {
  private static final Pattern TIME = Pattern.compile("(\\d{1,5})([smh])");

  private TimeSpan() {}

  /**
   * How long it is.
   *
   * @param option that was given the text, for the message
   * @throws IllegalArgumentException when the text is no time above 0
   */
  public static Duration named(String option, String text) {
    final Matcher parts = TIME.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) == 0) {
      throw new IllegalArgumentException(
          "%s is '%s'; a number above 0 with s, m or h is allowed, such as 90s, 20m or 2h"
              .formatted(option, text));
    }
    final int count = Integer.parseInt(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> throw new IllegalStateException(text); // the pattern allows no other
    };
  }
}
