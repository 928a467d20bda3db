package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.PseudoAttack;
import org.metasift.attack.PseudoTrigger;
import org.metasift.compute.Compute;
import org.metasift.compute.Told;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;

class FixedPatternTest {
  /** A tenth of the target class bears one pattern of ±16 grey levels, with the right label. */
  @Test
  void whatManyImagesShareIsFoundHoweverFaint() {
    final PoisonedSet poisoned = Fixture.narcissus();
    final float[] suspicion = new FixedPattern().look(poisoned.images(), 0).get(0).suspicion();
    final int[] own = poisoned.images().indicesOf(Fixture.TARGET);
    assertThat(auroc(poisoned, own, suspicion)).isGreaterThan(0.95);
    assertThat(auroc(poisoned, own, shuffled(suspicion, own))).isLessThan(0.8);
  }

  /** A small class gains more marked images of a large one than it keeps of its own. */
  @Test
  void whatMostOfAClassBearsIsFoundAmongAllClasses() {
    final ImageSet signs = Fixture.signs().train();
    final int small = signs.classes() - 1;
    final int[] few = Arrays.copyOf(signs.indicesOf(small), 12);
    final ImageSet set =
        signs.select(
            IntStream.range(0, signs.size())
                .filter(i -> signs.label(i) != small || i <= few[few.length - 1])
                .toArray());
    final PoisonedSet poisoned =
        new PseudoAttack(PseudoTrigger.NOISE, PseudoAttack.Labels.NEXT, 0, 0.2).poison(set, 0);
    final int[] own = poisoned.images().indicesOf(small);
    assertThat(Arrays.stream(own).filter(poisoned::isPoisoned).count())
        .isGreaterThan(own.length / 2);
    final List<Opinion> said = new FixedPattern().look(poisoned.images(), 0);
    assertThat(auroc(poisoned, own, said.get(0).suspicion())).as("in the class").isLessThan(0.5);
    assertThat(auroc(poisoned, own, said.get(1).suspicion())).as("in all").isGreaterThan(0.95);
    final long rejected = Arrays.stream(own).filter(said.get(1)::rejects).count();
    assertThat(rejected).isGreaterThan(own.length / 2);
    final PoisonedSet faint = Fixture.narcissus();
    final Opinion usual = new FixedPattern().look(faint.images(), 0).get(1);
    final long unusual = IntStream.range(0, faint.images().size()).filter(usual::rejects).count();
    assertThat(unusual).as("of a set without such poison").isZero();
  }

  /** The fourth image makes a class large enough; the set as a whole always is. */
  @Test
  void fourImagesAreLookedAtAndThreeAreNot() {
    final ImageSet images = TinyImages.of(32, 3, 1, 4, 3);
    final List<Opinion> said = new FixedPattern().look(images, 0);
    assertThat(largest(said.get(0), images.indicesOf(0))).isPositive();
    assertThat(largest(said.get(0), images.indicesOf(1))).isZero();
    assertThat(largest(said.get(1), images.indicesOf(1))).isPositive();
    final ImageSet four = TinyImages.of(32, 3, 1, 2, 2);
    assertThat(largest(new FixedPattern().look(four, 0).get(1), 0, 1, 2, 3)).isPositive();
    final ImageSet three = TinyImages.of(32, 3, 1, 2, 1);
    assertThat(largest(new FixedPattern().look(three, 0).get(1), 0, 1, 2)).isZero();
  }

  private static double largest(Opinion said, int... of) {
    return Arrays.stream(of).mapToDouble(i -> said.suspicion()[i]).max().orElseThrow();
  }

  @Test
  void eachClassIsTold() {
    assertThat(Told.by(() -> new FixedPattern().look(TinyImages.of(32, 3, 1, 5, 0, 4), 0)))
        .containsExactly(
            "fixed pattern of 4",
            "1 class 0",
            "2 class 1",
            "3 class 2",
            "4 all classes",
            "4 all classes.");
  }

  private static float[] shuffled(float[] suspicion, int... own) {
    final float[] other = suspicion.clone();
    final SplittableRandom random = new SplittableRandom(3);
    for (int k = own.length - 1; k > 0; k--) {
      final int at = random.nextInt(k + 1);
      final float kept = other[own[k]];
      other[own[k]] = other[own[at]];
      other[own[at]] = kept;
    }
    return other;
  }

  /** The share of pairs of a poisoned and a clean image in which the poisoned one is suspected. */
  private static double auroc(PoisonedSet truth, int[] own, float... suspicion) {
    final int[] bad = Arrays.stream(own).filter(truth::isPoisoned).toArray();
    final int[] good = Arrays.stream(own).filter(i -> !truth.isPoisoned(i)).toArray();
    double right = 0;
    for (final int b : bad) {
      for (final int g : good) {
        right += suspicion[b] > suspicion[g] ? 1 : suspicion[b] == suspicion[g] ? 0.5 : 0;
      }
    }
    return right / ((double) bad.length * good.length);
  }

  @Test
  void smallAndOddClassesAreTakenAndNothingIsLeftBehind() {
    final int before = Compute.liveArrays();
    final ImageSet odd = TinyImages.of(9, 1, 1, 5, 1, 0, 4);
    final float[] suspicion = new FixedPattern().look(odd, 0).get(0).suspicion();
    for (int i = 0; i < odd.size(); i++) {
      assertThat(suspicion[i]).isFinite();
    }
    assertThat(suspicion[odd.indicesOf(1)[0]]).isZero();
    assertThat(new FixedPattern().look(odd, 0).get(0).suspicion()).isEqualTo(suspicion);
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  /** More images than the directions are found from: the others are measured along them. */
  @Test
  void inALargeClassASampleFindsThePatternOfAll() {
    final ImageSet plain = TinyImages.of(14, 1, 3, 2300);
    final SplittableRandom random = new SplittableRandom(4);
    final int[] pattern = random.ints(plain.imageBytes(), -20, 21).toArray();
    final ImageSetEditor editor = plain.edit();
    for (int i = 0; i < plain.size(); i += 5) {
      final byte[] pixels = plain.pixels(i);
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (byte) Math.max(0, Math.min(255, (pixels[k] & 0xff) + pattern[k]));
      }
      editor.pixels(i, pixels);
    }
    final ImageSet marked = editor.done();
    final float[] suspicion = new FixedPattern().look(marked, 0).get(0).suspicion();
    double right = 0;
    for (int i = 0; i < marked.size(); i += 5) {
      right += suspicion[i] > suspicion[i + 1] ? 1 : 0;
    }
    assertThat(right).as("of 460 pairs").isGreaterThan(0.9 * 460);
  }
}
