package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Stopped from outside, a process ends in order: not in the middle of the engine's work. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there is ended without being told")
class StopTest extends CommandLineTest {
  private Path log() {
    return folder.resolve("log.txt");
  }

  private Process start(String... arguments) throws IOException {
    final Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-D" + HOME + "=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    return new ProcessBuilder(Stream.concat(java, Stream.of(arguments)).toList())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private void stopAfter(String sign, String last, Process process) throws Exception {
    while (!Files.readString(log()).contains(sign)) {
      assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
      Thread.sleep(5);
    }
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
}
