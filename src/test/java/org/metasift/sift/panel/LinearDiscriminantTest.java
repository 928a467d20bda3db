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
}
