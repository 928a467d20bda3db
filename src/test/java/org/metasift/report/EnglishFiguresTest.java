package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures are written alike on every machine. Each kind is the first thing that a Java of its own
 * does, so that none relies on another to have chosen the format.
 */
class EnglishFiguresTest {
  @TempDir private Path folder;

  private String figures(String kind, String... language) throws Exception {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
    command.addAll(List.of(language));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(EnglishFigures.class.getName(), kind, folder.toString()));
    final Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(kind).isZero();
    return text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"settings", "network", "images", "table", "chart", "refusal", "command line"})
  void areTheSameInEveryLanguage(String kind) throws Exception {
    final String english = figures(kind, "-Duser.language=en", "-Duser.country=US");
    assertThat(english).isNotBlank();
    // digits of its own, and a decimal comma
    assertThat(figures(kind, "-Duser.language=ar", "-Duser.country=EG")).isEqualTo(english);
    assertThat(figures(kind, "-Duser.language=de", "-Duser.country=DE")).isEqualTo(english);
  }
}
