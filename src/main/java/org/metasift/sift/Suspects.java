package org.metasift.sift;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.run.AtomicFiles;
import org.metasift.run.CsvText;
import org.metasift.run.Progress;

/**
 * The images of a ranking, least trusted first, as a list for a person who looks at them. The order
 * is that of the trust as it is, whatever the classes.
 */
public final class Suspects {
  /** The name of the file, in the folder of a run. */
  public static final String FILE = "suspects.csv";

  private Suspects() {}

  /**
   * A column of a list of images.
   *
   * @param name in the first line
   * @param text of the image with an index, as it stands in the file: {@link CsvText#quoted} where
   *     it is no number
   */
  public record Column(String name, IntFunction<String> text) {}

  /**
   * Writes all images into {@link #FILE}: index, id, label, class, trust, and what the caller adds.
   * The file appears under its name only when it is whole.
   *
   * @param images the set that was ranked
   * @throws BadDataException when the folder cannot be written
   * @throws IllegalArgumentException when another set was ranked
   */
  public static Path write(Ranking ranking, ImageSet images, Path folder, Column... more) {
    ranking.checkRanked(images);
    final List<Column> columns = new ArrayList<>(columns(ranking, images));
    columns.add(
        columns.size() - 1,
        new Column("class", i -> CsvText.quoted(images.classNames().get(images.label(i)))));
    columns.addAll(List.of(more));
    return write(folder.resolve(FILE), ranking.leastTrusted(ranking.size()), columns);
  }

  /** Index, id, label, trust. */
  static List<Column> columns(Ranking ranking, ImageSet images) {
    return List.of(
        new Column("index", String::valueOf),
        new Column("id", i -> CsvText.quoted(images.id(i))),
        new Column("label", i -> String.valueOf(images.label(i))),
        new Column("trust", i -> String.valueOf(ranking.trust()[i])));
  }

  /** Writes a line for each of these images, line by line: a set may be large. */
  static Path write(Path file, int[] indices, List<Column> columns) {
    try {
      AtomicFiles.write(
          file,
          channel -> {
            final BufferedWriter lines =
                new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
            lines.write(columns.stream().map(Column::name).collect(Collectors.joining(",")));
            lines.write('\n');
            for (final int i : indices) {
              Progress.checkStop();
              for (int k = 0; k < columns.size(); k++) {
                lines.write(k == 0 ? "" : ",");
                lines.write(columns.get(k).text().apply(i));
              }
              lines.write('\n');
            }
            lines.flush();
          });
      return file;
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }
}
