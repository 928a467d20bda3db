package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Below {@code cli} nobody knows that there is a command line: neither code nor comment nor message
 * names an option or the launcher. Notebooks and Java programs read the same messages.
 */
class CommandLineWordsTest {
  private static final Pattern WORDS =
      Pattern.compile("(?<![-!\\w])--[a-z]|\\./metasift|\"[^\"]*README");

  /** Its words are colours of a style sheet. */
  private static final String EXCEPTED = "/report/ReportPage.java";

  /** Lines with a word of the command line, as file and text. */
  private static List<String> found(boolean inCli) throws IOException {
    final TreeMap<String, String> found = new TreeMap<>();
    for (final String root : List.of("src/main/java", "src/spark/java")) {
      try (Stream<Path> all = Files.walk(Path.of(root))) {
        for (final Path file : all.filter(Files::isRegularFile).toList()) {
          if (file.toString().contains("/cli/") == inCli && !file.toString().endsWith(EXCEPTED)) {
            int number = 0;
            for (final String line : Files.readAllLines(file)) {
              number++;
              if (WORDS.matcher(line).find()) {
                found.put("%s:%05d".formatted(file, number), line.strip());
              }
            }
          }
        }
      }
    }
    return found.entrySet().stream().map(Object::toString).toList();
  }

  @Test
  void noneStandsBelowTheCommandLine() throws IOException {
    assertThat(found(false)).isEmpty();
  }

  @Test
  void theyAreFoundWhereTheyBelong() throws IOException {
    assertThat(found(true)).hasSizeGreaterThan(100);
  }
}
