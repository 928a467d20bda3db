package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;

/** {@code purify}: which defence, what it is told, and how that is kept. */
class PurifyVerbTest extends CommandLineTest {
  private String network() throws IOException {
    final Path file = folder.resolve("network.safetensors");
    Network.untrained(new ResNet18(2, 3, 3), 4).save(file);
    return file.toString();
  }

  private JsonNode purified(String... more) throws IOException {
    final Path run = folder.resolve("purified");
    final String[] fixed = {
      "purify",
      "--data",
      tinyData(5).toString(),
      "--network",
      network(),
      "--attack",
      "badnets",
      "--target",
      "1",
      "--clean",
      "6",
      "--seed",
      "3",
      "--out",
      run.toString()
    };
    final String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    assertThat(run(all)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(run.resolve("run.json").toFile());
  }

  @Test
  void fineTuningIsNamedInTheOutputAndInTheRecord() throws IOException {
    final JsonNode record =
        purified("--defense", "fine-tuning", "--epochs", "2", "--lr", "0.01", "--batch-size", "4");
    final String told = "fine-tuning, 2 epochs, batch 4, lr 0.01, of ";
    assertThat(out.toString()).contains(told, "6 clean and 0 poisoned images, seed 3");
    assertThat(record.get("settings").asText()).startsWith(told);
    final JsonNode plain = record.get("plainSettings");
    assertThat(plain.get("defense").asText()).isEqualTo("fine-tuning");
    assertThat(plain.get("settings").get("epochs").asInt()).isEqualTo(2);
    assertThat(plain.get("base").asText()).isEqualTo("6 clean and 0 poisoned images, seed 3");
    final Path run = folder.resolve("purified");
    assertThat(run.resolve("asr_acc.png")).exists();
    assertThat(run("evaluate", run.toString())).isZero();
    assertThat(out.toString()).contains("ASR before", told).doesNotContain("differs");
  }

  @Test
  void iBauIsTheUsualDefence() throws IOException {
    final JsonNode plain = purified("--rounds", "2", "--batch-size", "3").get("plainSettings");
    assertThat(plain.get("defense").asText()).isEqualTo("I-BAU");
    assertThat(plain.get("settings").get("rounds").asInt()).isEqualTo(2);
    assertThat(plain.get("settings").get("batchSize").asInt()).isEqualTo(3);
    assertThat(plain.get("settings").get("learningRate").asDouble()).isEqualTo(0.004);
  }

  @Test
  void anOptionWithoutEffectOnTheDefenceIsRefused() {
    refusedWith("--rounds has no effect on the defence fine-tuning: leave it out", "--rounds", "3");
    refusedWith(
        "--settling has no effect on the defence fine-tuning: leave it out", "--settling", "1");
    refused(
        "--epochs has no effect on the defence i-bau: leave it out",
        "purify",
        "--network",
        "x",
        "--clean",
        "9",
        "--epochs",
        "3");
  }

  @Test
  void aWrongDefenceOrSettingIsToldBeforeTheWork() {
    refused(
        "there is no defence 'pruning'; there are i-bau, fine-tuning",
        "purify",
        "--network",
        "x",
        "--clean",
        "9",
        "--defense",
        "pruning");
    refusedWith("--epochs is 0; at least 1 is allowed", "--epochs", "0");
    refusedWith("--lr is 0.0; it must lie between 0.0 and 10.0", "--lr", "0");
    refusedWith("--batch-size is 1; at least 2 is allowed", "--batch-size", "1");
  }

  private void refusedWith(String said, String option, String value) {
    refused(
        said,
        "purify",
        "--network",
        "x",
        "--clean",
        "9",
        "--defense",
        "fine-tuning",
        option,
        value);
  }
}
