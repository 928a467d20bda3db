package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code evaluate --useful}. */
class UsefulVerbTest extends CommandLineTest {
  private Path picked(String... more) {
    final Path run = folder.resolve("run" + more.length);
    final String[] all = new String[more.length + 9];
    System.arraycopy(
        new String[] {
          "sift",
          "--data",
          tinyData(5).toString(),
          "--sifter",
          "random",
          "--budget",
          "12",
          "--out",
          run.toString()
        },
        0,
        all,
        0,
        9);
    System.arraycopy(more, 0, all, 9, more.length);
    assertThat(run(all)).as(err.toString()).isZero();
    return run;
  }

  @Test
  void aPickIsJudgedBesideAPerfectOne() throws IOException {
    final String run = picked("--attack", "badnets", "--target", "0", "--seed", "4").toString();
    assertThat(run("evaluate", run, "--useful", "--json")).as(err.toString()).isZero();
    final JsonNode rows = new ObjectMapper().readTree(out.toString());
    assertThat(rows).hasSize(3);
    assertThat(rows.findValuesAsText("pick"))
        .containsExactly("no defence", "Random", "perfect pick");
    assertThat(rows.at("/2/poisoned").asInt()).isZero();
    assertThat(rows.at("/0/difficulty").isNull()).isTrue();
    for (final JsonNode row : List.of(rows.get(1), rows.get(2))) {
      assertThat(row.get("images").asInt()).isEqualTo(12);
      assertThat(row.get("difficulty").asDouble()).isBetween(0.1, 0.9);
      assertThat(row.get("accuracyAlone").asDouble()).isBetween(0.0, 100.0);
      assertThat(row.get("acc").asDouble()).isBetween(0.0, 100.0);
      assertThat(row.get("asr").asDouble()).isBetween(0.0, 100.0);
    }
    refused(
        "--picks and --useful were both given; one of them is allowed",
        "evaluate",
        run,
        "--useful",
        "--picks",
        "x.npy");
  }

  @Test
  void withoutAnAttackNobodyKnowsAPerfectPick() {
    refused(
        "has no base set picked under an attack; --useful needs one",
        "evaluate",
        picked().toString(),
        "--useful");
  }
}
