package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyFloats;

/** Smooth with a trigger from a file adds that trigger and no other, while training and after. */
class GivenTriggerTest {
  private static final ImageSet CLEAN = TinyImages.of(4, 3, 1, 30, 30, 30);

  @TempDir private Path folder;

  /** A file as the authors of Smooth store it: the channels last. */
  private Path file(float factor, long... shape) {
    final float[] values = new float[48];
    for (int k = 0; k < values.length; k++) {
      values[k] = factor * k / 48;
    }
    final Path file = folder.resolve("trigger.npy");
    new NpyFloats(shape.length == 0 ? new long[] {1, 4, 4, 3} : shape, values).write(file);
    return file;
  }

  private static AttackSpec spec(String name, Path trigger) {
    return new AttackSpec(
        name, name.equals("smooth") ? 1 : null, null, null, null, trigger.toString());
  }

  private static void assertAdded(byte[] with, byte[] without, float factor) {
    for (int k = 0; k < with.length; k++) {
      final double level = (without[k] & 0xff) + 255.0 * factor * k / 48;
      assertThat((double) (with[k] & 0xff)).isBetween(Math.min(255, level) - 0.51, level + 0.51);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"smooth", "smooth-all-to-all"})
  void itIsAddedToThePoisonedImagesAndToThoseAttackedLater(String name) {
    final Poisoner attack = spec(name, file(0.5f)).build(CLEAN);
    final PoisonedSet poisoned = attack.poison(CLEAN, 0);
    assertThat(poisoned.poisonedCount()).isPositive();
    for (int i = 0; i < CLEAN.size(); i++) {
      final int own = CLEAN.label(i);
      if (poisoned.isPoisoned(i)) {
        assertAdded(poisoned.images().pixels(i), CLEAN.pixels(i), 0.5f);
        assertThat(poisoned.images().label(i)).isEqualTo(name.equals("smooth") ? 1 : (own + 1) % 3);
      } else {
        assertThat(poisoned.images().pixels(i)).isEqualTo(CLEAN.pixels(i));
      }
    }
    final ImageSet attacked = poisoned.backdoor().attacked(CLEAN);
    for (int k = 0; k < attacked.size(); k++) {
      assertAdded(attacked.pixels(k), CLEAN.pixels(CLEAN.ids().indexOf(attacked.id(k))), 0.5f);
    }
    assertThat(attack.given()).contains(Pattern.read(folder.resolve("trigger.npy")));
    assertThat(AttackSpec.of("smooth").build(CLEAN).given()).isEmpty();
    assertThat(spec(name, Path.of("t.npy"))).asString().endsWith(", trigger t.npy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smooth", "smooth-all-to-all"})
  void whatCannotBeAddedIsRefused(String name) {
    for (final float factor : new float[] {51, 1.1f, -1.1f, 0.001f, 0}) {
      final Path wrong = file(factor);
      assertThatThrownBy(() -> spec(name, wrong).build(CLEAN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the largest value of the trigger is ")
          .hasMessageContaining("from 0.002 (half a grey level) to 1 (255 grey levels) is allowed");
    }
    final Path flat = file(0.5f, 12, 4);
    assertThatThrownBy(() -> spec(name, flat).build(CLEAN))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has shape [12, 4]; a trigger is (channels, height, width) or");
    final Path larger = file(0.5f, 1, 2, 8, 3);
    final Split split = new Split(CLEAN, CLEAN, "tiny");
    assertThatThrownBy(() -> Rehearsal.check(List.of(spec(name, larger)), split))
        .hasMessageContaining("a trigger of 2 x 8 x 3 for images of 4 x 4 x 3");
  }

  @Test
  void aCorrectedFileIsAnotherAttack() {
    final Poisoner before = spec("smooth", file(0.5f)).build(CLEAN);
    final Poisoner after = spec("smooth", file(0.4f)).build(CLEAN);
    assertThat(before).isNotEqualTo(after);
    assertThat(before.given().orElseThrow().fingerprint())
        .isNotEqualTo(after.given().orElseThrow().fingerprint());
  }
}
