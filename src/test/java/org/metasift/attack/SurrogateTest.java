package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;

/** Which network an attacker aims at, and that it is trained once. */
class SurrogateTest {
  private static final ImageSet IMAGES = TinyImages.of(32, 3, 1, 4, 4);

  @Test
  void whoKnowsTheVictimTrainsItsKind() {
    final Network known = Surrogate.ofVictimsKind(IMAGES, 3);
    assertThat(known.architecture()).isEqualTo(new SmallVgg16(3, 2));
    assertThat(Surrogate.train(IMAGES, 3).architecture()).isInstanceOf(ResNet18.class);
    assertThat(Surrogate.ofVictimsKind(IMAGES, 3)).isSameAs(known);
    assertThat(Surrogate.ofVictimsKind(IMAGES, 4)).isNotSameAs(known);
  }

  @Test
  void anotherNumberOfEpochsIsAnotherNetwork() {
    final Network usual = Surrogate.train(IMAGES, 3);
    assertThat(Surrogate.train(IMAGES, Surrogate.EPOCHS, 3)).isSameAs(usual);
    final Network one = Surrogate.train(IMAGES, 1, 3);
    assertThat(one.architecture()).isEqualTo(usual.architecture());
    assertThat(firstWeights(one)).isNotEqualTo(firstWeights(usual));
  }

  private static float[] firstWeights(Network network) {
    return network.state().values().iterator().next().values();
  }

  @Test
  void imagesThatTheKindDoesNotTakeGetTheOther() {
    final ImageSet small = TinyImages.of(8, 3, 1, 4, 4);
    assertThat(Surrogate.ofVictimsKind(small, 3)).isSameAs(Surrogate.train(small, 3));
  }
}
