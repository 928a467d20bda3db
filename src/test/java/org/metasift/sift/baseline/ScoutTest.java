package org.metasift.sift.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;

/** Sifters that share a scout share its work, and it has learned what it tells them. */
class ScoutTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 20, 20, 20);

  private static int right(Network network) {
    return Inference.right(Inference.predict(network, IMAGES), IMAGES.labels());
  }

  @Test
  void theLastNetworkIsRememberedForItsImagesAndSeedAlone() {
    final Scout scout = new Scout(2, 1, 1, 1e-3);
    final Network first = scout.network(IMAGES, 3);
    assertThat(scout.network(IMAGES, 3)).isSameAs(first);
    final Network other = scout.network(IMAGES, 4);
    assertThat(other).isNotSameAs(first);
    final float[][] said = outputs(first);
    assertThat(outputs(other)).isNotEqualTo(said);
    final Network again = scout.network(IMAGES, 3);
    assertThat(again).as("only the last one is kept").isNotSameAs(first);
    assertThat(outputs(again)).isEqualTo(said);
    assertThat(outputs(scout.network(TinyImages.of(8, 3, 2, 20, 20, 20), 3))).isNotEqualTo(said);
  }

  private static float[][] outputs(Network network) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(IMAGES, root)) {
      return Inference.seen(live, resident).scores();
    }
  }

  @Test
  void itLearnsForItsEpochs() {
    final int brief = right(new Scout(4, 1, 1, 1e-5).network(IMAGES, 3));
    assertThat(right(new Scout(4, 1, 60, 1e-2).network(IMAGES, 3)))
        .isGreaterThan(54)
        .isGreaterThan(brief);
  }
}
