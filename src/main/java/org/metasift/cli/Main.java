package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.metasift.io.FileNames;
import org.metasift.io.Formats;
import org.metasift.io.Version;
import org.metasift.lab.DataSource;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code metasift <verb> ...}. A verb is a class with {@link Command}, named in
 * the list below, whose {@code call} returns its exit code.
 *
 * <p>Exit codes: 0 done; 1 done, but what was asked does not hold, or a network diverged, or an
 * unexpected error; 2 the input is at fault (an option, a setting, a file), which one sentence on
 * standard error names; 130 stopped by the user. Stack traces appear with {@code --verbose} alone.
 */
@Command(
    name = "metasift",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = "Find the images of a data set that can be trusted, though some may be poisoned.",
    footer = {
      "Examples:",
      "  metasift sift --data photos --out runs/photos",
      "  metasift sift --attack badnets --budget 1000"
    },
    synopsisSubcommandLabel = "<verb>",
    subcommands = {
      Info.class,
      Data.class,
      PoisonVerb.class,
      SiftVerb.class,
      TrainVerb.class,
      PurifyVerb.class,
      EvaluateVerb.class,
      TuneVerb.class,
      CheckVerb.class,
      TableVerb.class,
      StudyVerb.class,
      AuditVerb.class,
      GenerateCompletion.class
    })
public final class Main implements Runnable {
  static final int WRONG_INPUT = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean verbose;

  private Path newFolder;

  /** Runs the verb that {@code args} name and ends the process with its exit code. */
  public static void main(String[] args) {
    final CountDownLatch ended = new CountDownLatch(1);
    Stopping.watch(Thread.currentThread(), ended);
    final int code;
    try {
      code = commandLine().execute(args);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }

  /** The command line, ready to {@link CommandLine#execute}; it ends no process. */
  public static CommandLine commandLine() {
    Formats.english();
    final Main main = new Main();
    return HelpLayout.on(withCompletion(new CommandLine(main)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(main::execute)
        .setParameterExceptionHandler(Main::reject)
        .setExecutionExceptionHandler(main::fail);
  }

  /** Words of ours for the one verb that comes with picocli. */
  private static CommandLine withCompletion(CommandLine command) {
    command
        .getSubcommands()
        .get("generate-completion")
        .getCommandSpec()
        .usageMessage()
        .description(
            "Print a script that completes words for bash or zsh.",
            "For the current shell: source <(metasift generate-completion)")
        .footer("Example:", "  metasift generate-completion");
    return command;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int execute(ParseResult parsed) {
    ParseResult verb = parsed;
    while (verb.hasSubcommand()) {
      verb = verb.subcommand();
    }
    if (FileNames.isLost(System.getProperty("user.dir"))) {
      throw new ParameterException(
          verb.commandSpec().commandLine(), "the current folder: " + FileNames.complaint());
    }
    final Path out = verb.matchedOptionValue("--out", (Path) null);
    checkCanBeFolder(verb, out);
    checkOutsideData(verb, out);
    final Path made = out == null ? verb.matchedOptionValue("--to", (Path) null) : out;
    newFolder = made == null || Files.exists(made) ? null : made;
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (final OutOfMemoryError e) { // no exception, which picocli would hand to fail
      return fail(
          new IllegalArgumentException(
              "this needs more memory than Java has, %,d MiB; METASIFT_HEAP=6g gives it 6 GB"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20),
              e),
          verb.commandSpec().commandLine(),
          verb);
    } catch (final LinkageError e) { // a library of the system's is missing
      return fail(
          e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalArgumentException("a library cannot be loaded: " + e.getMessage(), e),
          verb.commandSpec().commandLine(),
          verb);
    }
  }

  private static void checkCanBeFolder(ParseResult verb, Path out) {
    Path there = out;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw new ParameterException(
          verb.commandSpec().commandLine(),
          "--out is %s, %sa file; a folder is needed"
              .formatted(out, there.equals(out) ? "" : "below " + there + ", "));
    }
  }

  private static void checkOutsideData(ParseResult verb, Path out) {
    if (out != null) {
      try {
        DataSource.of(verb.matchedOptionValue("--data", (String) null)).checkOutside(out);
      } catch (final IllegalArgumentException e) {
        throw new ParameterException(verb.commandSpec().commandLine(), e.getMessage(), e);
      }
    }
  }

  /** Takes away the folder of a failed run that made it and left nothing in it. */
  private void dropEmptyFolder() {
    if (newFolder != null) {
      try {
        Files.deleteIfExists(newFolder);
      } catch (final IOException e) {
        newFolder = null; // it holds something: that stays
      }
    }
  }

  private static int reject(ParameterException wrong, String[] args) {
    final CommandLine command = wrong.getCommandLine();
    final PrintWriter err = command.getErr();
    err.println(
        wrong instanceof UnmatchedArgumentException unmatched && command.getParent() == null
            ? unknownVerb(unmatched)
            : command.getCommandSpec().qualifiedName()
                + ": "
                + Complaint.about(wrong, command.getCommandSpec()));
    return WRONG_INPUT;
  }

  private static String unknownVerb(UnmatchedArgumentException unmatched) {
    final List<String> near = unmatched.getSuggestions();
    return "metasift: there is no verb or option '%s'%s ('metasift --help' lists them)."
        .formatted(
            unmatched.getUnmatched().get(0),
            near.isEmpty() ? "" : ", did you mean '" + near.get(0) + "'?");
  }

  private int fail(Exception failure, CommandLine command, ParseResult parsed) {
    dropEmptyFolder();
    final boolean stopped =
        failure instanceof CancellationException
            || failure instanceof InterruptedException
            || Thread.currentThread().isInterrupted(); // which closes files under their writer
    final Exception told = stopped ? new CancellationException("stopped by the user") : failure;
    if (verbose) {
      failure.printStackTrace(command.getErr());
    } else {
      command
          .getErr()
          .println(
              command.getCommandSpec().qualifiedName()
                  + ": "
                  + Complaint.about(told, command.getCommandSpec()));
    }
    if (stopped) {
      return CtrlC.STOPPED;
    }
    return Complaint.isAboutInput(failure) ? WRONG_INPUT : CommandLine.ExitCode.SOFTWARE;
  }

  /** The version in the jar's manifest. */
  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.text()};
    }
  }
}
