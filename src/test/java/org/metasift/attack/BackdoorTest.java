package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;

/** Which images an attack is on, and what it wants of them. */
class BackdoorTest {
  private static final ImageSet IMAGES = TinyImages.of(6, 3, 1, 4, 3, 2);
  private static final Trigger SQUARE = Trigger.whiteSquare(2);

  @Test
  void allButTheTargetAreAttacked() {
    final Backdoor backdoor = Backdoor.allToOne(SQUARE, 1, 3);
    assertThat(backdoor.wanted()).containsExactly(1, 1, 1);
    assertThat(backdoor.wanted(2)).isEqualTo(1);
    assertThat(backdoor.hasAim()).isTrue();
    assertThat(backdoor).hasToString("Backdoor[1, 1, 1]");
    assertThat(backdoor.attacked(IMAGES).labels()).containsOnly(0, 2).hasSize(6);
    backdoor.wanted()[0] = 2; // a copy
    assertThat(backdoor.wanted(0)).isEqualTo(1);
  }

  @Test
  void theVeryVictimsAreAttackedAsTheyAre() {
    final ImageSet victims = IMAGES.select(IMAGES.indicesOf(2));
    final Backdoor backdoor = Backdoor.instances(victims, 0);
    assertThat(backdoor.wanted()).containsExactly(0, 1, 0);
    assertThat(backdoor.attacks(2)).isTrue();
    assertThat(backdoor.attacks(0)).isFalse();
    assertThat(backdoor.attacked(TinyImages.of(6, 3, 5, 1, 1, 1))).isSameAs(victims);
  }

  @Test
  void whoWantsNothingAttacksNothing() {
    final Backdoor none = Backdoor.none(3);
    assertThat(none.wanted()).containsExactly(0, 1, 2);
    assertThat(none.hasAim()).isFalse();
    assertThat(none.attacked(IMAGES).size()).isZero();
  }

  @Test
  void answersThatThereAreNotAreRefused() {
    assertThatThrownBy(() -> new Backdoor(SQUARE, 0, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class 3 is wanted; 0 to 2 is allowed");
    assertThatThrownBy(() -> new Backdoor(SQUARE, 0, -1))
        .hasMessage("class -1 is wanted; 0 to 1 is allowed");
  }

  @Test
  void backdoorsOfEqualTriggersAnswersAndVictimsAreEqual() {
    final Backdoor backdoor = new Backdoor(SQUARE, 1, 1);
    assertThat(backdoor)
        .isEqualTo(new Backdoor(SQUARE, 1, 1))
        .hasSameHashCodeAs(new Backdoor(SQUARE, 1, 1))
        .isNotEqualTo(new Backdoor(SQUARE, 1, 0))
        .isNotEqualTo(new Backdoor(Trigger.NONE, 1, 1))
        .isNotEqualTo(new Backdoor(SQUARE, new int[] {1, 1}, IMAGES))
        .isNotEqualTo("backdoor");
    assertThat(backdoor.hashCode()).isNotEqualTo(new Backdoor(SQUARE, 1, 0).hashCode());
  }

  @Test
  void aSquareFitsIntoImagesOfItsSizeAndNoSmallerOnes() {
    final ImageSet two = TinyImages.of(2, 1, 1, 1);
    assertThat(SQUARE.on(two).pixels(0)).containsOnly((byte) 255);
    assertThatThrownBy(() -> Trigger.whiteSquare(3).on(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 3 pixels for images of 2 x 2");
    for (final int height : new int[] {2, 4}) {
      final ImageSet oblong =
          ImageSet.of(
              new byte[8],
              new int[] {0},
              new ImageShape(height, 8 / height, 1),
              TinyImages.names(1),
              List.of("oblong"));
      assertThatThrownBy(() -> Trigger.whiteSquare(3).on(oblong))
          .hasMessageContaining("3 x 3 pixels for images of %d x %d", height, 8 / height);
    }
    assertThatThrownBy(() -> Trigger.blended(Pattern.noise(IMAGES, 0), 0.2).on(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a trigger of 6 x 6 x 3 for images of 2 x 2 x 1");
  }
}
