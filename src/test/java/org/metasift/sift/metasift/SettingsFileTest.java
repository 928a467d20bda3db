package org.metasift.sift.metasift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

/** Meta-Sift's settings come back from their file as they were, and a damaged file is refused. */
class SettingsFileTest {
  @TempDir private Path folder;
  private Path file;
  private String text;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("settings.json");
    MetaSift.Settings.compact().withSifters(7).save(file);
    text = Files.readString(file);
  }

  @Test
  void whatIsSavedIsRead() {
    assertThat(MetaSift.Settings.read(file)).isEqualTo(MetaSift.Settings.compact().withSifters(7));
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    final String all =
        "settings are profile, width, stride, sifters, warmupEpochs, warmupAccuracy, siftEpochs, batchSize, learningRate, weigherLearningRate, topK, views";
    refused(text.replaceFirst("\"sifters\"\\s*:\\s*7,", ""), "lacks 'sifters'; " + all);
    refused(
        text.replaceFirst("\"sifters\"", "\"sifter\": 1, \"sifters\""),
        "has the unknown field 'sifter'; " + all);
    refused(text.replaceFirst("\"sifters\"\\s*:\\s*7", "\"sifters\": 0"), "sifters is 0; 1 to 100");
    refused(
        text.replaceFirst("\"sifters\"\\s*:\\s*7", "\"sifters\": \"x\""),
        "has a wrong value for 'sifters': a whole number is needed");
    refused(
        text.replaceFirst("\"profile\"\\s*:\\s*\"compact\"", "\"profile\": [1]"),
        "has a wrong value for 'profile': a text is needed");
    refused("[1]", "is not a settings file: it holds no JSON object");
    refused(text.substring(0, text.length() / 2), "is not a settings file: ");
    Files.delete(file);
    assertThatThrownBy(() -> MetaSift.Settings.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("does not exist");
    final Path taken = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(() -> MetaSift.Settings.compact().save(taken.resolve("below")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be written (");
  }

  private void refused(String damaged, String said) throws IOException {
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(file, damaged);
    assertThatThrownBy(() -> MetaSift.Settings.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(said);
  }
}
