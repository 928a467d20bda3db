package org.metasift.compute;

import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a notebook. A Java notebook takes none by itself, so the launcher passes them
 * in the environment.
 *
 * @param quick METASIFT_QUICK=1: the small embedded data set and fewer steps, figures indicative
 * @param seed METASIFT_SEED, 0 to 1,000,000; 0 where it is not set
 * @param profile METASIFT_PROFILE: paper or compact; empty where it is not set
 */
public record NotebookOptions(boolean quick, long seed, String profile) {
  /** Checks the ranges. */
  public NotebookOptions {
    if (seed < 0 || seed > 1_000_000) {
      throw new IllegalArgumentException(
          "METASIFT_SEED is %d; 0 to 1000000 is allowed".formatted(seed));
    }
    if (!profile.isEmpty() && !profile.equals("paper") && !profile.equals("compact")) {
      throw new IllegalArgumentException(
          "METASIFT_PROFILE is '%s'; paper and compact are allowed".formatted(profile));
    }
  }

  /**
   * The options of this process.
   *
   * @throws IllegalArgumentException when one is not of the allowed values
   */
  public static NotebookOptions fromEnvironment() {
    return from(System.getenv());
  }

  static NotebookOptions from(Map<String, String> environment) {
    final String quick = environment.getOrDefault("METASIFT_QUICK", "").strip();
    if (!quick.isEmpty() && !quick.equals("0") && !quick.equals("1")) {
      throw new IllegalArgumentException(
          "METASIFT_QUICK is '%s'; 0 and 1 are allowed".formatted(quick));
    }
    final String seed = environment.getOrDefault("METASIFT_SEED", "0").strip();
    if (!seed.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "METASIFT_SEED is '%s'; a whole number from 0 to 1000000 is allowed".formatted(seed));
    }
    return new NotebookOptions(
        quick.equals("1"),
        Long.parseLong(seed),
        environment.getOrDefault("METASIFT_PROFILE", "").strip().toLowerCase(Locale.ROOT));
  }
}
