package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final String CLAIMS =
      """
      "Claim  here  verdict\\nC1     1.0   holds\\nC2     2.0   %s"
      """;

  @TempDir private Path scratch;

  @BeforeAll
  static void setUp(@TempDir Path streams) throws Exception {
    Launch.setUp(streams);
  }

  /** Writes {@code nb/name.ipynb}; a cell that begins with '#' is prose. */
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
    final Map<String, Object> whole =
        Map.of("nbformat", 4, "nbformat_minor", 4, "metadata", Map.of(), "cells", all);
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
            CLAIMS.formatted("holds"));
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
    final String file = notebook("broken", CLAIMS.formatted("does not hold"));
    final Outcome full = launch().run("run", file, "--out", "out dir");
    assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
    assertThat(full.out()).contains("C2     2.0   does not hold");
    assertThat(full.err()).contains("1 of the claims above does not hold");
    final Outcome quick = launch().run("run", file, "--out", "out dir", "--quick");
    assertThat(quick.exitCode()).as(quick.err()).isZero();
    assertThat(quick.err()).contains("indicative", "1 of the claims above does not hold");
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
    while (process.isAlive() && !launch.said().contains("[1/2]")) {
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
