package org.metasift.data.gtsrb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.metasift.data.BadDataException;
import org.metasift.data.PlainText;

/**
 * A row of a table of GTSRB: an image, its size, where the sign is in it, and its class.
 *
 * @param file the image, as its layout names it
 * @param width columns of the original image; its file may have been scaled since
 * @param height rows of the original image
 * @param x1 left edge of the sign, in pixels of the original, 0 included
 * @param y1 upper edge
 * @param x2 right edge, excluded; greater than x1, at most the width
 * @param y2 lower edge, excluded
 * @param label the class, 0 to 42
 */
record Annotation(String file, int width, int height, int x1, int y1, int x2, int y2, int label) {
  private static final int MAX_BYTES = 32 << 20;

  /** How a table is written. */
  enum Layout {
    /** By its authors: a file for each class, with names of .ppm files in its folder. */
    OFFICIAL(";", "Filename", "[A-Za-z0-9_-]{1,64}\\.ppm", ".ppm"),
    /** As it is shared with PNG files: Train.csv and Test.csv, with paths from their folder. */
    SHARED(",", "Path", "([A-Za-z0-9_-]{1,64}/){0,4}[A-Za-z0-9_-]{1,64}\\.(png|ppm|jpg)", ".png");

    private final String separator;
    private final String file;
    private final String names;
    private final String ending;

    Layout(String separator, String file, String names, String ending) {
      this.separator = separator;
      this.file = file;
      this.names = names;
      this.ending = ending;
    }

    /** Whether a table begins as this layout does. */
    boolean isHeader(String line) {
      return fields(line).containsAll(columns());
    }

    private List<String> columns() {
      return List.of(file, "Width", "Height", "Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2", "ClassId");
    }

    private List<String> fields(String line) {
      return Arrays.stream(line.replace("\ufeff", "").split(separator, -1))
          .map(String::strip)
          .toList();
    }
  }

  /** All rows of an official file; see {@link #read(Path, Path, Layout)}. */
  static List<Annotation> read(Path csv, Path shown) {
    return read(csv, shown, Layout.OFFICIAL);
  }

  /**
   * All rows of a file, in its order.
   *
   * @param shown the path for messages
   * @throws BadDataException when the file is missing, lacks a column, or a row is impossible
   */
  static List<Annotation> read(Path csv, Path shown, Layout layout) {
    final byte[] bytes;
    try (InputStream in = Files.newInputStream(csv)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (final IOException e) {
      throw new BadDataException(shown, "is missing or cannot be read", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new BadDataException(shown, "is larger than 32 MiB");
    }
    final List<String> lines = PlainText.decode(bytes, shown).lines().toList();
    final List<String> header = lines.isEmpty() ? List.of() : layout.fields(lines.get(0));
    if (!header.containsAll(layout.columns())) {
      throw new BadDataException(
          shown,
          "must start with a line that names the columns "
              + String.join(layout.separator, layout.columns()));
    }
    final List<Annotation> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(layout, layout.fields(lines.get(i)), header, shown, i + 1));
      }
    }
    return rows;
  }

  private static Annotation row(
      Layout layout, List<String> fields, List<String> header, Path shown, int line) {
    final int[] numbers = new int[layout.columns().size()];
    String file = "";
    for (int c = 0; c < numbers.length; c++) {
      final int at = header.indexOf(layout.columns().get(c));
      final String field = at < fields.size() ? fields.get(at) : "";
      if (c == 0) {
        file = field.replace('\\', '/');
      } else if (field.matches("[0-9]{1,6}")) {
        numbers[c] = Integer.parseInt(field);
      } else {
        throw new BadDataException(
            shown,
            "line %d has no whole number in column %s".formatted(line, layout.columns().get(c)));
      }
    }
    // plain names: a row must not lead out of its folder
    if (!file.matches(layout.names)) {
      throw new BadDataException(shown, "line %d names no %s file".formatted(line, layout.ending));
    }
    final Annotation row =
        new Annotation(
            file,
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7]);
    row.check(shown, line);
    return row;
  }

  private void check(Path shown, int line) {
    if (x1 >= x2 || x2 > width || y1 >= y2 || y2 > height) {
      throw new BadDataException(
          shown,
          "line %d: the region of interest (%d, %d) to (%d, %d) is empty or leaves the %d x %d image"
              .formatted(line, x1, y1, x2, y2, width, height));
    }
    if (label >= GtsrbForm.CLASS_NAMES.size()) {
      throw new BadDataException(
          shown, "line %d has class %d; 0 to 42 are allowed".formatted(line, label));
    }
  }
}
