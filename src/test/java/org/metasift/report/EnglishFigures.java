package org.metasift.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.metasift.cli.Main;
import org.metasift.data.BadDataException;
import org.metasift.data.TinyImages;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Prints figures of one kind, in a Java of its own, for {@link EnglishFiguresTest}. */
final class EnglishFigures {
  private EnglishFigures() {}

  /**
   * Prints.
   *
   * @param args the kind, and a scratch folder
   */
  public static void main(String[] args) throws Exception {
    final PrintStream out = new PrintStream(System.out, true, UTF_8);
    final Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "settings" -> out.println(MetaSift.Settings.paper());
      case "network" -> out.println(Network.untrained(new ResNet18(4, 1, 2), 0));
      case "images" -> out.println(TinyImages.of(8, 3, 0, 1200).fingerprint());
      case "table" -> {
        final Table table =
            Table.create(
                "", DoubleColumn.create("x", 1234.5, -0.25), IntColumn.create("n", 123456, 7));
        Tables.save(table, folder.resolve("table.csv"));
        out.println(Tables.text(table) + Tables.html(table));
        out.println(Files.readString(folder.resolve("table.csv")));
      }
      case "chart" -> {
        final Chart chart = Charts.losses("losses", Map.of("a", new double[] {1234.5, 0.25, 7}));
        out.println(chart + chart.svg().replaceAll("<g id=\"[^\"]*\"|clip[0-9]+", ""));
      }
      case "refusal" -> {
        final Path file = Files.write(folder.resolve("n"), "\0\0\17\0\0\0\0\0{".getBytes(UTF_8));
        try {
          Network.load(file);
        } catch (final BadDataException e) {
          out.println(e.getMessage());
        }
      }
      default -> {
        Main.commandLine();
        out.println("%,d and %.1f".formatted(1_234_567, 0.5));
      }
    }
  }
}
