package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Inside a package, too, classes know each other one way: what a facade uses does not use the
 * facade. A nested type that needs nothing of its outer class, such as a record of settings, lies
 * below it, so that helpers may take it.
 */
class CircleTest {
  /** Files that are one thing, and why. */
  private static final Map<String, String> TOGETHER =
      Map.of(
          "attack: PoisonedSet, Poisoner",
          "an attack makes a set, and the set remembers its attack",
          "data: ImageSet, ImageSetEditor, PackedImages",
          "a value, how it is changed and how it travels",
          "nn: Architecture, Autoencoder, ResNet18, SmallVgg16",
          "a sealed interface has to name its cases",
          "nn: Network, NetworkFile",
          "a value and its file",
          "sift: BaseSet, BaseSetFile, BaseSetTable",
          "a value and its files",
          "sift: Ranking, RankingFile",
          "a value and its file",
          "sift.metasift: MetaSift, Profiles, SettingsFile, SettingsText, WeigherRate",
          "settings, their presets, their file and their text; MetaSift itself is not among them",
          "study: Study, StudyFile, StudyPage",
          "a value, and the file and the page that it is kept as");

  private final Map<JavaClass, Integer> numbers = new HashMap<>();
  private final Map<JavaClass, Integer> lowest = new HashMap<>();
  private final Deque<JavaClass> open = new ArrayDeque<>();
  private final Map<String, String> circles = new TreeMap<>();

  @Test
  void classesKnowEachOtherOneWay() {
    final JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("org.metasift");
    assertThat(all).hasSizeGreaterThan(400);
    for (final JavaClass one : all) {
      if (!numbers.containsKey(one)) {
        visit(one);
      }
    }
    final Map<String, String> unknown = new TreeMap<>(circles);
    unknown.keySet().removeAll(TOGETHER.keySet());
    assertThat(unknown).as("circles between classes").isEmpty();
    assertThat(circles).as("circles that were").containsOnlyKeys(TOGETHER.keySet());
    assertThat(circles.values()).noneMatch(text -> text.contains("MetaSift uses"));
  }

  /** Tarjan 1972: classes that reach each other. */
  private void visit(JavaClass one) {
    numbers.put(one, numbers.size());
    lowest.put(one, numbers.get(one));
    open.push(one);
    for (final JavaClass used : used(one)) {
      if (!numbers.containsKey(used)) {
        visit(used);
        lowest.merge(one, lowest.get(used), Math::min);
      } else if (open.contains(used)) {
        lowest.merge(one, numbers.get(used), Math::min);
      }
    }
    if (lowest.get(one).equals(numbers.get(one))) {
      final List<JavaClass> circle = new ArrayList<>();
      do {
        circle.add(open.pop());
      } while (!circle.get(circle.size() - 1).equals(one));
      note(circle);
    }
  }

  /** Keeps a circle of several files; classes of one file may know each other. */
  private void note(List<JavaClass> circle) {
    final Set<String> files =
        circle.stream().map(CircleTest::file).collect(Collectors.toCollection(TreeSet::new));
    if (files.size() > 1) {
      circles.put(
          "%s: %s"
              .formatted(
                  circle.get(0).getPackageName().replaceFirst("org\\.metasift\\.", ""),
                  String.join(", ", files)),
          circle.stream()
              .map(one -> "%s uses %s".formatted(name(one), names(used(one), circle)))
              .sorted()
              .collect(Collectors.joining("; ")));
    }
  }

  private static String names(Set<JavaClass> used, List<JavaClass> among) {
    return used.stream()
        .filter(among::contains)
        .map(CircleTest::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Set<JavaClass> used(JavaClass one) {
    return one.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(used -> used.getPackageName().equals(one.getPackageName()) && !used.equals(one))
        .collect(Collectors.toSet());
  }

  /** Such as MetaSift$Settings. */
  private static String name(JavaClass one) {
    return one.getName().replaceFirst(".*\\.", "");
  }

  /** The file that it stands in, without its ending. */
  private static String file(JavaClass one) {
    return name(one).replaceFirst("\\$.*", "");
  }
}
