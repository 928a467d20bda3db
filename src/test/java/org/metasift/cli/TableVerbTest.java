package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.run.Progress;
import tech.tablesaw.api.Table;

/** The table of NCR: what it computes, and that no finished cell is lost or computed again. */
class TableVerbTest {
  private static final String HOME = "metasift.home";

  @TempDir static Path home;
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void drawSignsOnce() {
    System.setProperty(HOME, home.toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(HOME);
    Progress.showOn(Progress.Display.silent());
  }

  private static List<String> command(Path folder, String... more) {
    final List<String> command =
        new ArrayList<>(
            List.of(
                "table",
                "--data",
                "small",
                "--budget",
                "200",
                "--attacks",
                "badnets,random-label-flip",
                "--sifters",
                "dcm,random",
                "--out",
                folder.toString()));
    command.addAll(List.of(more));
    return command;
  }

  private int run(String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(command(folder, more).toArray(String[]::new));
  }

  private Map<Path, FileTime> cells() throws IOException {
    final Map<Path, FileTime> times = new LinkedHashMap<>();
    final Path cells = folder.resolve("cells");
    if (Files.isDirectory(cells)) {
      try (Stream<Path> files = Files.list(cells)) {
        for (final Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
          times.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  @Test
  void theTableHasACellForEachAttackSifterAndSeed() throws IOException {
    assertThat(run("--seeds", "0,1")).isZero();
    assertThat(err.toString().lines()).hasSize(8).last().asString().startsWith("[8/8] random-lab");
    assertThat(out.toString()).contains("badnets", "dcm", "±");
    final Table read = Table.read().csv(folder.resolve("ncr.csv").toFile());
    assertThat(read.rowCount()).isEqualTo(8);
    assertThat(read.columnNames()).contains("attack", "sifter", "seed", "ncr_percent");
    assertThat(folder.resolve("ncr.png")).exists();

    final Map<Path, FileTime> before = cells();
    final Path lost = before.keySet().iterator().next();
    Files.delete(lost);
    assertThat(run("--seeds", "0,1")).isZero();
    final Map<Path, FileTime> after = cells();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.remove(lost);
    assertThat(after).containsAllEntriesOf(before);

    assertThat(run("--seeds", "0,1", "--v_lr", "0.5")).isEqualTo(2);
    assertThat(err.toString()).contains("was made under other conditions");
    Files.writeString(lost, "{");
    assertThat(run("--seeds", "0,1")).isEqualTo(2);
    assertThat(err.toString()).contains("is damaged; delete it");
  }

  @Test
  void aKilledRunLosesNoFinishedCell() throws IOException, InterruptedException {
    final StringBuilder seeds = new StringBuilder("0");
    for (int seed = 1; seed < 200; seed++) {
      seeds.append(',').append(seed);
    }
    final List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + HOME + "=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    java.addAll(command(folder, "--seeds", seeds.toString()));
    final Process process =
        new ProcessBuilder(java)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    while (cells().size() < 3) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    final Map<Path, FileTime> kept = cells();
    assertThat(kept.size()).isBetween(3, 799);
    assertThat(run("--seeds", "0,1")).isZero();
    assertThat(err.toString().lines()).hasSize(8);
    assertThat(cells()).containsAllEntriesOf(kept);
  }

  @Test
  void wrongInputIsToldInOneSentence() {
    assertThat(run("--seeds", "0,-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--seeds is -1");
    assertThat(run("--attacks", "badnets,x")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no attack 'x'").contains("narcissus");
    assertThat(run("--sifters", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no sifter 'x'");
  }
}
