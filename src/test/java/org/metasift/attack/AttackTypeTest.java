package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.slf4j.Logger;

/** Every attack that is written can be named. */
class AttackTypeTest {
  private static final ImageSet TEST =
      TinyImages.of(8, 3, 1, IntStream.generate(() -> 1).limit(43).toArray());

  @Test
  void everyAttackHasItsEntry() {
    final Set<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.metasift.attack")
                .stream()
                .filter(one -> one.isAssignableTo(Poisoner.class))
                .filter(one -> !one.isInterface())
                .filter(one -> !one.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    final Set<String> named =
        Attacks.all().stream()
            .map(type -> AttackSpec.of(type.name()).build(TEST).getClass().getSimpleName())
            .collect(Collectors.toSet());
    named.add("PseudoAttack"); // ours, on copies: nobody names it
    assertThat(named).isEqualTo(written);
  }

  @Test
  void everyAttackCanBeTheFirstClassThatIsLoaded() throws Exception {
    for (final AttackType type : Attacks.all()) {
      final String attack = AttackSpec.of(type.name()).build(TEST).getClass().getName();
      try (URLClassLoader fresh =
          new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
        Class.forName(attack, true, fresh);
      }
    }
  }

  private static URL[] classPath() {
    final List<URL> places = new ArrayList<>();
    for (final Class<?> one : List.of(AttackType.class, NDManager.class, Logger.class)) {
      places.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    return places.toArray(URL[]::new);
  }

  @Test
  void noTwoHaveOneName() {
    final List<String> all = new ArrayList<>();
    for (final AttackType type : Attacks.all()) {
      all.add(type.name());
      all.addAll(type.aliases());
    }
    assertThat(all).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Attacks.named(" Input_Aware ").name()).isEqualTo("iab");
  }
}
