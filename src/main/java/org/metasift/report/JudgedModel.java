package org.metasift.report;

import java.util.Locale;

/**
 * One model under attack.
 *
 * @param name what was done to it, such as the base set used to purify it
 * @param asr attack success rate in percent, 0 to 100 (lower = better defended)
 * @param acc accuracy on clean images in percent, 0 to 100 (higher = better)
 */
public record JudgedModel(String name, double asr, double acc) {
  /** Checks the ranges. */
  public JudgedModel {
    percent(name, "ASR", asr);
    percent(name, "ACC", acc);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: ASR %.2f %%, ACC %.2f %%", name, asr, acc);
  }

  private static void percent(String name, String what, double value) {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(
          "%s of '%s' is %s; a percentage from 0 to 100 is needed".formatted(what, name, value));
    }
  }
}
