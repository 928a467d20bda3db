package org.metasift.sift.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.sift.Sifter;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.baseline.ModelInversion;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.baseline.SelfInfluence;
import org.metasift.sift.baseline.SpectralFilter;
import org.metasift.sift.metasift.MetaSift;

/** Each name is a sifter of its own, whose text says with what it looks. */
class SiftersTest {
  private static final MetaSift.Settings LIKE = MetaSift.Settings.compact().withWidth(4);

  private static Sifter named(String name) {
    return Sifters.named(name, new SifterSettings(LIKE), Scout.like(LIKE));
  }

  @Test
  void eachNameIsASifterOfItsOwn() {
    assertThat(Sifters.names()).startsWith("meta-sift").doesNotHaveDuplicates();
    assertThat(Sifters.names().stream().map(name -> named(name).name()))
        .containsExactly(
            "Meta-Sift",
            "Panel",
            "Meta-Sift without weigher",
            "Loss-Scan",
            "DCM",
            "MI-DCM",
            "SF-Least",
            "Self-IF",
            "Random");
  }

  @Test
  void everySifterThatIsWrittenHasItsEntry() {
    final Set<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.metasift.sift")
                .stream()
                .filter(one -> one.isAssignableTo(Sifter.class))
                .filter(one -> !one.isInterface())
                .filter(one -> !one.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(
            Sifters.names().stream()
                .map(name -> named(name).getClass().getName())
                .collect(Collectors.toSet()))
        .isEqualTo(written);
  }

  @Test
  void aNameMayBeWrittenInOtherWays() {
    assertThat(Sifters.canonical(" MetaSift ")).isEqualTo("meta-sift");
    assertThat(Sifters.canonical("SF_LEAST")).isEqualTo("sf-least");
    assertThatThrownBy(() -> Sifters.canonical("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no sifter 'x'; there are meta-sift, panel, no-weigher,");
  }

  @Test
  void theTextSaysWithWhatItLooks() {
    final String scout = "ResNet-18 width 4, stride 2, 3 epochs, batch 128, lr 0.001";
    for (final String name : List.of("mi-dcm", "sf-least", "self-if")) {
      assertThat(named(name).settings()).as(name).isEqualTo(scout);
    }
    assertThat(named("loss-scan").settings())
        .isEqualTo("ResNet-18 width 4, stride 2, 1 epochs, batch 128, lr 0.001");
    for (final String name : List.of("meta-sift", "no-weigher")) {
      assertThat(named(name).settings()).as(name).isEqualTo(LIKE.toString());
    }
    assertThat(named("dcm").settings()).isNotBlank();
    assertThat(named("random").settings()).isNotBlank();
  }

  @Test
  void theCompactFormsAreThoseOfTheCompactProfile() {
    final MetaSift.Settings compact = MetaSift.Settings.compact();
    assertThat(LossScan.compact()).isEqualTo(LossScan.like(compact));
    assertThat(Scout.compact()).hasToString(Scout.like(compact).toString());
    for (final Sifter sifter :
        List.of(SpectralFilter.compact(), ModelInversion.compact(), SelfInfluence.compact())) {
      assertThat(sifter.settings()).isEqualTo(Scout.compact().toString());
    }
  }

  @Test
  void profilesGoByTheirNames() {
    assertThat(MetaSift.Settings.named("PAPER")).isEqualTo(MetaSift.Settings.paper());
    assertThat(MetaSift.Settings.named("compact")).isEqualTo(MetaSift.Settings.compact());
    final MetaSift.Settings usual =
        Compute.onGpu() ? MetaSift.Settings.paper() : MetaSift.Settings.compact();
    assertThat(MetaSift.Settings.named("")).isEqualTo(usual);
    assertThat(MetaSift.Settings.named(null)).isEqualTo(usual);
    assertThatThrownBy(() -> MetaSift.Settings.named("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting 'profile' is 'x'; paper and compact are allowed");
  }

  @Test
  void aQuickRunHasNarrowNetworksThatTakeLargerStepsAndElseTheSameSettings() {
    for (final MetaSift.Settings whole :
        List.of(MetaSift.Settings.paper(), MetaSift.Settings.compact())) {
      final MetaSift.Settings quick = whole.quick();
      assertThat(quick.width()).isEqualTo(8);
      assertThat(quick.stride()).isEqualTo(2);
      assertThat(quick.learningRate()).isEqualTo(1e-3);
      assertThat(
              quick
                  .withWidth(whole.width())
                  .withStride(whole.stride())
                  .withLearningRate(whole.learningRate()))
          .isEqualTo(whole);
    }
  }

  /** 307 steps are enough; 3,000 images in batches of 128 are 24. */
  @Test
  void theFewerStepsTheLargerTheRateOfTheWeigher() {
    final MetaSift.Settings compact = MetaSift.Settings.compact();
    final MetaSift.Settings fitted = compact.fittedTo(3000);
    assertThat(fitted.weigherLearningRate()).isEqualTo(0.00639583); // 5e-4 · 307 / 24
    assertThat(compact.withEpochs(1, 2).fittedTo(3000).weigherLearningRate()).isEqualTo(0.00319792);
    assertThat(compact.fittedTo(40_000)).isEqualTo(compact);
    assertThat(fitted.unfittedFrom(3000).weigherLearningRate())
        .isCloseTo(5e-4, org.assertj.core.api.Assertions.within(1e-9));
  }
}
