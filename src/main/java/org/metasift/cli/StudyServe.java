package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.metasift.compute.Ranges;
import org.metasift.study.StudyServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metasift study serve}: a study for a whole class. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Serve a study to raters.",
      "Each rater gets a private link, the teacher a live page. Every click is saved; serve the same folder again to continue. Ctrl-C stops."
    },
    footer = {
      "Links and answers are kept in answers.sqlite in the folder.",
      "%nExamples:",
      "  metasift study serve studies/one --raters 30",
      "  metasift study serve studies/one --names class.txt --host 192.168.1.20"
    })
final class StudyServe implements Callable<Integer> {
  private static final int MOST_RATERS = 1000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A study's folder.")
  private Path folder;

  @Option(
      names = "--raters",
      paramLabel = "N",
      description = "Number of links, named rater-01 and so on (default: ${DEFAULT-VALUE}).")
  private int raters = 1;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "File with the names of the raters instead, one per line.")
  private Path names;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on; others can reach this machine by its own address (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Ranges.within("--port", port, 0, 65_535);
    try (StudyServer server = StudyServer.start(folder, named(), host, port)) {
      final PrintWriter out = spec.commandLine().getOut();
      server.links().forEach((name, link) -> out.println(name + "  " + link));
      out.println("teacher  " + server.teacherLink());
      out.flush();
      new CountDownLatch(1).await(); // until the thread is interrupted
    }
    return 0;
  }

  private List<String> named() throws IOException {
    if (names != null && spec.commandLine().getParseResult().hasMatchedOption("--raters")) {
      throw new IllegalArgumentException(
          "--raters and --names were both given; one of them is allowed");
    }
    if (names == null) {
      final int count = Ranges.within("--raters", raters, 1, MOST_RATERS);
      return IntStream.rangeClosed(1, count).mapToObj("rater-%02d"::formatted).toList();
    }
    final List<String> read =
        Files.readAllLines(names).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (read.isEmpty()
        || read.size() > MOST_RATERS
        || read.stream().distinct().count() < read.size()) {
      throw new IllegalArgumentException(
          "%s holds %d names; 1 to %d different ones are needed"
              .formatted(names, read.size(), MOST_RATERS));
    }
    return read;
  }
}
