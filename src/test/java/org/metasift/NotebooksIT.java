package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.metasift.Launch.Outcome;

/**
 * The notebooks, executed as a user does, on the small embedded set. Two run at a time, one taken
 * from the end of their order and one from its beginning: the short ones stand in the middle.
 */
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class NotebooksIT {
  @TempDir private Path scratch;

  @BeforeAll
  static void setUp(@TempDir Path streams) throws Exception {
    Launch.setUp(streams);
  }

  @Test
  @Order(8)
  void quickStartRunsFromEndToEndAndDrawsItsCharts() throws Exception {
    final Outcome outcome = run("quick_start");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertClaimsHold(outcome, 9);
    assertThat(picturesWithoutNoise("quick_start")).isEqualTo(8);
  }

  @Test
  @Order(7)
  void attacksRunsFromEndToEndAndDrawsItsPictures() throws Exception {
    final Outcome outcome = run("attacks");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertClaimsHold(outcome, 2);
    assertThat(picturesWithoutNoise("attacks")).isEqualTo(12);
  }

  @Test
  @Order(5)
  void humanStudyRunsFromEndToEndAndShowsItsPage() throws Exception {
    final Outcome outcome = run("human_study");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertClaimsHold(outcome, 2);
    assertThat(picturesWithoutNoise("human_study")).isEqualTo(2);
    final String page = Files.readString(scratch.resolve("out").resolve("human_study.html"));
    assertThat(page.contains("<iframe")).as("the page of the study is in the notebook").isTrue();
  }

  @Test
  @Order(3)
  void paperTablesRunsFromEndToEndAndDrawsItsHeatMaps() throws Exception {
    final Outcome outcome = run("paper_tables");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertClaimsHold(outcome, 2);
    assertThat(picturesWithoutNoise("paper_tables")).isEqualTo(2);
  }

  @Test
  @Order(4)
  void panelRunsFromEndToEndAndDrawsItsViews() throws Exception {
    final Outcome outcome = run("panel");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertClaimsHold(outcome, 2);
    assertThat(outcome.err())
        .contains("left out under Smooth: 0")
        .containsOnlyOnce("left out: ")
        .contains("left out: keep right, ")
        .contains("poisoned among the others: 0 of ");
    assertThat(picturesWithoutNoise("panel")).isEqualTo(8);
  }

  @Test
  @Order(2)
  void yourDataRunsFromEndToEndAndLeavesItsFiles() throws Exception {
    final Outcome outcome = run("your_data");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.err()).contains("in the wrong folder: 52 of 3060");
    final int misplaced = number(outcome.err(), "picked all the same: (\\d+) of 300");
    assertThat(misplaced).as("5.1 by chance").isLessThan(3);
    final int byPanel = number(outcome.err(), "by Meta-Sift, (\\d+) of \\d+ by the panel");
    assertThat(byPanel).as("5.1 by chance").isLessThan(3);
    assertThat(picturesWithoutNoise("your_data")).isEqualTo(5);
    final String run = outcome.err().replaceAll("(?s).*\\.\\./(out/your_data/run-\\d+).*", "$1");
    assertThat(Launch.PROJECT.resolve(run).resolve("report.html")).exists();
    assertThat(Launch.PROJECT.resolve(run).resolve("picked/keep right")).isNotEmptyDirectory();
  }

  @Test
  @Order(6)
  void tuningRunsFromEndToEndAndDrawsItsCharts() throws Exception {
    final Outcome outcome = run("tuning");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.err())
        .containsPattern("[1-9]\\d* settings picked no pseudo-poison, [1-9]\\d* of them no true")
        .containsPattern("rank correlation of the two: .*depth -?[01]\\.\\d+");
    assertThat(picturesWithoutNoise("tuning")).isEqualTo(8);
  }

  @Test
  @Order(4)
  void labExercisesRunWithoutAnyAnswer() throws Exception {
    final Outcome outcome = run("lab_exercises");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(picturesWithoutNoise("lab_exercises")).isEqualTo(1);
    assertThat(saved("lab_exercises")).contains("0 of 6 exercises are right");
  }

  @Test
  @Order(1)
  void labSolutionsAreAllRight() throws Exception {
    final Outcome outcome = run("lab_solutions");
    assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    assertThat(picturesWithoutNoise("lab_solutions")).isEqualTo(5);
    assertThat(saved("lab_solutions")).contains("6 of 6 exercises are right");
  }

  /** The claims of the last cell: so many, and each holds, though a quick run forgives one. */
  private static void assertClaimsHold(Outcome outcome, int claims) {
    assertThat(outcome.out()).doesNotContain("does not hold");
    assertThat(outcome.out().lines().filter(line -> line.endsWith(" holds")))
        .as(outcome.out())
        .hasSize(claims);
  }

  private static int number(String text, String pattern) {
    final Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return Integer.parseInt(found.group(1));
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
