package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every defence that is written can be named, and told its settings by their names. */
class DefensesTest {
  private static final int IMAGES = 13_000;

  @Test
  void everyDefenceHasItsEntry() {
    final Set<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.metasift.defense")
                .stream()
                .filter(one -> one.isAssignableTo(Defense.class))
                .filter(one -> !one.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(
            Defenses.all().stream()
                .map(type -> type.fittedTo(IMAGES).getClass().getName())
                .collect(Collectors.toSet()))
        .isEqualTo(written);
  }

  @Test
  void noTwoHaveOneName() {
    final List<String> all = new ArrayList<>(Defenses.names());
    Defenses.all().forEach(type -> all.addAll(type.aliases()));
    assertThat(all).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Defenses.all().stream().map(type -> type.fittedTo(IMAGES).name()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aNameMayBeWrittenInOtherWays() {
    assertThat(Defenses.named(" I_BAU ")).isEqualTo(IBau.TYPE);
    assertThat(Defenses.named("ibau")).isEqualTo(IBau.TYPE);
    assertThat(Defenses.named("Fine tuning")).isEqualTo(FineTuning.TYPE);
    assertThatThrownBy(() -> Defenses.named("pruning"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no defence 'pruning'; there are i-bau, fine-tuning");
  }

  @Test
  void theUsualOneIsIBauFittedToTheImages() {
    assertThat(Defenses.usual().fittedTo(IMAGES)).isInstanceOf(IBau.class);
    for (final int images : List.of(19_999, 20_000)) {
      assertThat(Defenses.usual().fittedTo(images).plainSettings())
          .isEqualTo(IBau.Settings.forThisMachine().fittedTo(images));
    }
  }

  @Test
  void settingsThatWereChosenReplaceTheUsualOnes() {
    final IBau.Settings usual = IBau.Settings.usual(IMAGES);
    assertThat(
            IBau.TYPE.fittedTo(IMAGES, Map.of("rounds", 9, "learningRate", 0.002)).plainSettings())
        .isEqualTo(usual.withRounds(9).withLearningRate(0.002));
    assertThat(FineTuning.TYPE.takes("epochs")).isTrue();
    assertThat(FineTuning.TYPE.takes("rounds")).isFalse();
    assertThatThrownBy(() -> FineTuning.TYPE.fittedTo(IMAGES, Map.of("rounds", 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'rounds' is not a setting of Settings; there are [epochs, learningRate, batchSize]");
  }
}
