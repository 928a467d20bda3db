package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** The truth, and base sets drawn with it. */
class PoisonedSetTest {
  private static final ImageSet CLEAN = TinyImages.of(6, 3, 1, 40, 60, 50, 30);
  private static final BadNets BADNETS = new BadNets(1, 0.33);
  private static final PoisonedSet POISONED = BADNETS.poison(CLEAN, 0);

  @Test
  void aDrawHasTheCountsAskedFor() {
    final ImageSet draw = POISONED.draw(20, 5, 3);
    assertThat(draw.size()).isEqualTo(25);
    assertThat(draw.ids()).doesNotHaveDuplicates();
    final int[] bad =
        IntStream.range(0, 25)
            .filter(k -> POISONED.isPoisoned(POISONED.images().ids().indexOf(draw.id(k))))
            .toArray();
    assertThat(bad).hasSize(5).isNotEqualTo(IntStream.range(20, 25).toArray());
    assertThat(POISONED.draw(20, 5, 3).fingerprint()).isEqualTo(draw.fingerprint());
    assertThat(POISONED.draw(20, 5, 4).fingerprint()).isNotEqualTo(draw.fingerprint());
    assertThat(POISONED.draw(0, 0, 0).size()).isZero();
    assertThat(POISONED.draw(151, 29, 0).size()).isEqualTo(180);
  }

  @Test
  void aDrawOfMoreThanThereAreIsRefused() {
    assertThatThrownBy(() -> POISONED.draw(152, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("152 clean images asked for; the set has 151");
    assertThatThrownBy(() -> POISONED.draw(0, 30, 0))
        .hasMessage("30 poisoned images asked for; the set has 29");
    assertThatThrownBy(() -> POISONED.draw(-1, 0, 0)).hasMessageContaining("-1 clean");
  }

  @Test
  void theTruthIsCopiedAndMustFitTheSet() {
    final BitSet bits = new BitSet();
    bits.set(3);
    final Backdoor backdoor = Backdoor.none(4);
    final PoisonedSet poisoned = new PoisonedSet(CLEAN, bits, BADNETS, 0, backdoor);
    bits.set(4);
    assertThat(poisoned.isPoisoned(4)).isFalse();
    bits.set(CLEAN.size());
    assertThatThrownBy(() -> new PoisonedSet(CLEAN, bits, BADNETS, 0, backdoor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image 180 is said to be poisoned, of a set of 180");
  }

  @Test
  void itsExamplesAreOfTheTargetAndSpreadOverTheSet() {
    final int[] few = POISONED.examples(4);
    assertThat(few).hasSize(8).isSorted().doesNotHaveDuplicates();
    assertThat(POISONED.images().select(few).labels()).containsOnly(1);
    assertThat(POISONED.poisonedAmong(few)).isEqualTo(4);
    final int[] poisoned = POISONED.poisonedIndices(); // 29: every seventh
    assertThat(few).contains(poisoned[0], poisoned[7], poisoned[14], poisoned[21]);
    assertThat(POISONED.examples(1000)).isEqualTo(POISONED.images().indicesOf(1)).hasSize(89);
    assertThat(POISONED.poisonedAmong(poisoned)).isEqualTo(29);
    assertThat(POISONED.poisonedAmong()).isZero();
  }

  @Test
  void theCommonLabelIsTheFirstOfThoseThatMostBear() {
    final BitSet two = new BitSet();
    two.set(CLEAN.indicesOf(2)[0]);
    two.set(CLEAN.indicesOf(3)[0]);
    assertThat(new PoisonedSet(CLEAN, two, BADNETS, 0, Backdoor.none(4)).commonLabel())
        .isEqualTo(2);
  }

  @Test
  void itSaysWhatWasDone() {
    assertThat(POISONED.toString())
        .contains("29 of them poisoned by BadNets (all labelled class 1, class 1)");
    assertThat(new BadNetsAllToAll(0.9).poison(CLEAN, 0).toString())
        .contains("162 of them poisoned by BadNets all-to-all (most often labelled class 2");
    assertThat(POISONED.examples(3)).hasSize(6);
  }
}
