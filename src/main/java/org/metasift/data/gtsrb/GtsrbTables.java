package org.metasift.data.gtsrb;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

/**
 * Reads GTSRB as it is shared with PNG files: a table of the training images and one of the test
 * images, both with the sign's place and class, and the images in folders beside them. The names of
 * tables and folders may be in capitals or small letters.
 */
public final class GtsrbTables {
  private static final String TRAIN = "Train.csv";
  private static final String TEST = "Test.csv";

  private GtsrbTables() {}

  /** Whether a folder holds the table of the training images. */
  static boolean presentIn(Path folder) {
    return child(folder, TRAIN).filter(GtsrbTables::isTable).isPresent();
  }

  /** Whether a file is a table of this layout, by its name and first line. */
  public static boolean isTable(Path file) {
    final String name = file.getFileName().toString();
    if (!Files.isRegularFile(file)
        || !(name.equalsIgnoreCase(TRAIN) || name.equalsIgnoreCase(TEST))) {
      return false;
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      final char[] head = new char[400];
      final int count = Math.max(0, lines.read(head));
      final String first = new String(head, 0, count).lines().findFirst().orElse("");
      return Annotation.Layout.SHARED.isHeader(first.replaceFirst("^\u00ef\u00bb\u00bf", ""));
    } catch (final IOException e) {
      return false; // told when it is read
    }
  }

  /**
   * Reads the benchmark that the table of the training images belongs to.
   *
   * @throws BadDataException when it is the other table
   */
  static Split ofTable(Path table) {
    final Path folder = table.resolveSibling("");
    if (!table.getFileName().toString().equalsIgnoreCase(TRAIN)) {
      throw new BadDataException(
          table,
          "lists the test images of GTSRB; give its folder, which is read with %s and %s"
              .formatted(TRAIN, TEST));
    }
    return read(folder, false);
  }

  /**
   * Reads both parts.
   *
   * @param testNeeded whether the test part must be there; else it may be missing, and is empty
   * @throws BadDataException when a table or an image is missing or cannot be used
   */
  static Split read(Path folder, boolean testNeeded) {
    final Path train = child(folder, TRAIN).orElseThrow(() -> missing(folder, TRAIN));
    final Optional<Path> test = child(folder, TEST);
    if (testNeeded && test.isEmpty()) {
      throw missing(folder, TEST);
    }
    final ImageSet trained =
        GtsrbTree.images("Reading GTSRB, training images", sources(folder, train));
    return GtsrbForm.split(
        folder,
        trained,
        test.isEmpty()
            ? trained.select()
            : GtsrbTree.images("Reading GTSRB, test images", sources(folder, test.get())));
  }

  private static BadDataException missing(Path folder, String table) {
    return new BadDataException(folder, "holds no %s of GTSRB".formatted(table));
  }

  private static List<GtsrbTree.Source> sources(Path folder, Path table) {
    return GtsrbTree.checked(
        Annotation.read(table, table, Annotation.Layout.SHARED).stream()
            .map(row -> new GtsrbTree.Source(file(folder, row.file()), row.file(), row))
            .toList(),
        table);
  }

  /** The image of a path in a table; its first folder may be written in other letters. */
  private static Path file(Path folder, String path) {
    final Path file = folder.resolve(path);
    final int slash = path.indexOf('/');
    return slash < 0 || Files.exists(file)
        ? file
        : children(folder, path.substring(0, slash)).stream()
            .map(first -> first.resolve(path.substring(slash + 1)))
            .filter(Files::exists)
            .findFirst()
            .orElse(file);
  }

  /** What a folder holds under a name; where it is not there, under the same in other letters. */
  private static Optional<Path> child(Path folder, String name) {
    final Path exact = folder.resolve(name);
    return Files.exists(exact) ? Optional.of(exact) : children(folder, name).stream().findFirst();
  }

  private static List<Path> children(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().equalsIgnoreCase(name))
          .sorted()
          .toList();
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }
}
