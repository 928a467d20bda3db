package org.metasift.course;

import org.metasift.attack.PoisonedSet;
import org.metasift.eval.Metrics;
import org.metasift.sift.BaseSet;

/** Checks exercise 3: the NCR of a pick, and what one gets who divides by the wrong number. */
final class NcrCheck {
  private NcrCheck() {}

  static NumberCheck of(PoisonedSet truth, BaseSet base) {
    final int bad = truth.poisonedAmong(base.indices());
    final int label = truth.commonLabel();
    final int ofLabel = base.indicesOf(label).length;
    return new NumberCheck(Metrics.ncr(truth, base).percent(), 0.05)
        .mistake(
            100.0 * bad / base.size(),
            "This is the share of poison in the pick. Normalised means: relative to the share of poison in the whole set.")
        .mistake(
            100.0 * bad / truth.poisonedCount(),
            "This is the share of all poison that was picked. A larger pick has more of it, however good it is.")
        .mistake(
            100.0 * truth.poisonedCount() / truth.images().size(),
            "This is the share of poison in the whole set, by which the pick's share is divided.")
        .mistake(
            ofLabel == 0 ? Double.NaN : 100.0 * bad / ofLabel,
            "This is the share of poison among the picks of the target class; the NCR takes all picks.");
  }
}
