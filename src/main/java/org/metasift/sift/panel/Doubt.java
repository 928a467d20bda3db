package org.metasift.sift.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;

/**
 * The classes that a panel does not vouch for. Where most images of a class are poison, or its
 * members contradict each other, the best images of the class do not come off well with every
 * member: the rank of the worst member that has to be put up with to fill the class's share, its
 * depth, is larger than in other classes.
 */
final class Doubt {
  private static final int LEAST_SHARE = 5;

  private Doubt() {}

  /**
   * The classes whose depth is more than {@code limit} times the median of all. Classes of which
   * fewer than five images are asked for are too small to tell.
   *
   * @param trust 1 minus the worst rank, one number an image
   * @param limit above 1; 0 for none
   */
  static List<BaseSet.LeftOut> of(ImageSet images, double[] trust, int budget, double limit) {
    final int[] shares = BaseSet.shares(images, budget);
    final double[] depths = depths(images, trust, shares);
    final double usual =
        FixedPattern.median(Arrays.stream(depths).filter(Double::isFinite).toArray());
    final List<BaseSet.LeftOut> leftOut = new ArrayList<>();
    for (int c = 0; c < depths.length; c++) {
      final boolean deep = limit > 0 && usual > 0 && depths[c] > limit * usual;
      if (deep && shares[c] >= LEAST_SHARE) {
        leftOut.add(new BaseSet.LeftOut(c, shares[c], why(depths[c], usual)));
      }
    }
    return leftOut;
  }

  private static String why(double depth, double usual) {
    return String.format(
        Locale.ROOT,
        "its members disagree: to fill its share, images must be taken that some member places at %.0f %% of the class, counted from the least suspicious; %.0f %% is usual",
        100 * depth,
        100 * usual);
  }

  /**
   * For each class the worst rank, 0 to 1, that must be accepted to get its share; not a number for
   * a class without images.
   *
   * @param shares how many images of each class are picked
   */
  static double[] depths(ImageSet images, double[] trust, int... shares) {
    final double[] depths = new double[images.classes()];
    for (int c = 0; c < depths.length; c++) {
      final double[] ranks =
          IntStream.of(images.indicesOf(c)).mapToDouble(i -> 1 - trust[i]).sorted().toArray();
      depths[c] = shares[c] == 0 ? Double.NaN : ranks[shares[c] - 1];
    }
    return depths;
  }
}
