package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A method fits a screen, and nobody has to count the places of a parameter list. */
class MethodSizeTest {
  private static final int MOST_LINES = 60;
  private static final int MOST_PARAMETERS = 6;

  /**
   * Records that have more components, by what they are. Each is a value, of which every part has a
   * name; nothing else may be as wide.
   */
  private static final Map<String, List<String>> WIDE =
      Map.of(
          "settings",
          List.of("IBau.Settings", "MetaSift.Settings", "PanelNetworks"),
          "results",
          List.of(
              "AuditScore",
              "BaseSet",
              "NcrTable.Cell",
              "Panel.Outcome",
              "PickVerdict",
              "ClassEvidence",
              "PanelFindings",
              "Ranking",
              "RunRecord",
              "Sifting",
              "Trial",
              "Tuning.Row",
              "Usefulness.Row"),
          "rows and files, as they are kept",
          List.of(
              "Annotation",
              "CellConditions.CellKey",
              "CellStore.JudgedCell",
              "CellStore.KeptCell",
              "StudyFile.SavedStudy",
              "TrialStore.VoteRow"),
          "what a page is drawn from",
          List.of("SiftPage.Parts"),
          "what is drawn at random for one photograph of a sign",
          List.of("SignCamera.Pose", "SignCamera.Shot"),
          "a layer, as a network is described in its file",
          List.of("Convolution"));

  private static final Map<String, Long> LINES = new TreeMap<>();
  private static final Map<String, Integer> PARAMETERS = new TreeMap<>();
  private static final Map<String, Integer> COMPONENTS = new TreeMap<>();

  @BeforeAll
  static void readSource() throws IOException {
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      final JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(
                      all.filter(file -> file.toString().endsWith(".java")).toList()));
      final SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (final CompilationUnitTree unit : task.parse()) {
        unit.accept(new Sizes(unit, positions), null);
      }
    }
    assertThat(LINES).hasSizeGreaterThan(2000);
    assertThat(COMPONENTS).hasSizeGreaterThan(100);
  }

  /** Sizes of all methods and records of a file, by their names. */
  private static final class Sizes extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Deque<ClassTree> classes = new ArrayDeque<>();

    Sizes(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      classes.addLast(type);
      if (type.getKind() == Tree.Kind.RECORD) {
        COMPONENTS.put(
            name(),
            (int)
                type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(member -> ((VariableTree) member).getModifiers().getFlags())
                    .filter(flags -> !flags.contains(Modifier.STATIC))
                    .count());
      }
      super.visitClass(type, null);
      classes.removeLast();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      final LineMap lines = unit.getLineMap();
      final long start = lines.getLineNumber(positions.getStartPosition(unit, method));
      final long end = lines.getLineNumber(positions.getEndPosition(unit, method));
      final String name = "%s.%s, line %d".formatted(name(), method.getName(), start);
      LINES.put(name, end - start + 1);
      if (!isGivenByAnother(method)) {
        PARAMETERS.put(name, method.getParameters().size());
      }
      return super.visitMethod(method, null);
    }

    /** A record's constructor has its components; an overriding method what it overrides has. */
    private boolean isGivenByAnother(MethodTree method) {
      return (method.getReturnType() == null && classes.getLast().getKind() == Tree.Kind.RECORD)
          || method.getModifiers().getAnnotations().stream()
              .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
    }

    private String name() {
      return classes.stream()
          .map(type -> type.getSimpleName().toString())
          .collect(Collectors.joining("."));
    }
  }

  @Test
  void noMethodIsLongerThanAScreen() {
    final Map<String, Long> tooLong = new TreeMap<>(LINES);
    tooLong.values().removeIf(lines -> lines <= MOST_LINES);
    assertThat(tooLong).as("methods of more than %d lines", MOST_LINES).isEmpty();
  }

  @Test
  void noParameterListIsLongerThanSix() {
    final Map<String, Integer> tooLong = new TreeMap<>(PARAMETERS);
    tooLong.values().removeIf(count -> count <= MOST_PARAMETERS);
    assertThat(tooLong).as("more than %d parameters", MOST_PARAMETERS).isEmpty();
  }

  @Test
  void recordsThatAreWiderAreValuesKnownByName() {
    final Set<String> wide = new TreeSet<>();
    COMPONENTS.forEach(
        (name, count) -> {
          if (count > MOST_PARAMETERS) {
            wide.add(name);
          }
        });
    assertThat(wide)
        .isEqualTo(
            WIDE.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
