package org.metasift.data.read;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.metasift.data.BadDataException;
import org.metasift.data.CsvRows;
import org.metasift.data.PlainText;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.read.ImageSource.LoadedImages;
import org.metasift.data.read.ImageSource.Settings;
import org.metasift.io.FileNames;

/**
 * A CSV file that lists images: a header with the columns {@code path} and {@code label}, or those
 * that the settings name, then a line for each image. Paths are relative to the file; labels are
 * any texts, and the classes their sorted values (by number where all are numbers). {@link CsvRows}
 * tells how it may be written, {@link PlainText} in which characters.
 */
final class Manifest {
  private static final int MOST_BYTES = 1 << 30;
  private static final int MANY_COLUMNS = 100;

  private final Path csv;
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private int turned;

  private Manifest(Path csv) {
    this.csv = csv;
  }

  /**
   * Reads the images that a file lists.
   *
   * @throws BadDataException naming the line, when a column or a value is missing
   */
  static LoadedImages read(Path csv, Settings settings) {
    final Manifest manifest = new Manifest(csv);
    final Settings usual = Settings.standard();
    final String path =
        settings.imagesName().equals(usual.imagesName()) ? "path" : settings.imagesName();
    final String label =
        settings.labelsName().equals(usual.labelsName()) ? "label" : settings.labelsName();
    manifest.readRows(PlainText.read(csv, MOST_BYTES), path, label);
    final LoadedImages loaded = manifest.loaded(settings);
    return manifest.turned == 0
        ? loaded
        : loaded.with("paths with backslashes, read with slashes: %,d".formatted(manifest.turned));
  }

  private void readRows(String text, String path, String label) {
    final String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    checkNoPixels(first);
    final CsvRows rows = CsvRows.parse(csv, text, List.of(path, label));
    final int pathColumn = rows.column(path);
    final int labelColumn = rows.column(label);
    if (pathColumn < 0 || labelColumn < 0) {
      throw new BadDataException(
          csv,
          "must begin with a line that names the columns %s and %s; it begins with %s (setting 'images' and setting 'labels' name other columns)"
              .formatted(path, label, first.isEmpty() ? "nothing" : shortened(first)));
    }
    for (final CsvRows.Row row : rows.rows()) {
      paths.add(value(row, pathColumn, path));
      labels.add(value(row, labelColumn, label));
    }
    if (paths.isEmpty()) {
      throw new BadDataException(csv, "lists no images: there is no line after its header");
    }
  }

  /** Tables of pixels, as MNIST is often shared: a column for each pixel. */
  private void checkNoPixels(String first) {
    final int columns = first.split("[,;\t]", -1).length;
    if (columns > MANY_COLUMNS && !first.toLowerCase(Locale.ROOT).contains("path")) {
      throw new BadDataException(
          csv,
          ("is a table of pixels (%,d columns), not a list of images; save its numbers with NumPy:"
                  + " np.savez('set.npz', images=x.reshape(-1, height, width).astype('uint8'), labels=y)")
              .formatted(columns));
    }
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  private String value(CsvRows.Row row, int column, String name) {
    final String value = row.get(column);
    if (value == null) {
      throw new BadDataException(csv, "has no %s in line %d".formatted(name, row.line()));
    }
    return value;
  }

  private LoadedImages loaded(Settings settings) {
    final ClassLabels classes = ClassLabels.of(labels);
    ClassChecks.checkCount(csv, classes.names().size());
    final List<ImageFiles.Entry> entries = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      final String path = slashed(paths.get(i));
      entries.add(new ImageFiles.Entry(file(path), path, classes.labels()[i]));
    }
    return ImageFiles.read(csv, entries, classes.names(), settings, "a CSV list of images");
  }

  /** With slashes for backslashes, as they come from Windows, where only such a file is there. */
  private String slashed(String path) {
    if (path.indexOf('\\') < 0 || Files.exists(file(path))) {
      return path;
    }
    final String slashes = path.replace('\\', '/');
    if (!Files.exists(file(slashes))) {
      return path;
    }
    turned++;
    return slashes;
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
