package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** What an attack promises: the count, the truth, and that it changes nothing else. */
class PoisonerContractTest {
  private static final int TARGET = 1;
  private static final ImageSet CLEAN = TinyImages.of(6, 3, 1, 40, 60, 50, 30);
  private static final BadNets BADNETS = new BadNets(TARGET, 0.33);

  @Test
  void theCountIsThatOfThePaper() {
    final ImageSet clean = TinyImages.of(4, 1, 0, 1500, 2070);
    assertThat(new BadNets(1, 0.33).poison(clean, 0).poisonedCount()).isEqualTo(1019);
    assertThat(new BadNets(1, 0.25).poison(clean, 0).poisonedCount()).isEqualTo(690);
    assertThat(BADNETS.poison(CLEAN, 0).poisonedCount()).isEqualTo(29); // of 60: 29.55
  }

  @Test
  void theTruthNamesTheChangedImagesAndNoOther() {
    final PoisonedSet poisoned = BADNETS.poison(CLEAN, 7);
    final ImageSet after = poisoned.images();
    for (int i = 0; i < CLEAN.size(); i++) {
      final boolean changed = !java.util.Arrays.equals(after.pixels(i), CLEAN.pixels(i));
      assertThat(poisoned.isPoisoned(i)).isEqualTo(changed);
      assertThat(after.label(i)).isEqualTo(changed ? TARGET : CLEAN.label(i));
      assertThat(after.id(i)).isEqualTo(CLEAN.id(i));
      assertThat(changed && CLEAN.label(i) == TARGET).isFalse();
    }
    assertThat(poisoned.poisonedIndices())
        .containsExactly(IntStream.range(0, CLEAN.size()).filter(poisoned::isPoisoned).toArray())
        .hasSize(poisoned.poisonedCount());
    assertThat(poisoned.attack()).isEqualTo(BADNETS);
    assertThat(poisoned.seed()).isEqualTo(7);
    assertThat(poisoned.toString()).contains("29 of them poisoned by BadNets (target 1, class 1)");
  }

  @Test
  void theTriggerIsAWhiteSquareAtTheBottomRight() {
    final PoisonedSet poisoned = BADNETS.poison(CLEAN, 7);
    final int i = poisoned.poisonedIndices()[0];
    final byte[] before = CLEAN.pixels(i);
    final byte[] after = poisoned.images().pixels(i);
    for (int row = 0; row < 6; row++) {
      for (int k = 0; k < 18; k++) {
        final boolean inside = row >= 2 && k >= 6;
        assertThat(after[row * 18 + k]).isEqualTo(inside ? (byte) 255 : before[row * 18 + k]);
      }
    }
    final ImageSet all = BADNETS.trigger().on(CLEAN);
    assertThat(all.pixels(i)).isEqualTo(after);
    assertThat(all.labels()).isEqualTo(CLEAN.labels());
  }

  @Test
  void theSetGivenStaysAndTheSeedDecides() {
    final String before = CLEAN.fingerprint();
    final PoisonedSet one = BADNETS.poison(CLEAN, 1);
    assertThat(CLEAN.fingerprint()).isEqualTo(before);
    assertThat(BADNETS.poison(CLEAN, 1).images().fingerprint())
        .isEqualTo(one.images().fingerprint())
        .isNotEqualTo(before);
    assertThat(BADNETS.poison(CLEAN, 2).poisonedIndices()).isNotEqualTo(one.poisonedIndices());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aRatioOutOfRangeIsRefused(double ratio) {
    assertThatThrownBy(() -> new BadNets(TARGET, ratio))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ratio is %s; it must lie between 0.0 and 1.0, bounds excluded", ratio);
  }

  @Test
  void aTargetThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new BadNets(-1, 0.33)).hasMessageContaining("target is -1");
    assertThatThrownBy(() -> new BadNets(4, 0.33).poison(CLEAN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target class 4 is unknown")
        .hasMessageContaining("0 to 3");
    assertThatThrownBy(() -> BADNETS.poison(TinyImages.of(6, 3, 1, 5, 0, 5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target class 1 (class 1) has no image");
  }

  @Test
  void tooManyOrNoPoisonedImagesAreRefused() {
    assertThatThrownBy(() -> new BadNets(1, 0.75).poison(TinyImages.of(6, 3, 1, 20, 10), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratio 0.75 asks for 30 poisoned images; 1 to 20");
    assertThatThrownBy(() -> new BadNets(1, 0.01).poison(TinyImages.of(6, 3, 1, 50, 10), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asks for 0");
  }

  @Test
  void aTriggerLargerThanTheImageIsRefused() {
    assertThatThrownBy(() -> BADNETS.poison(TinyImages.of(3, 1, 0, 20, 20), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 x 4 pixels for images of 3 x 3");
  }

  @Test
  void aDrawHasTheCountsAskedFor() {
    final PoisonedSet poisoned = BADNETS.poison(CLEAN, 0);
    final ImageSet draw = poisoned.draw(20, 5, 3);
    assertThat(draw.size()).isEqualTo(25);
    assertThat(draw.ids()).doesNotHaveDuplicates();
    final int[] bad =
        IntStream.range(0, 25)
            .filter(k -> poisoned.isPoisoned(poisoned.images().ids().indexOf(draw.id(k))))
            .toArray();
    assertThat(bad).hasSize(5).isNotEqualTo(IntStream.range(20, 25).toArray());
    assertThat(poisoned.draw(20, 5, 3).fingerprint()).isEqualTo(draw.fingerprint());
    assertThat(poisoned.draw(20, 5, 4).fingerprint()).isNotEqualTo(draw.fingerprint());
    assertThat(poisoned.draw(0, 0, 0).size()).isZero();
  }

  @Test
  void aDrawOfMoreThanThereAreIsRefused() {
    final PoisonedSet poisoned = BADNETS.poison(CLEAN, 0);
    assertThatThrownBy(() -> poisoned.draw(152, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("152 clean images asked for; the set has 151");
    assertThatThrownBy(() -> poisoned.draw(0, 30, 0))
        .hasMessage("30 poisoned images asked for; the set has 29");
    assertThatThrownBy(() -> poisoned.draw(-1, 0, 0)).hasMessageContaining("-1 clean");
  }

  @Test
  void theTruthIsCopiedAndMustFitTheSet() {
    final BitSet bits = new BitSet();
    bits.set(3);
    final PoisonedSet poisoned = new PoisonedSet(CLEAN, bits, BADNETS, 0);
    bits.set(4);
    assertThat(poisoned.isPoisoned(4)).isFalse();
    bits.set(CLEAN.size());
    assertThatThrownBy(() -> new PoisonedSet(CLEAN, bits, BADNETS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image 180 is said to be poisoned, of a set of 180");
  }
}
