package org.metasift.attack.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.Architecture;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;

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
  void imagesThatTheSmallVggDoesNotTakeGetTheVictimsResNet() {
    final ImageSet small = TinyImages.of(8, 3, 1, 4, 4);
    assertThat(Surrogate.ofVictimsKind(small, 3).architecture()).isEqualTo(Victim.kind(small));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 8, 24})
  void itNeverStartsAsTheVictimOfTheSameSeedDoes(int side) {
    final ImageSet images = TinyImages.of(side, 3, 1, 4, 4);
    for (final Architecture kind : List.of(Victim.kind(images), ResNet18.forImages(16, images))) {
      for (long seed = 0; seed < 3; seed++) {
        final float[] own = firstWeights(Surrogate.untrained(kind, seed));
        final float[] victims = firstWeights(Network.untrained(kind, seed));
        assertThat(own).hasSameSizeAs(victims);
        for (int k = 0; k < own.length; k++) {
          assertThat(own[k]).isNotEqualTo(victims[k]);
        }
      }
    }
  }

  @Test
  void itsTrainingIsNotTheVictimsFromTheSameStart() {
    // one epoch of a batch that leaves an image out: another order is another result
    final ImageSet images = TinyImages.of(8, 3, 1, 70, 70);
    final Network start = Surrogate.untrained(ResNet18.forImages(16, images), 3);
    final Training training = new Training(Training.Settings.standard().withEpochs(1));
    assertThat(firstWeights(Surrogate.train(images, 1, 3)))
        .isNotEqualTo(firstWeights(training.train(start, images, 3).network()));
  }
}
