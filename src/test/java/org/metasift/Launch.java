package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One start of {@code ./metasift}, as a user types it; the jar is taken as Maven just packed it.
 */
final class Launch {
  /** The project's folder, in which Maven runs the tests. */
  static final Path PROJECT = Path.of("").toAbsolutePath();

  private static boolean setUp;

  private final Path folder;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Prepares a start.
   *
   * @param folder the one that holds the launcher
   * @param scratch where the streams are kept
   */
  Launch(Path folder, Path scratch) {
    this.folder = folder;
    this.scratch = scratch;
    environment.put("METASIFT_NO_BUILD", "1");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  /**
   * Sets the project up, once for all tests of this JVM, which then may start it side by side.
   *
   * @param scratch where the streams are kept
   */
  static synchronized void setUp(Path scratch) throws IOException, InterruptedException {
    if (!setUp) {
      final Outcome outcome = new Launch(PROJECT, scratch).run("setup");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      setUp = true;
    }
  }

  /** With this variable; null takes it away. */
  Launch with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What a start left behind: its exit code, standard output and standard error. */
  record Outcome(int exitCode, String out, String err) {}

  Process start(String... arguments) throws IOException {
    final ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(folder.resolve("metasift").toString()), Stream.of(arguments))
                .toList());
    List.of("METASIFT_QUICK", "METASIFT_SEED", "METASIFT_PROFILE", "METASIFT_HEAP")
        .forEach(builder.environment()::remove);
    environment.forEach(
        (name, value) -> {
          if (value == null) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return builder
        .directory(scratch.toFile())
        .redirectOutput(scratch.resolve("stdout").toFile())
        .redirectError(scratch.resolve("stderr").toFile())
        .start();
  }

  /** Starts it, waits for its end, at most ten minutes (the first one installs Jupyter). */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  Outcome end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroy();
      throw new AssertionError("no end within ten minutes; it said " + said());
    }
    return new Outcome(process.exitValue(), Files.readString(scratch.resolve("stdout")), said());
  }

  /** Standard error so far. */
  String said() throws IOException {
    return Files.readString(scratch.resolve("stderr"));
  }
}
