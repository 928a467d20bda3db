package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each package says whether it may be called from outside; notebooks and examples hold to it. */
class PackageMarksTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String API = "<p>API: may be called from notebooks and own code.";
  private static final String INTERNAL = "<p>Internal: may change in any version.";
  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?(org\\.metasift[.a-z]*)\\.[*A-Z]");

  private static final Set<String> OPEN = new TreeSet<>();
  private static final Map<String, String> PACKAGE_OF = new HashMap<>();

  @BeforeAll
  static void readMarks() throws IOException {
    for (final Path file : files(SOURCES, ".java")) {
      final String name = file.getFileName().toString().replace(".java", "");
      final String home = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
      if (!name.equals("package-info")) {
        PACKAGE_OF.put(name, home);
      } else if (Files.readString(file).contains(API)) {
        OPEN.add(home);
      }
    }
    assertThat(OPEN).hasSizeGreaterThan(15);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    final Set<String> found = new TreeSet<>();
    final Matcher matcher = pattern.matcher(text);
    matcher.results().map((MatchResult one) -> one.group(1)).forEach(found::add);
    return found;
  }

  @Test
  void everyPackageIsMarkedOnce() throws IOException {
    final Set<String> unmarked = new TreeSet<>(PACKAGE_OF.values());
    for (final Path file : files(SOURCES, "package-info.java")) {
      final String text = Files.readString(file);
      if (text.contains(API) != text.contains(INTERNAL)) {
        unmarked.remove(SOURCES.relativize(file.getParent()).toString().replace('/', '.'));
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void notebooksImportWhatIsOpen() throws IOException {
    final Map<String, String> closed = new TreeMap<>();
    final Set<String> imported = new HashSet<>();
    for (final Path file : files(Path.of("notebooks"), ".ipynb")) {
      for (final JsonNode cell : new ObjectMapper().readTree(file.toFile()).get("cells")) {
        final StringBuilder source = new StringBuilder();
        cell.get("source").forEach(line -> source.append(line.asText()));
        for (final String name : found(IMPORT, source.toString())) {
          imported.add(name);
          if (!OPEN.contains(name)) {
            closed.put(file.getFileName().toString(), name);
          }
        }
      }
    }
    assertThat(imported).hasSizeGreaterThan(10);
    assertThat(closed).isEmpty();
  }

  @Test
  void examplesInJavaNameWhatIsOpen() throws IOException {
    final Map<String, String> closed = new TreeMap<>();
    final Set<String> named = new HashSet<>();
    final Pattern example = Pattern.compile("(?s)```java\\n(.*?)```");
    for (final Path file : files(Path.of("docs"), ".md")) {
      for (final String code : found(example, Files.readString(file))) {
        for (final String name : found(Pattern.compile("\\b([A-Z]\\w+)"), code)) {
          final String home = PACKAGE_OF.get(name);
          if (home != null) {
            named.add(name);
            if (!OPEN.contains(home)) {
              closed.put("%s: %s".formatted(file, name), home);
            }
          }
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(5);
    assertThat(closed).isEmpty();
  }

  @Test
  void theReferenceListsWhatIsOpen() throws IOException {
    final Pattern row = Pattern.compile("(?m)^\\| `(org\\.metasift\\.[a-z.]+)` \\|");
    final List<String> listed = new ArrayList<>();
    row.matcher(Files.readString(Path.of("docs/reference/java.md")))
        .results()
        .forEach(one -> listed.add(one.group(1)));
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(OPEN);
  }
}
