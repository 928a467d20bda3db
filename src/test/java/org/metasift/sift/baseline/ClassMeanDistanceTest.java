package org.metasift.sift.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.BaseSet;

/** The two passes over all bytes against the definition, image by image. */
class ClassMeanDistanceTest {
  @Test
  void scoresAreTheNegativeMeanDistancesToTheClassMean() {
    final ImageSet images = TinyImages.of(5, 3, 4, 30, 0, 11, 1);
    final BaseSet base = new ClassMeanDistance().pick(images, images.size(), 0);
    for (final BaseSet.Pick pick : base.picks()) {
      assertThat(pick.trust()).isCloseTo(-distance(images, pick.index()), within(1e-4));
    }
    assertThat(base.picks().get(0).label()).isEqualTo(3); // the only one of its class
    assertThat(base.picks().get(0).trust()).isZero();
  }

  @Test
  void anImageUnlikeItsClassIsPickedLast() {
    final ImageSet images = TinyImages.of(5, 3, 4, 30, 20);
    final byte[] white = new byte[75];
    java.util.Arrays.fill(white, (byte) 255);
    final ImageSet odd = images.edit().pixels(7, white).done();
    final int[] order = new ClassMeanDistance().pick(odd, odd.size(), 0).indices();
    assertThat(order[order.length - 1]).isEqualTo(7);
  }

  private static double distance(ImageSet images, int of) {
    final int[] like = images.indicesOf(images.label(of));
    final byte[] own = images.pixels(of);
    double distance = 0;
    for (int k = 0; k < own.length; k++) {
      double mean = 0;
      for (final int i : like) {
        mean += (double) (images.pixels(i)[k] & 0xff) / like.length;
      }
      distance += Math.abs((own[k] & 0xff) - mean) / own.length;
    }
    return distance;
  }
}
