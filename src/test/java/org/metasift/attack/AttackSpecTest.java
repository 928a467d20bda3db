package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An attack by its name and what differs from the paper. */
class AttackSpecTest {
  @ParameterizedTest
  @CsvSource({
    "blend, blended",
    "Input-Aware, iab",
    "noisy_label, random-label-flip",
    "targeted label filpping, targeted-label-flip",
    "' BadNets all2all ', badnets-all-to-all"
  })
  void namesInUseElsewhereAreUnderstood(String given, String name) {
    assertThat(AttackSpec.of(given).name()).isEqualTo(name);
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> AttackSpec.of("Trojan"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no attack 'Trojan'; there are " + String.join(", ", AttackSpec.names()));
    assertThat(AttackSpec.names())
        .startsWith(
            "badnets",
            "badnets-all-to-all",
            "blended",
            "blended-all-to-all",
            "smooth",
            "smooth-all-to-all",
            "iab",
            "targeted-label-flip",
            "random-label-flip",
            "clean-label",
            "poison-frogs",
            "narcissus");
  }

  @Test
  void aSettingWithoutEffectIsRefused() {
    assertThatThrownBy(() -> new AttackSpec("badnets", 1, null, null, 0.5, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("opacity has no effect on the attack badnets, which takes ratio, target");
    assertThatThrownBy(() -> new AttackSpec("smooth", 1, 2, null, null, null))
        .hasMessageStartingWith("source has no effect");
    assertThatThrownBy(() -> new AttackSpec("random-label-flip", 1, null, null, null, null))
        .hasMessageStartingWith("target has no effect");
    assertThatThrownBy(() -> new AttackSpec("badnets", null, null, null, null, "a.npy"))
        .hasMessageStartingWith("trigger has no effect");
    assertThat(AttackSpec.takes("narcissus", "trigger")).isTrue();
    assertThat(AttackSpec.takes("narcissus", "source")).isFalse();
  }

  @Test
  void whatThePaperHasAnywayIsNotNamed() {
    assertThat(new AttackSpec("blended", 38, null, 0.33, 0.2, null))
        .isEqualTo(AttackSpec.of("blended"))
        .hasToString("blended");
    assertThat(new AttackSpec("blended", 3, null, 0.1, 0.5, null))
        .hasToString("blended, target 3, ratio 0.1, opacity 0.5");
    assertThat(new AttackSpec("poison-frogs", 4, 12, 0.1, null, null))
        .hasToString("poison-frogs, target 4");
    assertThat(new AttackSpec("targeted-label-flip", 38, 5, null, null, null))
        .hasToString("targeted-label-flip, source 5");
    assertThat(new AttackSpec("narcissus", null, null, null, null, "a.npy"))
        .hasToString("narcissus, trigger a.npy");
  }
}
