package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

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
        AttackType.ALL.stream()
            .map(type -> AttackSpec.of(type.name()).build(TEST).getClass().getSimpleName())
            .collect(Collectors.toSet());
    named.add("PseudoAttack"); // ours, on copies: nobody names it
    assertThat(named).isEqualTo(written);
  }

  @Test
  void noTwoHaveOneName() {
    final List<String> all = new ArrayList<>();
    for (final AttackType type : AttackType.ALL) {
      all.add(type.name());
      all.addAll(type.aliases());
    }
    assertThat(all).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(AttackType.of(" Input_Aware ").name()).isEqualTo("iab");
  }
}
