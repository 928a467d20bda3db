package org.metasift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Random;
import java.util.SplittableRandom;
import org.metasift.compute.RandomStream;

/** Imports between packages go one way, and a sifter cannot see the truth. */
@AnalyzeClasses(packages = "org.metasift", importOptions = DoNotIncludeTests.class)
class ImportDirectionTest {
  @ArchTest
  static final ArchRule layers =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("io")
          .definedBy("org.metasift.io..")
          .layer("compute")
          .definedBy("org.metasift.compute..")
          .layer("data")
          .definedBy("org.metasift.data..")
          .layer("nn")
          .definedBy("org.metasift.nn..")
          .layer("attack")
          .definedBy("org.metasift.attack..")
          .layer("sift")
          .definedBy("org.metasift.sift..")
          .layer("defense")
          .definedBy("org.metasift.defense..")
          .layer("eval")
          .definedBy("org.metasift.eval..")
          .layer("experiment")
          .definedBy("org.metasift.experiment..")
          .layer("tune")
          .definedBy("org.metasift.tune..")
          .layer("study")
          .definedBy("org.metasift.study..")
          .layer("report")
          .definedBy("org.metasift.report..")
          .layer("course")
          .definedBy("org.metasift.course..")
          .layer("lab")
          .definedBy("org.metasift.lab..")
          .layer("cli")
          .definedBy("org.metasift.cli..")
          .whereLayer("io")
          .mayNotAccessAnyLayer()
          .whereLayer("compute")
          .mayOnlyAccessLayers("io")
          .whereLayer("data")
          .mayOnlyAccessLayers("io", "compute")
          .whereLayer("nn")
          .mayOnlyAccessLayers("io", "compute", "data")
          .whereLayer("attack")
          .mayOnlyAccessLayers("io", "compute", "data", "nn")
          .whereLayer("sift")
          .mayOnlyAccessLayers("io", "compute", "data", "nn")
          .whereLayer("defense")
          .mayOnlyAccessLayers("io", "compute", "data", "nn")
          .whereLayer("eval")
          .mayOnlyAccessLayers("io", "compute", "data", "nn", "attack", "sift")
          .whereLayer("experiment")
          .mayOnlyAccessLayers("io", "compute", "data", "nn", "attack", "sift", "defense", "eval")
          .whereLayer("study")
          .mayOnlyAccessLayers("io", "compute", "data", "attack", "eval")
          .whereLayer("lab")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule cycles = slices().matching("org.metasift.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule cyclesOfPackages =
      slices().matching("org.metasift.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule publicEngineApiOnly =
      noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl.pytorch..");

  @ArchTest
  static final ArchRule randomNumbersComeFromNamedStreams =
      noClasses()
          .that()
          .doNotBelongToAnyOf(RandomStream.class)
          .and()
          .haveSimpleNameNotStartingWith("SignDice") // whose images are fixed
          .should()
          .callConstructor(SplittableRandom.class, long.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(SplittableRandom.class, "split")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class)
          .orShould()
          .callMethod(Math.class, "random");
}
