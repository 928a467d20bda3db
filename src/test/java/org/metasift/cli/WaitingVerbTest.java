package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Before long work verbs say about how long it takes here. */
class WaitingVerbTest extends CommandLineTest {
  private static final String TIME = " takes about \\d+ (s|min) on this device\\.";

  @Test
  void siftAndTrainSayItOnStandardErrorAlone() {
    final String data = tinyData(10).toString();
    final String[] sift = {"sift", "--data", data, "--budget", "6", "--width", "2", "--json"};
    assertThat(run(sift)).as(err.toString()).isZero();
    assertThat(err.toString()).containsPattern("Sifting" + TIME);
    assertThat(out.toString()).startsWith("{");
    assertThat(run("train", "--data", data, "--network", "resnet18-2", "--epochs", "1")).isZero();
    assertThat(err.toString()).containsPattern("Training" + TIME);
  }

  @Test
  void whatTakesNoTimeIsNotTold() {
    final String data = tinyData(10).toString();
    assertThat(run("sift", "--data", data, "--budget", "6", "--sifter", "dcm")).isZero();
    assertThat(err.toString()).doesNotContain(" takes ");
  }

  @Test
  void aTableIsToldForTheCellsThatAreMissing() {
    final String[] table = {
      "table",
      "--data",
      tinyData(10).toString(),
      "--attacks",
      "random-label-flip",
      "--sifters",
      "sf-least",
      "--width",
      "2",
      "--budget",
      "6",
      "--out",
      folder.resolve("table").toString()
    };
    assertThat(run(table)).as(err.toString()).isZero();
    assertThat(err.toString()).containsPattern("The table" + TIME);
    assertThat(run(table)).isZero();
    assertThat(err.toString()).contains("kept from before").doesNotContain(" takes ");
  }

  @Test
  void aSearchIsToldForItsFirstRound() {
    final String[] tune = tuneOnce(tinyData(10), "6", folder.resolve("tune"), "--time", "7m");
    assertThat(run(tune)).as(err.toString()).isIn(0, 1);
    assertThat(err.toString())
        .containsPattern("The first round of the search" + TIME)
        .contains("else it goes on, up to --time 7m.");
  }
}
