package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metasift.compute.DeclaredSettings.DeclaredSetting;

/** What stands beside a component holds for the record: its ranges, its text, what people read. */
class DeclaredSettingsTest {
  private record Oven(
      String name,
      @Setting(from = 50, to = 250, text = "How hot it gets") int heatInside,
      @Setting(from = 0, to = 1, text = "How far it is open", shown = "gap") double door,
      @Setting(from = 0, to = 8, open = true, text = "How fast it turns") double turns) {
    Oven {
      DeclaredSettings.check(Oven.class, name, heatInside, door, turns);
    }
  }

  private record Forgetful(int a, @Setting(from = 0, to = 1, text = "Second") int b) {
    Forgetful {
      DeclaredSettings.check(Forgetful.class, a);
    }
  }

  private record Wordy(@Setting(from = 0, to = 1, text = "No number") String word) {}

  private static void refused(int heat, double door, double turns, String message) {
    assertThatThrownBy(() -> new Oven("mine", heat, door, turns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void valuesOutOfRangeAreRefusedInTheWordsOfRanges() {
    refused(49, 0, 1, "heatInside is 49; 50 to 250 is allowed");
    refused(251, 0, 1, "heatInside is 251; 50 to 250 is allowed");
    refused(50, 1.5, 1, "door is 1.5; 0.0 to 1.0 is allowed");
    refused(50, Double.NaN, 1, "door is NaN; 0.0 to 1.0 is allowed");
    refused(50, 0, 8, "turns is 8.0; it must lie between 0.0 and 8.0, bounds excluded");
    refused(50, 0, 0, "turns is 0.0; it must lie between 0.0 and 8.0, bounds excluded");
    refused(1, 2, 9, "heatInside is 1; 50 to 250 is allowed");
    assertThat(new Oven("mine", 250, 1, 7.9).turns()).isEqualTo(7.9);
  }

  @Test
  void settingsAreToldInWordsAndRanges() {
    final Oven oven = new Oven("mine", 200, 0.5, 1e-4);
    assertThat(DeclaredSettings.shown(oven, Set.of()))
        .isEqualTo("heat inside 200, gap 0.5, turns 0.0001");
    assertThat(DeclaredSettings.shown(oven, Set.of("door")))
        .isEqualTo("heat inside 200, turns 0.0001");
    assertThat(DeclaredSettings.of(Oven.class))
        .extracting(DeclaredSetting::name, DeclaredSetting::isWhole, DeclaredSetting::range)
        .containsExactly(
            tuple("heatInside", true, "50 to 250"),
            tuple("door", false, "0 to 1"),
            tuple("turns", false, "above 0 and below 8"));
  }

  @Test
  void oneIsFoundByItsName() {
    final DeclaredSetting heat = DeclaredSettings.named(Oven.class, "heatInside");
    assertThat(heat.allows(250)).isTrue();
    assertThat(heat.allows(251)).isFalse();
    assertThatThrownBy(() -> DeclaredSettings.named(Oven.class, "name"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aComponentThatIsForgottenOrNoNumberIsAFaultOfTheProgram() {
    assertThatThrownBy(() -> new Forgetful(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Forgetful has 2 components, and 1 were to be checked");
    assertThatThrownBy(() -> DeclaredSettings.of(Wordy.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("neither int nor double");
  }
}
