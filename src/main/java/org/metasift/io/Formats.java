package org.metasift.io;

import java.util.Locale;

/**
 * How this program writes numbers: as in English, on every machine. Tables, files, fingerprints and
 * settings would else differ with the user's language, in decimal points and even in digits.
 *
 * <p>Whatever work begins with asks for it: the command line, a worker, a notebook, a set of
 * images, the device, a table, a chart. It holds for the whole process, as an option of Java's
 * would.
 */
public final class Formats {
  private Formats() {}

  /** Makes {@link Locale#ROOT} the default of what is formatted; messages keep their language. */
  public static void english() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }
}
