package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.Launch.Outcome;

/** The quick start, executed as a user does, on the small embedded set. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class QuickStartIT {
  @TempDir private Path scratch;

  @Test
  void quickStartRunsFromEndToEndAndDrawsItsCharts() throws Exception {
    final Outcome outcome =
        new Launch(Launch.PROJECT, scratch).run("run", "quick_start", "--quick", "--out", "out");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out()).contains("C1", "C2", "C3", "I-BAU, clean base set: ASR");
    final JsonNode cells =
        new ObjectMapper()
            .readTree(scratch.resolve("out").resolve("quick_start.ipynb").toFile())
            .get("cells");
    int pictures = 0;
    for (final JsonNode cell : cells) {
      for (final JsonNode output : cell.path("outputs")) {
        assertThat(output.path("name").asText()).as(output.toString()).isNotEqualTo("stderr");
        pictures += output.path("data").has("image/png") ? 1 : 0;
      }
    }
    assertThat(pictures).isEqualTo(8);
  }
}
