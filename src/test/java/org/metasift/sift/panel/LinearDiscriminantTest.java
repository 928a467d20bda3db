package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** The nearest class counts spreads and not sizes, and leaves the image itself out. */
class LinearDiscriminantTest {
  /** Two oblique clouds side by side, one ten times as large, and images with the other's label. */
  @Test
  void spreadCountsAndSizeDoesNot() {
    final ImageSet images = TinyImages.of(2, 1, 0, 300, 30);
    final SplittableRandom random = new SplittableRandom(1);
    final float[][] features = new float[images.size()][];
    final boolean[] strange = new boolean[images.size()];
    final int[] small = images.indicesOf(1);
    for (int k = 0; k < 12; k++) {
      strange[small[k]] = true;
    }
    for (int i = 0; i < features.length; i++) {
      final int seen = strange[i] ? 0 : images.label(i);
      final double along = 2 * (random.nextDouble() - 0.5);
      features[i] =
          new float[] {(float) (along + 0.1 * random.nextDouble()), (float) (along + seen), 0};
    }
    final int[] nearest = LinearDiscriminant.nearest(images, features);
    int right = 0;
    for (int i = 0; i < nearest.length; i++) {
      right += nearest[i] == (strange[i] ? 0 : images.label(i)) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(328);
  }

  @Test
  void anImageIsMeasuredFromTheOthersOfItsClass() {
    final ImageSet images = TinyImages.of(2, 1, 0, 2, 3, 1, 0);
    final float[][] features = new float[6][];
    final int[] first = images.indicesOf(0);
    final int[] second = images.indicesOf(1);
    features[first[0]] = new float[] {0};
    features[first[1]] = new float[] {4}; // 2 from the mean with itself, 4 from that without
    features[second[0]] = new float[] {7};
    features[second[1]] = new float[] {7};
    features[second[2]] = new float[] {7};
    features[images.indicesOf(2)[0]] = new float[] {100};
    final int[] nearest = LinearDiscriminant.nearest(images, features);
    assertThat(nearest[first[1]]).isEqualTo(1);
    assertThat(nearest[first[0]]).isZero();
    assertThat(nearest[images.indicesOf(2)[0]]).as("alone in its class").isEqualTo(2);
  }

  @Test
  void featuresThatAreAllAlikeNameTheLabel() {
    final ImageSet images = TinyImages.of(2, 1, 0, 5, 5);
    final float[][] features = new float[10][3];
    assertThat(LinearDiscriminant.nearest(images, features))
        .isEqualTo(IntStream.range(0, 10).map(images::label).toArray());
  }

  /**
   * Two oblique clouds that overlap, far from the origin and in small units, beside the formula:
   * the covariance within classes, a tenth of its mean diagonal added, and each image's own class
   * measured from the others of it.
   */
  @Test
  void theNearestIsThatOfTheFormulaWhereverTheCloudsLie() {
    final ImageSet images = TinyImages.of(2, 1, 0, 60, 25);
    final SplittableRandom random = new SplittableRandom(8);
    final float[][] features = new float[images.size()][];
    for (int i = 0; i < features.length; i++) {
      final double along = random.nextDouble() - 0.5;
      final double across = 0.2 * (random.nextDouble() - 0.5) + 0.1 * images.label(i);
      features[i] =
          new float[] {
            (float) (3 + 0.01 * (along + across)), (float) (-2 + 0.01 * (along - across))
          };
    }
    final double[][] means = new double[2][2];
    for (int i = 0; i < features.length; i++) {
      for (int k = 0; k < 2; k++) {
        means[images.label(i)][k] +=
            features[i][k] / (double) images.classCounts()[images.label(i)];
      }
    }
    double a = 0;
    double b = 0;
    double c = 0; // the covariance is (a, b; b, c)
    for (int i = 0; i < features.length; i++) {
      final double[] mean = means[images.label(i)];
      a += Math.pow(features[i][0] - mean[0], 2) / features.length;
      b += (features[i][0] - mean[0]) * (features[i][1] - mean[1]) / features.length;
      c += Math.pow(features[i][1] - mean[1], 2) / features.length;
    }
    final double ridge = 0.1 * (a + c) / 2;
    final int[] expected = new int[features.length];
    int strange = 0;
    for (int i = 0; i < features.length; i++) {
      final double[] distances = new double[2];
      for (int of = 0; of < 2; of++) {
        final double x = features[i][0] - means[of][0];
        final double y = features[i][1] - means[of][1];
        distances[of] = (c + ridge) * x * x - 2 * b * x * y + (a + ridge) * y * y;
      }
      final int own = images.label(i);
      final double count = images.classCounts()[own];
      distances[own] *= Math.pow(count / (count - 1), 2);
      expected[i] = distances[0] < distances[1] ? 0 : 1;
      strange += expected[i] == own ? 0 : 1;
    }
    assertThat(strange).isBetween(5, 40);
    assertThat(LinearDiscriminant.nearest(images, features)).isEqualTo(expected);
  }
}
