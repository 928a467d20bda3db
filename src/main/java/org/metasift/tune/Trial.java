package org.metasift.tune;

import java.util.Locale;
import org.metasift.sift.metasift.MetaSift;

/**
 * One sifter more for some settings on one pseudo-poisoned copy, and what the vote of this and the
 * sifters before it picks there.
 *
 * @param settings of one sifter
 * @param copy which copy, from 0
 * @param sifter which sifter, from 0; all up to it vote
 * @param ncr of the vote's pick, in percent of a random pick; 0 is clean; NaN where it failed
 * @param depth how deep the pick could go before it meets pseudo-poison: the share of the images of
 *     a label that the vote trusts more than any poisoned one of that label, 0 to 1, the mean over
 *     the labels that poisoned images bear; more is better
 * @param warmupAccuracy of this sifter, 0 to 1; the paper aims at 0.5
 * @param decided whether its weigher has learned to trust low costs more than high ones
 * @param seconds that this sifter took
 * @param failure why there is no vote: which network of it diverged; empty where none did
 */
public record Trial(
    MetaSift.Settings settings,
    int copy,
    int sifter,
    double ncr,
    double depth,
    double warmupAccuracy,
    boolean decided,
    double seconds,
    String failure) {
  /** One that did not fail. */
  public Trial(
      MetaSift.Settings settings,
      int copy,
      int sifter,
      double ncr,
      double depth,
      double warmupAccuracy,
      boolean decided,
      double seconds) {
    this(settings, copy, sifter, ncr, depth, warmupAccuracy, decided, seconds, "");
  }

  /** One whose vote lacks a sifter that diverged. */
  static Trial failed(
      MetaSift.Settings settings, int copy, int sifter, double seconds, String failure) {
    return new Trial(settings, copy, sifter, Double.NaN, 0, 0, false, seconds, failure);
  }

  /** Whether a network diverged, so that there is no vote. */
  public boolean failed() {
    return !failure.isEmpty();
  }

  @Override
  public String toString() {
    if (failed()) {
      return String.format(
          Locale.ROOT, "copy %d, %d sifters: failed, %s (%s)", copy, sifter + 1, failure, settings);
    }
    return String.format(
        Locale.ROOT,
        "copy %d, %d sifters: NCR %.1f %%, depth %.1f %%, warm-up accuracy %.0f %%%s (%s)",
        copy,
        sifter + 1,
        ncr,
        100 * depth,
        100 * warmupAccuracy,
        decided ? "" : ", weigher undecided",
        settings);
  }
}
