package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JavadocTest {
  /** What no compiler sees stops compiling one day: examples are tests and notebooks. */
  @Test
  void holdsNoCode() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      final List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (final Path source : sources) {
        assertThat(Files.readString(source)).as(source.toString()).doesNotContain("<pre>{@code");
      }
    }
  }
}
