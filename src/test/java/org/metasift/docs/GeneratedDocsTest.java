package org.metasift.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.metasift.cli.Main;
import picocli.CommandLine;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * What the documentation repeats of the program and of measurements is not typed: the reference of
 * options comes from the options, and a table between {@code <!-- FILE.csv: VIEW -->} and {@code
 * <!-- end -->} from the file beside its page. {@code ./metasift docs} writes both anew, by this
 * test with {@code -Dmetasift.docs=write}.
 */
class GeneratedDocsTest {
  private static final Path DOCS = Path.of("docs");
  private static final boolean WRITE = "write".equals(System.getProperty("metasift.docs"));
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- ([\\w./-]+\\.csv): ([\\w-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  @Test
  void theReferenceOfOptionsIsThatOfTheProgram() throws IOException {
    compare(DOCS.resolve("reference/options.md"), options());
  }

  @Test
  void tablesAreThoseOfTheirFiles() throws IOException {
    int blocks = 0;
    for (final Path page : pages()) {
      final String text = Files.readString(page);
      final Matcher block = BLOCK.matcher(text);
      final StringBuilder anew = new StringBuilder();
      while (block.find()) {
        blocks++;
        final Path file = page.resolveSibling(block.group(2));
        final String rows = TableView.named(block.group(3)).of(read(file));
        block.appendReplacement(
            anew, Matcher.quoteReplacement(block.group(1) + rows + block.group(4)));
      }
      block.appendTail(anew);
      compare(page, anew.toString());
    }
    assertThat(blocks).isGreaterThan(2);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static Table read(Path file) {
    return Table.read()
        .usingOptions(
            CsvReadOptions.builder(file.toFile()).columnTypes(name -> ColumnType.STRING).build());
  }

  private static String options() {
    final CommandLine all = Main.commandLine();
    return "# All options\n\n"
        + "What `./metasift VERB --help` prints. This page is written by the program"
        + " (`./metasift docs`). [The command line in short](command-line.md).\n\n"
        + verbs(all)
            .map(
                verb ->
                    "## %s\n\n```text\n%s```\n"
                        .formatted(
                            verb.getCommandSpec().qualifiedName(" "),
                            verb.getUsageMessage(CommandLine.Help.Ansi.OFF)
                                .lines()
                                .map(String::stripTrailing)
                                .collect(Collectors.joining("\n", "", "\n"))))
            .collect(Collectors.joining("\n"));
  }

  private static Stream<CommandLine> verbs(CommandLine of) {
    return Stream.concat(
        Stream.of(of), of.getSubcommands().values().stream().flatMap(GeneratedDocsTest::verbs));
  }

  private static void compare(Path page, String anew) throws IOException {
    if (WRITE) {
      Files.writeString(page, anew);
    }
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("%s; './metasift docs' writes it anew", page)
        .isEqualTo(anew);
  }
}
