package org.metasift.eval;

import org.metasift.attack.PoisonedSet;
import org.metasift.compute.CountedShare;
import org.metasift.sift.BaseSet;

/**
 * How much poison a pick holds, by the truth, and how far chance may have helped.
 *
 * @param poisonedInSet poisoned images of the set, at least 0
 * @param poisonedPicked poisoned images of the pick, at least 0
 * @param ncrPercent {@link Metrics#ncr}, in percent; lower = cleaner
 * @param ncrFromPercent lower end of its 95 % Wilson interval, in percent
 * @param ncrToPercent upper end, in percent
 */
public record Corruption(
    int poisonedInSet,
    int poisonedPicked,
    double ncrPercent,
    double ncrFromPercent,
    double ncrToPercent) {
  /**
   * Compares a pick with the truth. The interval is that of the poisoned share of the pick (Wilson
   * 1927), as if its images were independent draws, divided by the share of the set. Of a set
   * without poison all three figures are 0.
   *
   * @throws IllegalArgumentException when the base set was picked from other data, or is empty
   */
  public static Corruption of(PoisonedSet truth, BaseSet base) {
    final double ncr = Metrics.ncr(truth, base).percent(); // checks both
    final int inSet = truth.poisonedCount();
    final int picked = truth.poisonedAmong(base.indices());
    if (inSet == 0) {
      return new Corruption(0, 0, ncr, 0, 0);
    }
    final CountedShare share = CountedShare.of(picked, base.size());
    final double scale = 100.0 * truth.images().size() / inSet;
    return new Corruption(inSet, picked, ncr, scale * share.least(), scale * share.most());
  }
}
