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
  private Doubt() {}

  /**
   * The classes whose depth is more than {@code limit} times the median of all.
   *
   * @param trust 1 minus the worst rank, one number an image
   * @param limit above 1; 0 for none
   */
  static List<BaseSet.LeftOut> of(ImageSet images, double[] trust, int budget, double limit) {
    final double[] depths = depths(images, trust, budget);
    final double usual = median(depths);
    final List<BaseSet.LeftOut> leftOut = new ArrayList<>();
    for (int c = 0; c < depths.length; c++) {
      if (limit > 0 && depths[c] > limit * usual) {
        leftOut.add(
            new BaseSet.LeftOut(
                c,
                share(images.classCounts()[c], images.size(), budget),
                String.format(
                    Locale.ROOT,
                    "its members disagree: for its share one must go down to the %.0f %% that some member suspects least, where %.0f %% are usual",
                    100 * depths[c],
                    100 * usual)));
      }
    }
    return leftOut;
  }

  /**
   * For each class the worst rank, 0 to 1, that must be accepted to get its share of the budget;
   * not a number for a class without images.
   */
  static double[] depths(ImageSet images, double[] trust, int budget) {
    final double[] depths = new double[images.classes()];
    for (int c = 0; c < depths.length; c++) {
      final double[] ranks =
          IntStream.of(images.indicesOf(c)).mapToDouble(i -> 1 - trust[i]).sorted().toArray();
      depths[c] =
          ranks.length == 0 ? Double.NaN : ranks[share(ranks.length, images.size(), budget) - 1];
    }
    return depths;
  }

  private static int share(int ofClass, int all, int budget) {
    return (int) Math.min(ofClass, ((long) budget * ofClass + all - 1) / all);
  }

  private static double median(double... depths) {
    final double[] sorted = Arrays.stream(depths).filter(Double::isFinite).sorted().toArray();
    return sorted.length == 0
        ? 0
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
