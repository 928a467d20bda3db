package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever types what an exercise names has it imported: each class in the text and the code of the
 * exercises and of their solutions is found by the imports of that notebook.
 */
class NotebookNamesTest {
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import ([\\w.]+?)\\.(\\*|[A-Z]\\w*);");
  private static final Pattern IN_BACKTICKS = Pattern.compile("`([^`]+)`");
  private static final Pattern STRING =
      Pattern.compile("\"[^\"]*\"|//.*|^import .*$", Pattern.MULTILINE);
  private static final Pattern CLASS = Pattern.compile("(?<![\\w.])[A-Z]\\w*[a-z]\\w*");

  @ParameterizedTest
  @CsvSource({"lab_exercises, Metrics", "lab_solutions, BadNets"})
  void everyClassNamedIsImported(String notebook, String one) throws IOException {
    final StringBuilder java = new StringBuilder();
    final StringBuilder named = new StringBuilder();
    for (final JsonNode cell :
        new ObjectMapper()
            .readTree(Path.of("notebooks", notebook + ".ipynb").toFile())
            .path("cells")) {
      final StringBuilder source = new StringBuilder();
      cell.path("source").forEach(line -> source.append(line.asText()));
      if (cell.path("cell_type").asText().equals("code")) {
        java.append(source).append('\n');
      } else {
        IN_BACKTICKS.matcher(source).results().forEach(r -> named.append(r.group(1)).append('\n'));
      }
    }
    final List<MatchResult> imports = IMPORT.matcher(java).results().toList();
    final Set<String> names = new TreeSet<>();
    CLASS
        .matcher(STRING.matcher(java.toString() + named).replaceAll(""))
        .results()
        .forEach(r -> names.add(r.group()));
    assertThat(names).contains(one).hasSizeGreaterThan(12);
    final List<String> missing = new ArrayList<>(names);
    missing.removeIf(name -> resolves(name, imports));
    assertThat(missing).as("classes without an import in %s", notebook).isEmpty();
  }

  private static boolean resolves(String name, List<MatchResult> imports) {
    return isClass("java.lang." + name)
        || imports.stream()
            .filter(i -> i.group(2).equals("*") || i.group(2).equals(name))
            .anyMatch(i -> isClass(i.group(1) + "." + name));
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, NotebookNamesTest.class.getClassLoader());
      return true;
    } catch (final ClassNotFoundException e) {
      return false;
    }
  }
}
