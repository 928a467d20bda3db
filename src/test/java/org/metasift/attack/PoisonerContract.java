package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** What every attack promises: the count, the truth, and that it changes nothing else. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PoisonerContract {
  static final int TARGET = 1;
  static final int SOURCE = 2;

  /** Of 8 x 8: 40, 60, 50 and 30 images of four classes. */
  static final ImageSet CLEAN = TinyImages.of(8, 3, 1, 40, 60, 50, 30);

  /**
   * An attack at work.
   *
   * @param work what poisons a set by it, with as little work as shows what it promises
   * @param count how many images it poisons in {@link #CLEAN}
   * @param pictures whether it changes pictures
   * @param labels whether it changes labels
   * @param attacked how many images of {@link #CLEAN} it would attack at test time
   */
  record Case(
      Poisoner attack, Work work, int count, boolean pictures, boolean labels, int attacked) {
    Case(Poisoner attack, int count, boolean pictures, boolean labels, int attacked) {
      this(attack, attack::poison, count, pictures, labels, attacked);
    }

    String name() {
      return attack.name() + (attack.given().isPresent() ? ", given" : "");
    }

    /** {@link #CLEAN} poisoned with seed 1, once for all tests: some attacks take seconds. */
    PoisonedSet poisoned() {
      return POISONED.computeIfAbsent(attack, it -> work.poison(CLEAN, 1));
    }
  }

  /** Poisons a set. */
  @FunctionalInterface
  interface Work {
    PoisonedSet poison(ImageSet clean, long seed);
  }

  private static final Map<Poisoner, PoisonedSet> POISONED = new HashMap<>();

  /** The attacks, each with what it is to do. */
  abstract Stream<Case> attacks();

  final Stream<Arguments> cases() {
    return attacks().map(one -> Arguments.of(Named.of(one.name(), one)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTruthNamesTheChangedImagesAndNoOther(Case one) {
    final PoisonedSet poisoned = one.poisoned();
    final ImageSet after = poisoned.images();
    assertThat(poisoned.poisonedCount()).isEqualTo(one.count());
    for (int i = 0; i < CLEAN.size(); i++) {
      final boolean picture = !Arrays.equals(after.pixels(i), CLEAN.pixels(i));
      final boolean label = after.label(i) != CLEAN.label(i);
      assertThat(picture).isEqualTo(one.pictures() && poisoned.isPoisoned(i));
      assertThat(label).isEqualTo(one.labels() && poisoned.isPoisoned(i));
      assertThat(after.id(i)).isEqualTo(CLEAN.id(i));
    }
    assertThat(poisoned.poisonedIndices())
        .containsExactly(IntStream.range(0, CLEAN.size()).filter(poisoned::isPoisoned).toArray())
        .hasSize(poisoned.poisonedCount());
    assertThat(poisoned.attack()).isEqualTo(one.attack());
    assertThat(poisoned.seed()).isEqualTo(1);
    assertThat(poisoned.toString()).contains(one.attack().name());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void poisonedImagesBearTheLabelsThatAreWanted(Case one) {
    final PoisonedSet poisoned = one.poisoned();
    final Backdoor backdoor = poisoned.backdoor();
    for (final int i : poisoned.poisonedIndices()) {
      if (!one.labels()) {
        assertThat(CLEAN.label(i)).isEqualTo(TARGET);
      } else if (backdoor.hasAim()) {
        assertThat(poisoned.images().label(i)).isEqualTo(backdoor.wanted(CLEAN.label(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSetGivenStaysAndTheSeedDecides(Case one) {
    final String before = CLEAN.fingerprint();
    final PoisonedSet first = one.poisoned();
    final int arrays = Compute.liveArrays();
    assertThat(one.work().poison(CLEAN, 1).images().fingerprint())
        .isEqualTo(first.images().fingerprint())
        .isNotEqualTo(before);
    assertThat(CLEAN.fingerprint()).isEqualTo(before);
    assertThat(Compute.liveArrays()).isEqualTo(arrays);
    assertThat(one.work().poison(CLEAN, 2).poisonedIndices()).isNotEqualTo(first.poisonedIndices());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attackedImagesKeepTheirLabelsAndAreOfAttackedClasses(Case one) {
    final Backdoor backdoor = one.poisoned().backdoor();
    final ImageSet attacked = backdoor.attacked(CLEAN);
    assertThat(attacked.size()).isEqualTo(one.attacked());
    assertThat(backdoor.hasAim()).isEqualTo(one.attacked() > 0);
    for (int k = 0; k < attacked.size(); k++) {
      final int i = CLEAN.ids().indexOf(attacked.id(k));
      assertThat(attacked.label(k)).isEqualTo(CLEAN.label(i));
      assertThat(backdoor.wanted(attacked.label(k))).isNotEqualTo(attacked.label(k));
      assertThat(!Arrays.equals(attacked.pixels(k), CLEAN.pixels(i)))
          .isEqualTo(one.pictures() && backdoor.victims() == null);
    }
    assertThatThrownBy(() -> backdoor.attacked(TinyImages.of(8, 3, 1, 3, 3)))
        .hasMessageContaining("an attack on 4 classes, images of 2");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSetWithoutAClassThatIsNeededIsRefused(Case one) {
    final ImageSet lacking = TinyImages.of(8, 3, 1, 5, 0, 0, 5);
    final boolean needsNone =
        one.attack() instanceof BadNetsAllToAll
            || one.attack() instanceof BlendedAllToAll
            || one.attack() instanceof SmoothAllToAll
            || one.attack() instanceof RandomLabelFlip;
    if (needsNone) {
      assertThat(one.work().poison(lacking, 0).poisonedCount()).isEqualTo(2);
      assertThatThrownBy(() -> one.attack().poison(TinyImages.of(8, 3, 1, 4), 0))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThatThrownBy(() -> one.attack().poison(lacking, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no image in the set");
    }
  }
}
