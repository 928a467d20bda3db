package org.metasift.compute;

import org.metasift.io.Formats;

/** Checks of settings, with one wording: the field, the value, the allowed range. */
public final class Ranges {
  static {
    Formats.english();
  }

  private Ranges() {}

  /** Returns {@code value} when it lies in [{@code from}, {@code to}]. */
  public static int within(String field, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          to == Integer.MAX_VALUE
              ? "%s is %d; at least %d is allowed".formatted(field, value, from)
              : "%s is %d; %d to %d is allowed".formatted(field, value, from, to));
    }
    return value;
  }

  /** Returns {@code value} when it is at least {@code from}. */
  public static int atLeast(String field, int value, int from) {
    return within(field, value, from, Integer.MAX_VALUE);
  }

  /** Returns {@code value} when it is finite and lies in [{@code from}, {@code to}]. */
  public static double within(String field, double value, double from, double to) {
    if (!(value >= from && value <= to)) {
      throw new IllegalArgumentException(
          "%s is %s; %s to %s is allowed".formatted(field, value, from, to));
    }
    return value;
  }

  /** Returns {@code value} when it is finite and lies strictly between the bounds. */
  public static double between(String field, double value, double from, double to) {
    if (!(value > from && value < to)) {
      throw new IllegalArgumentException(
          "%s is %s; it must lie between %s and %s, bounds excluded"
              .formatted(field, value, from, to));
    }
    return value;
  }
}
