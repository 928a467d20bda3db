package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.metasift.data.BadDataException;
import org.metasift.tune.PseudoPoison;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exit codes and sentences of the command line. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Exception failure = new IllegalStateException("boom");
  private Error error;

  @Command(name = "fails")
  private final class Fails implements Callable<Integer> {
    @Option(names = "--budget")
    private int budget;

    @Override
    public Integer call() throws Exception {
      if (budget > 0) {
        return 1;
      }
      if (error != null) {
        throw error;
      }
      throw failure;
    }
  }

  private int run(String... args) {
    final CommandLine command = Main.commandLine().addSubcommand(new Fails());
    return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  private String complaintAbout(Exception thrown, int exitCode) {
    failure = thrown;
    assertThat(run("fails")).isEqualTo(exitCode);
    assertThat(err.toString().strip()).doesNotContain("\n").startsWith("metasift fails: ");
    final String said = err.toString().strip().replaceFirst("metasift fails: ", "");
    err.getBuffer().setLength(0);
    return said;
  }

  @Test
  void tooLittleMemoryIsOneSentence() {
    error = new OutOfMemoryError("Java heap space");
    assertThat(run("fails")).isEqualTo(2);
    assertThat(err.toString().strip())
        .startsWith("metasift fails: this needs more memory than Java has, ")
        .endsWith(" MiB; METASIFT_HEAP=6g gives it 6 GB")
        .doesNotContain("\n");
  }

  @Test
  void helpNamesTheVerbs() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: metasift", "info", "--verbose");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyHelpIsWellFormed() {
    final PrintStream before = System.err;
    final ByteArrayOutputStream noise = new ByteArrayOutputStream(); // picocli warns there
    System.setErr(new PrintStream(noise, true, StandardCharsets.UTF_8));
    try {
      askForHelp(Main.commandLine());
    } finally {
      System.setErr(before);
    }
    assertThat(noise.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("above 5 %")
        .doesNotContain("%n", "%%");
  }

  @Test
  void tunesHelpNamesEveryPseudoPoison() {
    Main.commandLine().getSubcommands().get("tune").usage(new PrintWriter(out));
    assertThat(out.toString().replaceAll("\\s+", ""))
        .contains(
            Arrays.stream(PseudoPoison.Kind.values())
                .map(PseudoPoison.Kind::toString)
                .collect(Collectors.joining(",", "inturn:", "(default:narcissus)")));
  }

  private void askForHelp(CommandLine command) {
    command.usage(new PrintWriter(out));
    command.getSubcommands().values().forEach(this::askForHelp);
  }

  @Test
  void withoutAVerbTheHelpIsShown() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("Usage: metasift");
  }

  @Test
  void versionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("metasift \\S.*\\R");
  }

  @Test
  void infoTellsOfTheMachine() {
    assertThat(run("info")).isZero();
    assertThat(out.toString())
        .contains(System.getProperty("java.version"), System.getProperty("os.name"))
        .containsPattern("Cores +" + Runtime.getRuntime().availableProcessors() + "\\b")
        .containsPattern("Memory +[1-9]")
        .contains("Networks   " + org.metasift.compute.Compute.describe());
  }

  @Test
  void anUnknownVerbSuggestsTheNearOne() {
    assertThat(run("inof")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "metasift: there is no verb or option 'inof', did you mean 'info'?"
                + " ('metasift --help' lists them).");
  }

  @Test
  void anUnknownVerbLikeNoneSuggestsNothing() {
    assertThat(run("zzzzzzzz")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no verb or option 'zzzzzzzz'")
        .doesNotContain("did you mean");
  }

  @Test
  void aWrongOptionOrValueIsOneSentence() {
    assertThat(run("fails", "--budget", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("--budget", "many").hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(run("info", "--bugdet=1")).isEqualTo(2);
    assertThat(err.toString()).startsWith("metasift info: ").contains("--bugdet").hasLineCount(1);
  }

  @Test
  void aVerbsOwnExitCodeIsKept() {
    assertThat(run("fails", "--budget", "7")).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badInputIsOneSentenceAndExitCode2() {
    assertThat(complaintAbout(new IllegalArgumentException("ratio 1.5 is outside (0, 1)"), 2))
        .isEqualTo("ratio 1.5 is outside (0, 1)");
    assertThat(complaintAbout(new BadDataException(Path.of("a.h5"), "is cut short"), 2))
        .isEqualTo("a.h5: is cut short");
    assertThat(complaintAbout(new NoSuchFileException("a.h5"), 2))
        .isEqualTo("a.h5: no such file or folder");
    final IOException denied = new AccessDeniedException("out");
    assertThat(complaintAbout(new UncheckedIOException(denied), 2))
        .isEqualTo("out: no permission to read or write it");
    assertThat(complaintAbout(new IOException("No space left on device"), 2))
        .isEqualTo("No space left on device");
  }

  @Test
  void aFaultOfTheProgramIsExitCode1() {
    assertThat(complaintAbout(new IllegalStateException("one\n  two"), 1))
        .isEqualTo("unexpected error: one; two (--verbose shows where)");
  }

  @Test
  void stoppingIsExitCode130() {
    assertThat(complaintAbout(new CancellationException("stopped by the user"), 130))
        .isEqualTo("stopped.");
    assertThat(complaintAbout(new InterruptedException(), 130)).isEqualTo("stopped.");
    Thread.currentThread().interrupt();
    try {
      assertThat(complaintAbout(new ClosedByInterruptException(), 130)).isEqualTo("stopped.");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void verboseShowsWhere() {
    assertThat(run("fails", "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: boom", "at org.metasift.cli");
  }

  /** The launcher refuses an unknown verb before it builds the module that knows them. */
  @Test
  void theLauncherKnowsTheVerbs() throws IOException {
    final String verbs =
        Files.readAllLines(Path.of("metasift")).stream()
            .filter(line -> line.startsWith("verbs='"))
            .map(line -> line.substring(7, line.length() - 1))
            .findFirst()
            .orElseThrow();
    assertThat(verbs.split(" "))
        .containsExactlyInAnyOrderElementsOf(Main.commandLine().getSubcommands().keySet());
  }
}
