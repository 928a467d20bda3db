package org.metasift.sift;

import java.util.Arrays;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.metasift.data.ImageSet;

/**
 * Ranks of numbers about images, among the images of a label: across labels they may mean nothing.
 */
public final class ClassRanks {
  private ClassRanks() {}

  /**
   * For each image the rank of its number among those of its label: 1 for the lowest to as many as
   * the label has; equal numbers share the mean of their ranks.
   *
   * @param numbers one an image, none of them NaN
   */
  public static double[] of(ImageSet images, float... numbers) {
    final NaturalRanking ranking = new NaturalRanking(TiesStrategy.AVERAGE);
    final double[] ranks = new double[numbers.length];
    for (int c = 0; c < images.classes(); c++) {
      final int[] own = images.indicesOf(c);
      if (own.length > 0) {
        final double[] places =
            ranking.rank(Arrays.stream(own).mapToDouble(i -> numbers[i]).toArray());
        for (int k = 0; k < own.length; k++) {
          ranks[own[k]] = places[k];
        }
      }
    }
    return ranks;
  }
}
