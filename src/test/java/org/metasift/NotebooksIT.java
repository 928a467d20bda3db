package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.metasift.Launch.Outcome;

/** The notebooks, executed as a user does, on the small embedded set. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class NotebooksIT {
  @TempDir private Path scratch;

  @BeforeAll
  static void setUp(@TempDir Path streams) throws Exception {
    Launch.setUp(streams);
  }

  @Test
  void quickStartRunsFromEndToEndAndDrawsItsCharts() throws Exception {
    final Outcome outcome = run("quick_start");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out()).contains("C1", "C2", "C3", "I-BAU, clean base set: ASR");
    assertThat(picturesWithoutNoise("quick_start")).isEqualTo(8);
  }

  @Test
  void attacksRunsFromEndToEndAndDrawsItsPictures() throws Exception {
    final Outcome outcome = run("attacks");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out()).contains("BadNets: NCR", "Narcissus: NCR");
    assertThat(picturesWithoutNoise("attacks")).isEqualTo(12);
  }

  @Test
  void humanStudyRunsFromEndToEndAndShowsItsPage() throws Exception {
    final Outcome outcome = run("human_study");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out()).contains("DCM, what it keeps of the study");
    assertThat(picturesWithoutNoise("human_study")).isEqualTo(2);
    final String page = Files.readString(scratch.resolve("out").resolve("human_study.html"));
    assertThat(page.contains("<iframe")).as("the page of the study is in the notebook").isTrue();
  }

  @Test
  void paperTablesRunsFromEndToEndAndDrawsItsHeatMaps() throws Exception {
    final Outcome outcome = run("paper_tables");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out()).contains("worst pick by Meta-Sift, this run");
    assertThat(picturesWithoutNoise("paper_tables")).isEqualTo(2);
  }

  @Test
  void yourDataRunsFromEndToEndAndLeavesItsFiles() throws Exception {
    final Outcome outcome = run("your_data");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.err()).contains("in the wrong folder: 52 of 3060");
    assertThat(picturesWithoutNoise("your_data")).isEqualTo(5);
    final String run = outcome.err().replaceAll("(?s).*\\.\\./(out/your_data/run-\\d+).*", "$1");
    assertThat(Launch.PROJECT.resolve(run).resolve("report.html")).exists();
    assertThat(Launch.PROJECT.resolve(run).resolve("picked/keep right")).isNotEmptyDirectory();
  }

  @Test
  void tuningRunsFromEndToEndAndDrawsItsCharts() throws Exception {
    final Outcome outcome = run("tuning");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.err()).contains("settings picked no pseudo-poison", "rank correlation");
    assertThat(picturesWithoutNoise("tuning")).isEqualTo(8);
  }

  @Test
  void labExercisesRunWithoutAnyAnswer() throws Exception {
    final Outcome outcome = run("lab_exercises");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(picturesWithoutNoise("lab_exercises")).isEqualTo(1);
    assertThat(saved("lab_exercises")).contains("0 of 6 exercises are right");
  }

  @Test
  void labSolutionsAreAllRight() throws Exception {
    final Outcome outcome = run("lab_solutions");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(picturesWithoutNoise("lab_solutions")).isEqualTo(5);
    assertThat(saved("lab_solutions")).contains("6 of 6 exercises are right");
  }

  private String saved(String notebook) throws Exception {
    return Files.readString(scratch.resolve("out").resolve(notebook + ".ipynb"));
  }

  private Outcome run(String notebook) throws Exception {
    return new Launch(Launch.PROJECT, scratch).run("run", notebook, "--quick", "--out", "out");
  }

  private int picturesWithoutNoise(String notebook) throws Exception {
    final JsonNode cells =
        new ObjectMapper()
            .readTree(scratch.resolve("out").resolve(notebook + ".ipynb").toFile())
            .get("cells");
    int pictures = 0;
    for (final JsonNode cell : cells) {
      for (final JsonNode output : cell.path("outputs")) {
        assertThat(output.path("name").asText()).as(output.toString()).isNotEqualTo("stderr");
        pictures += output.path("data").has("image/png") ? 1 : 0;
      }
    }
    return pictures;
  }
}
