package org.metasift.report;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.metasift.cli.Main;
import org.metasift.data.ImageSource;
import org.metasift.data.TinyImages;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.sift.MetaSift;
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
    final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
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
        Files.write(folder.resolve("cut.npy"), new byte[1234567]);
        try {
          ImageSource.open(folder.resolve("cut.npy"));
        } catch (final RuntimeException e) {
          out.println(e.getMessage().replace(folder.toString(), ""));
        }
      }
      default -> {
        final Path data = folder.resolve("set");
        System.exit(
            Main.commandLine()
                .execute(
                    "poison",
                    "--attack=badnets",
                    "--ratio=0.125",
                    "--data=small",
                    "--out=" + data));
      }
    }
  }
}
