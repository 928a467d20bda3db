package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;

/** A rehearsal refuses what the attacks refuse, all at once and without training. */
class RehearsalTest {
  private static List<AttackSpec> all(Integer target, Integer source) {
    return AttackSpec.names().stream().map(name -> AttackSpec.of(name, target, source)).toList();
  }

  /** The names of those that a rehearsal refuses, each with the attack's own words. */
  private static List<String> refused(List<AttackSpec> attacks, ImageSet images) {
    final Split split = new Split(images, images, "tiny");
    final List<String> refused = new ArrayList<>();
    for (final AttackSpec attack : attacks) {
      final Throwable told = catchThrowable(() -> Rehearsal.check(List.of(attack), split));
      if (told != null) {
        refused.add(attack.name());
        final Throwable own = catchThrowable(() -> withoutWork(attack.build(images), images));
        assertThat(own).isInstanceOf(IllegalArgumentException.class);
        assertThat(told)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("%s (%s)", attack.name(), own.getMessage());
      }
    }
    return refused;
  }

  /** Poisons, and fails where anything is trained or optimised before the attack is refused. */
  private static void withoutWork(Poisoner attack, ImageSet images) {
    Progress.showOn(
        (title, total) -> {
          throw new AssertionError(title + " before the refusal");
        });
    try {
      attack.poison(images, 0);
    } finally {
      Progress.showOn(Progress.Display.silent());
    }
  }

  @Test
  void attacksOnClassesThatAreNotThereAreRefused() {
    final ImageSet images = TinyImages.of(8, 3, 1, 30, 30, 30);
    final List<String> free =
        List.of(
            "badnets-all-to-all", "blended-all-to-all", "smooth-all-to-all", "random-label-flip");
    final List<String> others = new ArrayList<>(AttackSpec.names());
    others.removeAll(free);
    assertThat(refused(all(null, null), images)).isEqualTo(others);
    assertThat(refused(all(1, null), images))
        .containsExactly("targeted-label-flip", "poison-frogs");
    assertThat(refused(all(1, 1), images)).containsExactly("targeted-label-flip", "poison-frogs");
    assertThat(refused(all(1, 2), images)).isEmpty();
  }

  @Test
  void attacksOnTooFewOrTooSmallImagesAreRefused() {
    assertThat(refused(all(1, 2), TinyImages.of(8, 3, 1, 30, 4, 30)))
        .containsExactly("targeted-label-flip", "clean-label", "poison-frogs", "narcissus");
    assertThat(refused(all(1, 2), TinyImages.of(6, 3, 1, 30, 30, 30))).containsExactly("iab");
    assertThat(refused(all(0, 0), TinyImages.of(8, 3, 1, 30)))
        .hasSameElementsAs(
            AttackSpec.names().stream().filter(n -> !n.matches("clean-label|narcissus")).toList());
  }

  @Test
  void attacksThatShareAReasonShareASentence() {
    final ImageSet images = TinyImages.of(8, 3, 1, 30, 30, 30);
    final Split split = new Split(images, images, "tiny");
    assertThatThrownBy(() -> Rehearsal.check(all(null, null), split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "these attacks cannot be made on the images: badnets, blended, smooth, iab, clean-label, narcissus (target class 38 is unknown; the set has classes 0 to 2), targeted-label-flip, poison-frogs (source class 12 is unknown; the set has classes 0 to 2); name other attacks or classes");
    assertThatCode(() -> Rehearsal.check(List.of(), split)).doesNotThrowAnyException();
  }
}
