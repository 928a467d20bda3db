package org.metasift.tune;

import java.util.Locale;
import org.metasift.sift.MetaSift;

/**
 * One sifter more for some settings on one pseudo-poisoned copy, and what the vote of this and the
 * sifters before it picks there.
 *
 * @param settings of one sifter
 * @param copy which copy, from 0
 * @param sifter which sifter, from 0; all up to it vote
 * @param ncr of the vote's pick, in percent of a random pick; 0 is clean
 * @param depth how deep the pick could go before it meets pseudo-poison: the share of the images of
 *     a label that the vote trusts more than any poisoned one of that label, 0 to 1, the mean over
 *     the labels that poisoned images bear; more is better
 * @param warmupAccuracy of this sifter, 0 to 1; the paper aims at 0.5
 * @param decided whether its weigher has learned to trust low costs more than high ones
 * @param seconds that this sifter took
 */
public record Trial(
    MetaSift.Settings settings,
    int copy,
    int sifter,
    double ncr,
    double depth,
    double warmupAccuracy,
    boolean decided,
    double seconds) {
  @Override
  public String toString() {
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
