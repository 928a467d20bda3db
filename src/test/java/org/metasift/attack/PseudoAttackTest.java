package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;

/**
 * Triggers that a seed draws: one for all images, another for another seed, of the kind asked for.
 */
class PseudoAttackTest {
  private static final int SIDE = 20;
  private static final ImageSet CLEAN = TinyImages.of(SIDE, 3, 1, 40, 40, 20);
  private static final ImageSet GREY = flat(128);

  /** Two grey images, on which a trigger is seen as it is. */
  private static ImageSet flat(int level) {
    final ImageSetEditor editor = TinyImages.of(SIDE, 3, 1, 2).edit();
    final byte[] pixels = new byte[SIDE * SIDE * 3];
    Arrays.fill(pixels, (byte) level);
    return editor.pixels(0, pixels).pixels(1, pixels).done();
  }

  /** What a trigger adds to the grey image, in grey levels. */
  private static int[] shift(PseudoTrigger kind, long seed) {
    final byte[] after = kind.of(GREY, seed).on(GREY).pixels(0);
    return IntStream.range(0, after.length).map(k -> (after[k] & 0xff) - 128).toArray();
  }

  @ParameterizedTest
  @EnumSource(PseudoTrigger.class)
  void aSeedDrawsOneTriggerForAllImages(PseudoTrigger kind) {
    final ImageSet before = kind == PseudoTrigger.WARP ? CLEAN : GREY;
    final ImageSet once = kind.of(before, 3).on(before);
    assertThat(once.fingerprint())
        .isNotEqualTo(before.fingerprint())
        .isEqualTo(kind.of(before, 3).on(before).fingerprint())
        .isNotEqualTo(kind.of(before, 4).on(before).fingerprint());
    if (kind != PseudoTrigger.WARP) {
      assertThat(once.pixels(0)).isEqualTo(once.pixels(1));
    }
    assertThat(once.labels()).isEqualTo(before.labels());
    final ImageSet grey = TinyImages.of(12, 1, 1, 3);
    assertThat(kind.of(grey, 0).on(grey).fingerprint()).isNotEqualTo(grey.fingerprint());
  }

  @Test
  void eachKindLooksAsItsNameSays() {
    final int[] patch = shift(PseudoTrigger.PATCH, 1);
    final Set<Integer> rows = new HashSet<>();
    for (int k = 0; k < patch.length; k++) {
      if (patch[k] != 0) {
        rows.add(k / 3 / SIDE);
      }
    }
    assertThat(rows).hasSizeBetween(2, 4); // a tenth to a fifth of 20
    assertThat(largest(shift(PseudoTrigger.NOISE, 1))).isBetween(12, 16);
    assertThat(largest(shift(PseudoTrigger.SMOOTH, 1))).isBetween(25, 51);
    assertThat(largest(shift(PseudoTrigger.STRIPES, 1))).isBetween(15, 31);
    assertThat(roughness(shift(PseudoTrigger.SMOOTH, 1)))
        .isLessThan(0.5 * roughness(shift(PseudoTrigger.STRIPES, 1)));
    assertThat(shift(PseudoTrigger.WARP, 1)).containsOnly(0); // nothing to bend
  }

  private static int largest(int... shift) {
    return Arrays.stream(shift).map(Math::abs).max().orElse(0);
  }

  /** The mean step from a pixel to the one beside it, as a share of the mean shift. */
  private static double roughness(int... shift) {
    double steps = 0;
    double sum = 0;
    for (int k = 0; k < shift.length - 3; k++) {
      steps += (k / 3 + 1) % SIDE == 0 ? 0 : Math.abs(shift[k + 3] - shift[k]);
      sum += Math.abs(shift[k]);
    }
    return steps / sum;
  }

  @Test
  void labelsGoToTheTargetStayOrMoveOn() {
    final PoisonedSet target =
        new PseudoAttack(PseudoTrigger.PATCH, PseudoAttack.Labels.TARGET, 2, 0.33).poison(CLEAN, 1);
    assertThat(target.poisonedCount()).isEqualTo(9); // ⌊20 · 0.33 / 0.67⌋
    assertThat(Arrays.stream(target.poisonedIndices()).map(target.images()::label)).containsOnly(2);
    final PoisonedSet kept =
        new PseudoAttack(PseudoTrigger.NOISE, PseudoAttack.Labels.KEPT, 1, 0.1).poison(CLEAN, 1);
    assertThat(kept.images().labels()).isEqualTo(CLEAN.labels());
    assertThat(kept.poisonedCount()).isEqualTo(4);
    assertThat(Arrays.stream(kept.poisonedIndices()).map(CLEAN::label)).containsOnly(1);
    final PoisonedSet next =
        new PseudoAttack(PseudoTrigger.WARP, PseudoAttack.Labels.NEXT, 0, 0.2).poison(CLEAN, 1);
    assertThat(next.poisonedCount()).isEqualTo(20);
    for (final int i : next.poisonedIndices()) {
      assertThat(next.images().label(i)).isEqualTo((CLEAN.label(i) + 1) % 3);
    }
  }
}
