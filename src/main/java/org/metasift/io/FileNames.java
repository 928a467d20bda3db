package org.metasift.io;

import java.util.Locale;

/**
 * Names of files and folders that Java cannot take under the locale it was started in: under
 * LC_ALL=C, or without any, those beyond ASCII. No option of Java's changes that.
 */
public final class FileNames {
  private static final char REPLACEMENT = '\uFFFD';

  private FileNames() {}

  /** Whether a name was not understood: it holds a sign that stands for others. */
  public static boolean isLost(String name) {
    return name.indexOf(REPLACEMENT) >= 0;
  }

  /** Whether a failure comes from a name that Java cannot take or did not understand. */
  public static boolean areToBlame(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      final String message = cause.getMessage(); // Java's own, which picocli quotes
      if (message != null && message.contains("input contains unmappable characters")) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong and what to do; a message puts it after the place of such a name. */
  public static String complaint() {
    final String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    final boolean ascii = encoding.toUpperCase(Locale.ROOT).matches("ANSI_X3.*|US-ASCII|646");
    return "file names beyond %s cannot be read under this locale; set LC_ALL=C.UTF-8"
        .formatted(ascii ? "ASCII" : encoding);
  }
}
