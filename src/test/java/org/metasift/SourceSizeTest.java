package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The source stays readable: short files, packages one can survey, one class of each name. */
class SourceSizeTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int MOST_LINES = 300;
  private static final int MOST_FILES = 30;

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (final IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  @Test
  void noFileIsLongerThanFiveScreens() throws IOException {
    final Map<String, Long> tooLong = new TreeMap<>();
    for (final Path file : files()) {
      final long lines = lines(file);
      if (lines > MOST_LINES) {
        tooLong.put(SOURCES.relativize(file).toString(), lines);
      }
    }
    assertThat(tooLong).as("files of more than %d lines", MOST_LINES).isEmpty();
  }

  @Test
  void noPackageHasMoreFilesThanOneCanSurvey() throws IOException {
    final Map<String, Long> tooLarge =
        files().stream()
            .collect(
                Collectors.groupingBy(
                    file -> SOURCES.relativize(file.getParent()).toString(),
                    TreeMap::new,
                    Collectors.counting()));
    assertThat(tooLarge).hasSizeGreaterThan(20);
    tooLarge.values().removeIf(files -> files <= MOST_FILES);
    assertThat(tooLarge).as("packages of more than %d files", MOST_FILES).isEmpty();
  }

  /** Every top-level class has a file of its own: the files' names are theirs. */
  @Test
  void noTwoClassesShareASimpleName() throws IOException {
    final Map<String, List<String>> places =
        files().stream()
            .filter(file -> !name(file).equals("package-info.java"))
            .collect(
                Collectors.groupingBy(
                    SourceSizeTest::name,
                    TreeMap::new,
                    Collectors.mapping(
                        file -> SOURCES.relativize(file).toString(), Collectors.toList())));
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).as("top-level classes of one name").isEmpty();
  }
}
