package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
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
          "{\\"table\\": \\"Claim  here  verdict\\\\nC1     1.0   holds\\\\nC2     2.0   %s\\", "
              + "\\"claims\\": [{\\"holds\\": true}, {\\"holds\\": %s}]}");
      """;

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
            CLAIMS.formatted("holds", true));
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
  void aFailingCellShowsTheJavaExceptionAndKeepsWhatCameBefore() throws Exception {
    final String file =
        notebook(
            "bad",
            "# Bad",
            "40 + 2",
            "## Breaks here",
            "throw new IllegalStateException(\"the ratio is 1.5\");",
            "\"never reached\"");
    final Outcome outcome = launch().run("run", file, "--out", "out dir");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("[2/3] Breaks here: this cell failed.")
        .contains("java.lang.IllegalStateException: the ratio is 1.5")
        .contains("bad.partial.ipynb")
        .doesNotContain("Traceback", "nbclient", "\u001b");
    assertThat(saved("bad.partial.ipynb")).contains("\"42\"").doesNotContain("\"old\"");
    assertThat(scratch.resolve("out dir/bad.ipynb")).doesNotExist();
    assertThat(scratch.resolve("out dir/bad.html")).doesNotExist();
  }

  @Test
  void aClaimThatDoesNotHoldFailsTheRunUnlessItIsAQuickOne() throws Exception {
    final String file = notebook("broken", CLAIMS.formatted("does not hold", false));
    final Outcome full = launch().run("run", file, "--out", "out dir");
    assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
    assertThat(full.out()).contains("C2     2.0   does not hold");
    assertThat(full.err()).contains("1 of the claims above does not hold");
    final Outcome quick = launch().run("run", file, "--out", "out dir", "--quick");
    assertThat(quick.exitCode()).as(quick.err()).isZero();
    assertThat(quick.err()).contains("indicative", "1 of the claims above does not hold");
  }

  @Test
  void theModuleTellsAClaimThatDoesNotHold() throws Exception {
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

    final String fails =
        notebook("claiming", "throw new IllegalStateException(\"before\");", CLAIMS);
    final Outcome before = launch().run("run", fails, "--out", "out dir");
    assertThat(before.exitCode()).as(before.err()).isEqualTo(1);
    assertThat(before.err()).contains("this cell failed", "before").doesNotContain("claims");
    assertThat(scratch.resolve("out dir/claiming.claims.json"))
        .as("of the run before")
        .doesNotExist();
  }

  @Test
  void announcedClaimsMustBeTold() throws Exception {
    final String silent = notebook("claiming", "\"C1     1.0   holds\"");
    final Outcome outcome = launch().run("run", silent, "--out", "out dir", "--quick");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("This notebook announces claims, but told none.");
    final String other = notebook("other", "\"C1     1.0   does not hold\"");
    final Outcome text = launch().run("run", other, "--out", "out dir");
    assertThat(text.exitCode()).as("a text is no claim: " + text.err()).isZero();
    assertThat(text.err()).contains("This notebook checks no claims.");
    final String garbage =
        notebook("claiming", CLAIMS.formatted("holds", true).replace("claims", "none"));
    final Outcome damaged = launch().run("run", garbage, "--out", "out dir");
    assertThat(damaged.exitCode()).as(damaged.err()).isEqualTo(2);
    assertThat(damaged.err()).contains("claiming.claims.json: is not a file of claims.");
  }

  @Test
  void picturesComeAlongAndLinksLeadWhereTheyLed() throws Exception {
    final String file =
        notebook(
            "pages", "# Pages\n![dot](dot.png) [next](next.ipynb#there) [gone](gone.ipynb)", "1");
    ImageIO.write(
        new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
        "png",
        scratch.resolve("nb/dot.png").toFile());
    Files.writeString(scratch.resolve("nb/next.ipynb"), "{}");
    final Outcome outcome = launch().run("run", file, "--out", "out dir");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(saved("pages.ipynb"))
        .contains("![dot](attachment:dot.png) [next](../nb/next.ipynb#there) [gone](gone.ipynb)");
    assertThat(saved("pages.html"))
        .contains(
            "<img alt=\"dot\" src=\"data:image/png;base64,", "href=\"../nb/next.ipynb#there\"");
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
