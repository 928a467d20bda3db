package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.metasift.Launch.Outcome;

/** Small notebooks, run as a user runs them. Setting up makes environment/.venv. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class NotebookRunIT {
  /** Two claims, written as the module writes them. */
  private static final String CLAIMS =
      """
      java.nio.file.Files.writeString(java.nio.file.Path.of(System.getenv("METASIFT_CLAIMS")),
          "{\\"table\\": \\"Claim  here  verdict\\\\nC1     1.0   holds\\\\nC2     2.0   holds\\", "
              + "\\"claims\\": [{\\"holds\\": true}, {\\"holds\\": true}]}");
      """;

  /** The same as data. */
  private static final String TOLD =
      """
      {"table": "C1     1.0   holds\\nC2     2.0   %2$s", "%1$s": [{"holds": true}, {"holds": %3$s}]}""";

  @TempDir private Path scratch;

  @BeforeAll
  static void setUp(@TempDir Path streams) throws Exception {
    Launch.setUp(streams);
  }

  /**
   * Writes {@code nb/name.ipynb}; a cell that begins with '#' is prose, and a notebook whose name
   * begins with "claiming" announces claims.
   */
  private String notebook(String name, String... cells) throws IOException {
    final List<Map<String, Object>> all = new ArrayList<>();
    for (final String source : cells) {
      all.add(
          source.startsWith("#")
              ? Map.of("cell_type", "markdown", "metadata", Map.of(), "source", source)
              : Map.of(
                  "cell_type",
                  "code",
                  "metadata",
                  Map.of(),
                  "source",
                  source,
                  "execution_count",
                  1,
                  "outputs",
                  List.of(Map.of("output_type", "stream", "name", "stdout", "text", "old"))));
    }
    final Path file = Files.createDirectories(scratch.resolve("nb")).resolve(name + ".ipynb");
    final Map<String, Object> metadata =
        name.startsWith("claiming") ? Map.of("metasift", Map.of("claims", true)) : Map.of();
    final Map<String, Object> whole =
        Map.of("nbformat", 4, "nbformat_minor", 4, "metadata", metadata, "cells", all);
    Files.writeString(file, new ObjectMapper().writeValueAsString(whole));
    return file.toString();
  }

  private Launch launch() {
    return new Launch(Launch.PROJECT, scratch);
  }

  private String saved(String file) throws IOException {
    return Files.readString(scratch.resolve("out dir").resolve(file));
  }

  @Test
  void aNotebookThatSucceedsIsSavedWithItsPageAndItsClaims() throws Exception {
    final String file =
        notebook(
            "good",
            "# Good *news*\nprose",
            "System.out.println(\"seed \" + System.getenv(\"METASIFT_SEED\"));",
            "## Our own classes",
            "org.metasift.compute.Progress.class.getSimpleName() + \" in \" + new java.io.File(\"\")"
                + ".getAbsoluteFile().getName()",
            CLAIMS);
    final Outcome outcome = launch().run("run", file, "--out", "out dir", "--seed", "7");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("[1/3] Good news", "seed 7", "[2/3] Our own classes", "Done in");
    assertThat(outcome.out()).contains("C1     1.0   holds", "out dir/good.ipynb", "good.html");
    assertThat(saved("good.ipynb")).contains("Progress in nb", "seed 7").doesNotContain("\"old\"");
    assertThat(saved("good.html"))
        .contains("<title>Good news</title>", "Progress in nb")
        .doesNotContainPattern("(src|href)=.https?:")
        .doesNotContainPattern("import\\(.https?:");
    assertThat(scratch.resolve("out dir"))
        .isDirectoryNotContaining("glob:**.partial.ipynb")
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void aSecondSetUpInstallsNothing() throws Exception {
    assertThat(launch().run("setup").exitCode()).isZero();
    final Outcome second = launch().run("setup");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).isEmpty();
  }

  @Test
  void aFailingCellShowsTheJavaExceptionAndKeepsWhatCameBeforeAndNoClaims() throws Exception {
    final String file =
        notebook(
            "claiming-bad",
            "# Bad",
            "40 + 2",
            "## Breaks here",
            "throw new IllegalStateException(\"the ratio is 1.5\");",
            "\"never reached\"",
            CLAIMS);
    final Path claims =
        Files.createDirectories(scratch.resolve("out dir")).resolve("claiming-bad.claims.json");
    Files.writeString(claims, "{}");
    final Outcome outcome = launch().run("run", file, "--out", "out dir");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("[2/4] Breaks here: this cell failed.")
        .contains("java.lang.IllegalStateException: the ratio is 1.5")
        .contains("claiming-bad.partial.ipynb")
        .doesNotContain("Traceback", "nbclient", "\u001b", "claims");
    assertThat(saved("claiming-bad.partial.ipynb")).contains("\"42\"").doesNotContain("\"old\"");
    assertThat(scratch.resolve("out dir/claiming-bad.ipynb")).doesNotExist();
    assertThat(scratch.resolve("out dir/claiming-bad.html")).doesNotExist();
    assertThat(claims).as("of the run before").doesNotExist();
  }

  @Test
  void theModuleTellsAClaimThatDoesNotHoldWhichFailsTheRun() throws Exception {
    final String file =
        notebook(
            "claiming",
            "org.metasift.report.live.NotebookClaims.tell(org.metasift.eval.Claims.none()"
                + ".atMost(\"C1\", \"NCR\", \"0.000\", 1.5, 3, 1)"
                + ".atLeast(\"C2\", \"ACC\", \"-\", 95, 1, 90))",
            "\"a cell after the claims\"");
    final Outcome outcome = launch().run("run", file, "--out", "out dir");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern("C1 +NCR +0.000 +1.500 +at most 1 +does not hold")
        .containsPattern("C2 +ACC +- +95.0 +at least 90 +holds")
        .contains("claiming.claims.json");
    assertThat(outcome.err()).contains("1 of the claims above does not hold");
    final JsonNode claims =
        new ObjectMapper().readTree(saved("claiming.claims.json")).path("claims");
    assertThat(claims)
        .extracting(claim -> claim.path("holds").asBoolean())
        .containsExactly(false, true);
  }

  @Test
  void aClaimThatDoesNotHoldFailsTheRunUnlessItIsAQuickOne() throws Exception {
    final String file = notebook("broken", TOLD.formatted("claims", "does not hold", false));
    final List<Outcome> both = withoutKernel(file, "quick:" + file);
    final Outcome full = both.get(0);
    assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
    assertThat(full.out()).contains("C2     2.0   does not hold");
    assertThat(full.err()).contains("1 of the claims above does not hold").doesNotContain("indic");
    final Outcome quick = both.get(1);
    assertThat(quick.exitCode()).as(quick.err()).isZero();
    assertThat(quick.err()).contains("indicative", "1 of the claims above does not hold");
  }

  @Test
  void announcedClaimsMustBeToldAndPicturesComeAlongAndLinksLeadWhereTheyLed() throws Exception {
    ImageIO.write(
        new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
        "png",
        Files.createDirectories(scratch.resolve("nb")).resolve("dot.png").toFile());
    Files.writeString(scratch.resolve("nb/next.ipynb"), "{}");
    final List<Outcome> all =
        withoutKernel(
            "quick:" + notebook("claiming-silent", "C1     1.0   holds"),
            notebook("other", "C1     1.0   does not hold"),
            notebook("claiming-damaged", TOLD.formatted("none", "holds", true)),
            notebook(
                "pages", "# Pages\n![dot](dot.png) [next](next.ipynb#there) [gone](gone.ipynb)"));
    final Outcome silent = all.get(0);
    assertThat(silent.exitCode()).as(silent.err()).isEqualTo(1);
    assertThat(silent.err()).contains("This notebook announces claims, but told none.");
    final Outcome text = all.get(1);
    assertThat(text.exitCode()).as("a text is no claim: " + text.err()).isZero();
    assertThat(text.err()).contains("This notebook checks no claims.");
    assertThat(saved("other.ipynb")).contains("C1     1.0   does not hold");
    final Outcome damaged = all.get(2);
    assertThat(damaged.exitCode()).as(damaged.err()).isEqualTo(2);
    assertThat(damaged.err()).contains("claiming-damaged.claims.json: is not a file of claims.");
    final Outcome pages = all.get(3);
    assertThat(pages.exitCode()).as(pages.err()).isZero();
    assertThat(saved("pages.ipynb"))
        .contains("![dot](attachment:dot.png) [next](../nb/next.ipynb#there) [gone](gone.ipynb)");
    assertThat(saved("pages.html"))
        .contains(
            "<img alt=\"dot\" src=\"data:image/png;base64,", "href=\"../nb/next.ipynb#there\"");
  }

  /**
   * What the runner does before and after the cells, without a kernel's start for each notebook.
   *
   * @param notebooks files; a quick run of those that "quick:" precedes
   */
  private List<Outcome> withoutKernel(String... notebooks) throws Exception {
    final List<String> command =
        new ArrayList<>(
            List.of(
                Launch.PROJECT.resolve("environment/.venv/bin/python").toString(),
                Launch.PROJECT.resolve("src/test/resources/without_kernel.py").toString(),
                Launch.PROJECT.resolve("environment/run_notebook.py").toString(),
                scratch.resolve("out dir").toString()));
    command.addAll(List.of(notebooks));
    final ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().put("PYTHONUTF8", "1");
    final Process process = builder.redirectError(scratch.resolve("stderr").toFile()).start();
    final List<Outcome> outcomes = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        final JsonNode one = new ObjectMapper().readTree(line);
        outcomes.add(
            new Outcome(one.get("exit").asInt(), one.get("out").asText(), one.get("err").asText()));
      }
    }
    assertThat(process.waitFor()).as(Files.readString(scratch.resolve("stderr"))).isZero();
    return outcomes;
  }

  @Test
  void beingStoppedEndsTheKernelAndKeepsWhatCameBefore() throws Exception {
    final String file =
        notebook(
            "long",
            "System.out.println(\"kernel \" + ProcessHandle.current().pid());",
            "while (true) {}");
    final Launch launch = launch();
    final Process process = launch.start("run", file, "--out", "out dir");
    // a slow start names the first cell before it has ended
    while (process.isAlive() && !launch.said().matches("(?s).*kernel \\d+.*\\[1/2\\].*")) {
      Thread.sleep(100);
    }
    process.destroy();
    final Outcome outcome = launch.end(process);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(130);
    assertThat(outcome.err()).contains("Stopped.");
    assertThat(saved("long.partial.ipynb")).contains("kernel ");
    final long kernel = Long.parseLong(outcome.err().replaceAll("(?s).*kernel (\\d+).*", "$1"));
    assertThat(ProcessHandle.of(kernel).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void whatIsNoNotebookOrCannotBeWrittenIsRefused() throws Exception {
    final Path broken = Files.writeString(scratch.resolve("broken.ipynb"), "{");
    final Outcome noNotebook = launch().run("run", broken.toString(), "--out", "out dir");
    assertThat(noNotebook.err()).contains("broken.ipynb: is not a notebook.").hasLineCount(1);
    assertThat(noNotebook.exitCode()).isEqualTo(2);
    Files.writeString(scratch.resolve("taken"), "a file");
    final Outcome noFolder = launch().run("run", notebook("one", "1"), "--out", "taken");
    assertThat(noFolder.err()).contains("taken: File exists.").hasLineCount(1);
    assertThat(noFolder.exitCode()).isEqualTo(2);
  }
}
