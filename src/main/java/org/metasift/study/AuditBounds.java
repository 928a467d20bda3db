package org.metasift.study;

import java.util.OptionalInt;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.metasift.compute.Ranges;

/**
 * What a look at some images of a set says about all of them: discovery sampling, as auditors of
 * accounts do it, by people who may overlook what they look for. All bounds are exact; none rests
 * on a normal approximation.
 *
 * <p>Model: of N images M are poisoned; n are drawn without putting back, so J of them are
 * poisoned, J ~ Hypergeometric(N, M, n); each of these is found with probability s, the
 * sensitivity, independently of the others, so K | J ~ Binomial(J, s) are found. Hence
 *
 * <p>P(K ≤ k | M) = Σ_j C(M, j) C(N − M, n − j) / C(N, n) · Σ_{i ≤ k} C(j, i) s^i (1 − s)^(j − i).
 *
 * <p>It falls in M, n and s and grows in k. So "M or more" are excluded at the risk α where P(K ≤ k
 * | M) ≤ α for the k that were found, and the bound on M is the largest that is not excluded: the
 * inversion of the exact one-sided test (Clopper and Pearson 1934, for a hypergeometric count).
 */
public final class AuditBounds {
  /** The risk that a statement is wrong: 1 − 0.95. */
  public static final double RISK = 0.05;

  /** Of each of two bounds that hold together at {@link #RISK} (Bonferroni). */
  static final double HALF_RISK = RISK / 2;

  private static final double NEGLIGIBLE = 1e-18;
  private static final String SENSITIVITY = "sensitivity";

  private AuditBounds() {}

  /**
   * P(K ≤ found): how likely it is that no more than this is found. 0 to 1; high where an audit
   * says little.
   *
   * @param found k, at least 0
   * @param size N, at least 1
   * @param poisoned M, 0 to N
   * @param looked n, 0 to N
   * @param sensitivity s, 0 to 1
   * @throws IllegalArgumentException when a number is out of range
   */
  public static double chanceOfAtMost(
      int found, int size, int poisoned, int looked, double sensitivity) {
    Ranges.atLeast("found", found, 0);
    Ranges.atLeast("size", size, 1);
    Ranges.within("poisoned", poisoned, 0, size);
    Ranges.within("looked", looked, 0, size);
    Ranges.within(SENSITIVITY, sensitivity, 0, 1);
    final var drawn = new HypergeometricDistribution(null, size, poisoned, looked);
    final int fewest = drawn.getSupportLowerBound();
    final int most = drawn.getSupportUpperBound();
    double chance = 0;
    for (int j = fewest; j <= most; j++) {
      final double seen =
          new BinomialDistribution(null, j, sensitivity).cumulativeProbability(found);
      if (seen < NEGLIGIBLE) {
        break; // it falls in j, and the probabilities of all j together are 1
      }
      chance += seen * (fewest == most ? 1 : drawn.probability(j)); // which is NaN there
    }
    return Math.min(1, chance); // a sum of rounded numbers
  }

  /**
   * How many of a set are poisoned at most, found or not: the largest M with P(K ≤ found | M) above
   * the risk. Whoever takes out what was found leaves at most this minus {@code found}, even where
   * some of it was no poison: one more poisoned image adds at most one to K, so each false alarm
   * raises the bound by at least one.
   *
   * @param looked n, 0 to {@code size}
   * @param found k, 0 to {@code looked}
   * @param sensitivity s, 0 to 1; a lower bound of it gives a bound that holds still
   * @param risk above 0 and below 1
   * @return found to {@code size}
   * @throws IllegalArgumentException when a number is out of range
   */
  public static int poisonedAtMost(
      int size, int looked, int found, double sensitivity, double risk) {
    Ranges.between("risk", risk, 0, 1);
    Ranges.within("looked", looked, 0, size);
    int most = Ranges.within("found", found, 0, looked); // P is 1 there: never excluded
    int excluded = size + 1;
    while (excluded - most > 1) {
      final int middle = (most + excluded) >>> 1;
      if (chanceOfAtMost(found, size, middle, looked, sensitivity) > risk) {
        most = middle;
      } else {
        excluded = middle;
      }
    }
    return most;
  }

  /** As below, where nothing is found. */
  public static OptionalInt toLookAt(int size, int limit, double sensitivity, double risk) {
    return toLookAt(size, limit, 0, sensitivity, risk);
  }

  /**
   * How many images must be looked at, and no more than {@code found} found, to exclude that {@code
   * limit} poisoned ones or more are left once those are taken out: the smallest n with P(K ≤ found
   * | found + limit) at most the risk.
   *
   * @param limit at least 1
   * @param found k, at least 0; {@code found + limit} at most {@code size}
   * @param sensitivity s, 0 to 1
   * @param risk above 0 and below 1
   * @return 1 to {@code size}; empty where a look at all of them does not exclude it
   * @throws IllegalArgumentException when a number is out of range
   */
  public static OptionalInt toLookAt(
      int size, int limit, int found, double sensitivity, double risk) {
    Ranges.within("found", found, 0, Ranges.atLeast("size", size, 1) - 1);
    Ranges.within("limit", limit, 1, size - found);
    Ranges.between("risk", risk, 0, 1);
    final int poisoned = found + limit;
    if (chanceOfAtMost(found, size, poisoned, size, sensitivity) > risk) {
      return OptionalInt.empty();
    }
    int tooFew = 0;
    int enough = size;
    while (enough - tooFew > 1) {
      final int middle = (tooFew + enough) >>> 1;
      if (chanceOfAtMost(found, size, poisoned, middle, sensitivity) > risk) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  /**
   * The sensitivity below which no audit excludes {@code limit} poisoned images or more, not even
   * of all images with nothing found: 1 − risk^(1 / limit), from (1 − s)^limit ≤ risk. Of 8 at a
   * risk of 0.05 it is 0.312.
   */
  public static double leastSensitivity(int limit, double risk) {
    Ranges.between("risk", risk, 0, 1);
    return 1 - Math.pow(risk, 1.0 / Ranges.atLeast("limit", limit, 1));
  }

  /**
   * The lower bound of a sensitivity, measured on planted poison: of {@code planted} independent
   * tries {@code found} succeeded (Clopper and Pearson 1934, one-sided). It is the s at which so
   * many or more would be found with probability {@code risk}, the quantile of Beta(found, planted
   * − found + 1).
   *
   * @param found 0 to {@code planted}
   * @param planted at least 0
   * @param risk above 0 and below 1
   * @return 0 to 1; 0 where nothing was found or planted
   * @throws IllegalArgumentException when a number is out of range
   */
  public static double sensitivityAtLeast(int found, int planted, double risk) {
    Ranges.within("found", found, 0, Ranges.atLeast("planted", planted, 0));
    Ranges.between("risk", risk, 0, 1);
    return found == 0
        ? 0
        : new BetaDistribution(null, found, planted - found + 1.0)
            .inverseCumulativeProbability(risk);
  }
}
