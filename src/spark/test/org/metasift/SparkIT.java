package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.Launch.Outcome;
import org.metasift.experiment.NcrTable;
import org.metasift.io.Records;

/** Tasks on real Spark processes, by the launcher, find what they find here. */
class SparkIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CELLS = 8;
  private static final List<String> TABLE =
      List.of(
          ("table --data small --attacks badnets,random-label-flip --sifters meta-sift,dcm"
                  + " --seeds 0,1 --width 1 --num-sifters 1 --budget 200")
              .split(" "));

  @TempDir private Path scratch;
  private final List<Process> started = new ArrayList<>();

  private Launch launch(String name) throws IOException {
    return new Launch(Launch.PROJECT, Files.createDirectories(scratch.resolve(name)))
        .with("OMP_NUM_THREADS", "1")
        .with("SPARK_LOCAL_IP", "127.0.0.1");
  }

  private Process start(String name, String... arguments) throws IOException {
    final Process process = launch(name).start(arguments);
    started.add(process);
    return process;
  }

  private String said(String name) {
    try {
      return Files.readString(scratch.resolve(name).resolve("stderr"));
    } catch (final IOException e) {
      return "";
    }
  }

  private void await(String what, BooleanSupplier holds) throws InterruptedException {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Kills as a machine dies: the worker and the executors that it started, at once. */
  private static void kill(Process worker) {
    final List<ProcessHandle> executors = worker.descendants().toList();
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  @AfterEach
  void stop() {
    started.forEach(SparkIT::kill);
  }

  private String master() throws IOException, InterruptedException {
    start("master", "spark", "master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
    final Pattern address = Pattern.compile("Starting Spark master at (spark://\\S+)");
    await("the master", () -> address.matcher(said("master")).find());
    final Matcher found = address.matcher(said("master"));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private Process worker(String name, String master) throws IOException {
    final String work = scratch.resolve(name).resolve("work").toString();
    return start(
        name,
        command(
            List.of("spark", "worker", master, "--work-dir", work, "--webui-port", "0"),
            "--host",
            "127.0.0.1",
            "--cores",
            "1",
            "--memory",
            "1g"));
  }

  private static String[] command(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private static List<NcrTable.Cell> cells(Path folder) {
    return NcrTable.load(folder.resolve("ncr.csv")).stream()
        .map(cell -> Records.with(cell, "seconds", 0.0))
        .toList();
  }

  @Test
  void aTableIsTheSameWhenAWorkerIsKilledInTheMiddle() throws Exception {
    final String master = master();
    final Process doomed = worker("first", master);
    worker("second", master);
    final Path far = scratch.resolve("far");
    final Process table =
        start(
            "driver",
            command(
                TABLE,
                "--master",
                master,
                "--spark-conf",
                "spark.executor.memory=1g",
                "--out",
                far.toString()));
    await("a result", () -> said("driver").contains("[1/" + CELLS) || !table.isAlive());
    await("its executor", () -> doomed.descendants().findAny().isPresent() || !table.isAlive());
    kill(doomed);
    final Outcome outcome = launch("driver").end(table);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("was lost", "[" + CELLS + "/" + CELLS + "]");
    assertThat(outcome.err().lines())
        .allMatch(
            line -> line.matches("(Spark at|executor|no executor yet|Drawing|\\[\\d/\\d]).*"));

    final Path here = scratch.resolve("here");
    final Outcome local = launch("local").run(command(TABLE, "--out", here.toString()));
    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(cells(far)).hasSize(CELLS).isEqualTo(cells(here));
  }

  @Test
  void whatCannotBeJoinedIsRefusedInOneSentence() throws Exception {
    final String out = scratch.resolve("out").toString();
    for (final String[] wrong :
        new String[][] {
          {"spark://127.0.0.1:1", "spark.a=b", "nobody answers there"},
          {"local-cluster[1,1,1024]", "spark.executor.memory=2g", "does not take this program"}
        }) {
      final Outcome outcome =
          launch("wrong")
              .run(command(TABLE, "--master", wrong[0], "--spark-conf", wrong[1], "--out", out));
      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err()).hasLineCount(1).startsWith("metasift table: ").contains(wrong[2]);
    }
  }
}
