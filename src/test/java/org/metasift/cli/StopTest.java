package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Stopped from outside, a process ends in order: not in the middle of the engine's work. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there is ended without being told")
class StopTest extends CommandLineTest {
  private Path log() {
    return folder.resolve("log.txt");
  }

  private Process start(String... arguments) throws IOException {
    return start(Main.class, List.of(), arguments);
  }

  private Process start(Class<?> program, List<String> before, String... arguments)
      throws IOException {
    final Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-D" + HOME + "=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    return new ProcessBuilder(
            Stream.of(before.stream(), java, Stream.of(arguments)).flatMap(all -> all).toList())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private void await(String sign, Process process) throws Exception {
    while (!Files.readString(log()).contains(sign)) {
      assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
      Thread.sleep(5);
    }
  }

  private void stopAfter(String sign, String last, Process process) throws Exception {
    await(sign, process);
    process.destroy(); // TERM
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(log())).endsWith(last + System.lineSeparator());
    assertThat(process.exitValue()).isEqualTo(143);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(log());
    }
  }

  @Test
  void aStepOfSiftingIsFinishedAndNoEmptyFolderStays() throws Exception {
    final Process process =
        start("sift", "--data", "small", "--width", "4", "--num-sifters", "1", "--out", "new");
    stopAfter("Sifter 1", "metasift sift: stopped.", process);
  }

  @Test
  void aServedStudyIsClosed() throws Exception {
    final String study = home.resolve("study").toString();
    assertThat(
            run(
                "study",
                "new",
                "--data",
                "small",
                "--attack",
                "badnets",
                "--size",
                "20",
                "--out",
                study))
        .isZero();
    stopAfter(
        "teacher", "metasift study serve: stopped.", start("study", "serve", study, "--port", "0"));
  }

  // a shell may start this build with Ctrl-C ignored, which a child would inherit
  private static final List<String> HEARING_CTRL_C = List.of("env", "--default-signal=INT");

  private static void pressCtrlC(Process process) throws Exception {
    final Process kill = new ProcessBuilder("kill", "-INT", "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "env of others cannot let a child hear Ctrl-C")
  void theFirstCtrlCAsksTheWorkToStopAndSaysSo() throws Exception {
    final Process process =
        start(
            Main.class,
            HEARING_CTRL_C,
            "sift",
            "--data",
            "small",
            "--width",
            "4",
            "--num-sifters",
            "1",
            "--out",
            "new");
    await("Sifter 1", process);
    pressCtrlC(process);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(log()))
        .contains("stopping at the next step; what is finished is kept. Ctrl-C again ends at once.")
        .endsWith("metasift sift: stopped." + System.lineSeparator());
    assertThat(process.exitValue()).isEqualTo(130);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(log());
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "env of others cannot let a child hear Ctrl-C")
  void aSecondCtrlCEndsWorkThatDoesNotStop() throws Exception {
    final Process process = start(Stubborn.class, HEARING_CTRL_C);
    await("at work", process);
    pressCtrlC(process);
    await("asked", process);
    assertThat(process.isAlive()).isTrue();
    pressCtrlC(process);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(log()))
        .containsOnlyOnce("stopping at the next step")
        .contains("ended at once");
  }
}
