package org.metasift.sift.metasift;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What one sifter found.
 *
 * @param costs the cross entropy of each augmented image under its network, at the end; the mean
 *     over the views
 * @param scores V of each view's cost, in (0, 1), the mean over the views: higher = cleaner
 * @param weigherCosts costs from 0 to the largest seen, for drawing V
 * @param weigherScores V at those
 * @param losses the mean cost of the batch at each step, warm-up first
 * @param warmupAccuracy accuracy after the warm-up, 0 to 1, on up to 2,000 random images of the
 *     (poisoned) set
 * @param seconds what it took, its warm-up included though others may have shared that
 */
@SuppressWarnings(
    "ArrayRecordComponent") // one number an image: lists would cost ten times the memory
public record Sifting(
    float[] costs,
    float[] scores,
    float[] weigherCosts,
    float[] weigherScores,
    List<Double> losses,
    double warmupAccuracy,
    double seconds)
    implements Serializable {
  private static final double SPREAD = 0.02;

  /**
   * Whether V has learned to lean the right way: between the cost that a tenth of the images stays
   * below and the one that a tenth exceeds it falls by at least 0.02, and nowhere rises by more
   * than half of that fall. When it does not, the weigher had too few or too small steps: raise
   * {@code v_lr} or the epochs. In the compact profile on the small embedded set V falls by 0.15
   * and 0.12 (seeds 0 and 1), with a third of its {@code v_lr} by 0.09 and 0.02, with a sixtieth by
   * 0.014 and -0.05: there it is still what its start was, which by luck may lean either way, by
   * 0.08 in one of ten.
   */
  public boolean decided() {
    return drop() >= SPREAD && 2 * largestRise() <= drop();
  }

  /** Whether V trusts low and high costs alike: between those two costs it varies by less. */
  public boolean flat() {
    final float[] middle = middle();
    float least = middle[0];
    float most = middle[0];
    for (final float weight : middle) {
      least = Math.min(least, weight);
      most = Math.max(most, weight);
    }
    return most - least < SPREAD;
  }

  /** How much V falls between those two costs; below 0 where it trusts high costs more. */
  public double drop() {
    final float[] middle = middle();
    return middle[0] - middle[middle.length - 1];
  }

  private double largestRise() {
    final float[] middle = middle();
    float least = middle[0];
    double rise = 0;
    for (final float weight : middle) {
      least = Math.min(least, weight);
      rise = Math.max(rise, weight - least);
    }
    return rise;
  }

  /** V from the lowest tenth of the costs to the highest. */
  private float[] middle() {
    final float[] sorted = costs.clone();
    Arrays.sort(sorted);
    final int tenth = sorted.length / 10;
    return Arrays.copyOfRange(
        weigherScores, at(sorted[tenth]), at(sorted[sorted.length - 1 - tenth]) + 1);
  }

  private int at(float cost) {
    int k = 0;
    while (k < weigherCosts.length - 1 && weigherCosts[k] < cost) {
      k++;
    }
    return k;
  }

  /** The trust in each image by some sifters together: the mean of their scores, in (0, 1). */
  public static double[] mean(List<Sifting> siftings) {
    final double[] mean = new double[siftings.get(0).scores().length];
    for (final Sifting sifting : siftings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += sifting.scores()[i] / siftings.size();
      }
    }
    return mean;
  }
}
