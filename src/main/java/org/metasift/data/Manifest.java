package org.metasift.data;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.metasift.data.ImageSource.Loaded;
import org.metasift.data.ImageSource.Settings;
import org.metasift.run.FileNames;
import org.metasift.run.Progress;

/**
 * A CSV file (UTF-8, commas) that lists images: a header with the columns {@code path} and {@code
 * label}, in any order and among others, then a line for each image. Paths are relative to the
 * file; labels are any texts, and the classes their sorted values (by number where all are whole
 * numbers).
 */
final class Manifest {
  private static final int MOST_CHARACTERS = 1 << 14;
  private static final int MOST_COLUMNS = 512;

  private final Path csv;
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  private Manifest(Path csv) {
    this.csv = csv;
  }

  /**
   * Reads the images that a file lists.
   *
   * @throws BadDataException naming the line, when a column or a value is missing
   */
  static Loaded read(Path csv, Settings settings) {
    final Manifest manifest = new Manifest(csv);
    try (InputStream in = Files.newInputStream(csv)) {
      manifest.readRows(in);
    } catch (final IOException e) {
      throw NpyImages.unreadable(csv, e);
    } catch (final TextParsingException e) {
      throw new BadDataException(
          csv, "is no CSV file: line %d cannot be read".formatted(e.getLineIndex() + 1), e);
    }
    return manifest.loaded(settings);
  }

  private void readRows(InputStream in) {
    final CsvParserSettings format = new CsvParserSettings();
    format.setMaxCharsPerColumn(MOST_CHARACTERS);
    format.setMaxColumns(MOST_COLUMNS);
    format.setReadInputOnSeparateThread(false);
    format.setLineSeparatorDetectionEnabled(true);
    final CsvParser parser = new CsvParser(format);
    parser.beginParsing(in, StandardCharsets.UTF_8);
    try {
      final String[] header = parser.parseNext();
      final int path = column(header, "path");
      final int label = column(header, "label");
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        final long line = parser.getContext().currentLine();
        paths.add(value(row, path, "path", line));
        labels.add(value(row, label, "label", line));
        Progress.checkStop();
      }
    } finally {
      parser.stopParsing();
    }
    if (paths.isEmpty()) {
      throw new BadDataException(csv, "lists no images: there is no line after its header");
    }
  }

  private int column(String[] header, String name) {
    for (int k = 0; header != null && k < header.length; k++) {
      if (header[k] != null && header[k].strip().equalsIgnoreCase(name)) {
        return k;
      }
    }
    throw new BadDataException(
        csv,
        "must begin with a line that names the columns path and label; it begins with %s"
            .formatted(shown(header)));
  }

  private static String shown(String[] header) {
    final String text = header == null ? "nothing" : String.join(",", Arrays.asList(header));
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  private String value(String[] row, int column, String name, long line) {
    final String value = column < row.length ? row[column] : null;
    if (value == null || value.isBlank()) {
      throw new BadDataException(csv, "has no %s in line %d".formatted(name, line));
    }
    return value;
  }

  private Loaded loaded(Settings settings) {
    final List<String> classes = ClassLabels.sorted(new HashSet<>(labels));
    ClassChecks.checkCount(csv, classes.size());
    final Map<String, Integer> numbers = new HashMap<>();
    classes.forEach(name -> numbers.put(name, numbers.size()));
    final List<ImageFiles.Entry> entries = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      entries.add(
          new ImageFiles.Entry(file(paths.get(i)), paths.get(i), numbers.get(labels.get(i))));
    }
    return ImageFiles.read(csv, entries, classes, settings, "a CSV list of images");
  }

  private Path file(String path) {
    try {
      return csv.resolveSibling(path);
    } catch (final InvalidPathException e) {
      throw new BadDataException(
          csv,
          FileNames.areToBlame(e)
              ? "lists '%s': %s".formatted(path, FileNames.complaint())
              : "lists a path that cannot be one (%s)".formatted(e.getReason()),
          e);
    }
  }
}
