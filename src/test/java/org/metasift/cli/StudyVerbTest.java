package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.metasift.study.Answers;
import org.metasift.study.Study;
import org.metasift.study.StudyServer;

/** The study on the command line: from a data set to scores, and wrong input. */
class StudyVerbTest extends CommandLineTest {
  private Path made() {
    final Path study = folder.resolve("study");
    assertThat(
            run(
                "study",
                "new",
                "--data",
                "small",
                "--attack",
                "badnets",
                "--size",
                "60",
                "--poisoned",
                "0.2",
                "--seed",
                "7",
                "--out",
                study.toString()))
        .as(err.toString())
        .isZero();
    return study;
  }

  @Test
  void aStudyIsDrawnAnsweredAndScored() throws IOException {
    final Path made = made();
    assertThat(made.resolve("page.html")).exists();
    assertThat(made.resolve("run.json")).exists();
    assertThat(out.toString()).contains("Study of 60 pictures, 12 of them poisoned");
    final Study study = Study.load(made);
    final Path anna = folder.resolve("anna.csv");
    final Path ben = folder.resolve("ben.csv");
    Files.writeString(anna, Answers.simulated("anna", study, 0, 0, 1).csv());
    Files.writeString(ben, Answers.simulated("ben", study, 1, 0, 1).csv());
    final Path charts = folder.resolve("charts");
    assertThat(
            run(
                "study",
                "score",
                made.toString(),
                anna.toString(),
                ben.toString(),
                "--sifters",
                "dcm",
                "--out",
                charts.toString()))
        .isZero();
    assertThat(out.toString())
        .contains(
            "anna", "0.0 (0.0 to 24.2)", "100.0 (75.8 to 100.0)", "dcm", "kappa of the raters");
    assertThat(charts.resolve("scores.png")).exists();
    assertThat(charts.resolve("missed.png")).exists();

    assertThat(run("study", "score", made.toString(), ben.toString(), "--json")).isZero();
    final JsonNode printed = new ObjectMapper().readTree(out.toString());
    assertThat(printed.get(0).get("missed").asInt()).isEqualTo(12);
    assertThat(printed.get(0).get("ncr_percent").asDouble()).isEqualTo(100);
  }

  @Test
  void aServedStudyIsScoredByTheAnswersInItsFolder() throws Exception {
    final Path made = made();
    try (StudyServer server = StudyServer.start(made, List.of("anna", "ben"), "127.0.0.1", 0)) {
      final HttpClient client = HttpClient.newHttpClient();
      for (int picture = 1; picture <= 60; picture++) {
        final URI answer = URI.create(server.links().get("anna") + "answers/" + picture);
        final HttpRequest said =
            HttpRequest.newBuilder(answer)
                .PUT(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"answer\":true,\"sequence\":%d}".formatted(picture)))
                .build();
        assertThat(client.send(said, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(204);
      }
    }
    assertThat(run("study", "score", made.toString(), "--json")).as(err.toString()).isZero();
    final JsonNode printed = new ObjectMapper().readTree(out.toString());
    assertThat(printed).hasSize(1);
    assertThat(printed.get(0).get("rater").asText()).isEqualTo("anna");
    assertThat(printed.get(0).get("missed").asInt()).isEqualTo(12);
  }

  @Test
  void wrongInputIsToldInOneSentence() throws IOException {
    final Path made = made();
    final String study = made.toString();
    final Path csv = folder.resolve("bad.csv");
    Files.writeString(csv, "picture,answer\n1,yes\n61,no\n");
    refused(
        "line 3 names picture 61; the study has 1 to 60", "study", "score", study, csv.toString());
    refused("does not exist", "study", "score", study, folder.resolve("none.csv").toString());
    refused("study.json", "study", "score", folder.toString(), csv.toString());
    refused("nobody has answered " + study + " by 'study serve' yet", "study", "score", study);
    refused(
        "is not empty", "study", "new", "--attack", "badnets", "--data", "small", "--out", study);
    refused("no attack was named", "study", "new", "--out", folder.resolve("x").toString());
    refused(
        "--size 2000 with --poisoned 0.9 takes 1,800 poisoned and 200 clean pictures; the set has",
        "study",
        "new",
        "--data",
        "small",
        "--attack",
        "badnets",
        "--size",
        "2000",
        "--poisoned",
        "0.9",
        "--out",
        folder.resolve("y").toString());
    assertThat(folder.resolve("y")).doesNotExist();
    refused("--port is 70000", "study", "serve", study, "--port", "70000");
    refused("--raters is 0", "study", "serve", study, "--raters", "0");
    refused("study.json", "study", "serve", folder.toString(), "--port", "0");
    refused(
        "is missing",
        "study",
        "import",
        "no.zip",
        "no.xlsx",
        "--out",
        folder.resolve("z").toString());
    assertThat(folder.resolve("z")).doesNotExist();
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "METASIFT_DATASETS",
      matches = ".+",
      disabledReason = "METASIFT_DATASETS names no folder with the artifact's study")
  void theArtifactsStudyIsTakenAsItIs() throws IOException {
    final Path artifact = Path.of(System.getenv("METASIFT_DATASETS"), "artifact");
    final Path imported = folder.resolve("artifact");
    assertThat(
            run(
                "study",
                "import",
                artifact.resolve("img.zip").toString(),
                artifact.resolve("ground_truth.xlsx").toString(),
                "--out",
                imported.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("Study of 1,000 pictures, 100 of them poisoned");
    assertThat(Files.size(imported.resolve("page.html"))).isLessThan(10_000_000);
    final Path csv = folder.resolve("result.csv");
    Files.writeString(csv, "1\n".repeat(1000));
    assertThat(run("study", "score", imported.toString(), csv.toString())).isZero();
    assertThat(out.toString()).contains("100.0 (96.3 to 100.0)", "0.0 (0.0 to 0.4)");
    refused(
        "row 2 has no value in column B",
        "study",
        "score",
        imported.toString(),
        artifact.resolve("ground_truth.xlsx").toString());
    refused(
        "no sifter can pick",
        "study",
        "score",
        imported.toString(),
        csv.toString(),
        "--sifters",
        "dcm");
  }
}
