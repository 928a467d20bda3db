package org.metasift.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.ImageSource.Loaded;
import org.metasift.data.ImageSource.Settings;
import org.metasift.run.Progress;

/**
 * A folder with a folder of images for each class. The classes are sorted by name (by number where
 * all are whole numbers), and so are the images of each; they may lie in folders further down.
 */
final class ImageFolder {
  private static final Set<String> PARTS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing");

  private ImageFolder() {}

  /** The class folders of a folder, sorted; those whose name begins with a dot are no classes. */
  static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      final List<Path> found =
          all.filter(Files::isDirectory).filter(path -> !isHidden(path)).toList();
      final Set<String> names =
          found.stream().map(path -> path.getFileName().toString()).collect(Collectors.toSet());
      return ClassLabels.sorted(names).stream().map(folder::resolve).toList();
    }
  }

  private static boolean isHidden(Path path) {
    final String name = path.getFileName().toString();
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  /**
   * Reads the images of all classes.
   *
   * @throws BadDataException when the folder holds no images, or whole parts of a data set
   */
  static Loaded read(Path folder, List<Path> classes, Settings settings) {
    final List<String> names = classes.stream().map(path -> path.getFileName().toString()).toList();
    if (names.stream().allMatch(name -> PARTS.contains(name.toLowerCase(Locale.ROOT)))) {
      throw new BadDataException(
          folder, "holds whole parts of a data set, %s; open one of them".formatted(names));
    }
    ClassChecks.checkCount(folder, classes.size());
    final List<ImageFiles.Entry> entries = new ArrayList<>();
    int others = 0;
    for (int label = 0; label < classes.size(); label++) {
      Progress.checkStop();
      for (final Path file : files(classes.get(label))) {
        if (ImageKind.isImageName(file.getFileName().toString())) {
          final String id = folder.relativize(file).toString().replace('\\', '/');
          entries.add(new ImageFiles.Entry(file, id, label));
        } else {
          others++;
        }
      }
    }
    if (entries.isEmpty()) {
      final String hint =
          Files.isDirectory(folder.resolve("train")) ? "; is its folder train/ meant?" : "";
      throw new BadDataException(
          folder,
          "holds no image files (PNG, JPEG, BMP, GIF, WebP, PPM, PGM) in its folders" + hint);
    }
    final Loaded loaded = ImageFiles.read(folder, entries, names, settings, "an image folder");
    return others == 0
        ? loaded
        : loaded.with("files left out, no images by their names: %,d".formatted(others));
  }

  /**
   * Files below a folder, sorted by path. It may be a link itself; links to folders further down
   * are not followed.
   */
  private static List<Path> files(Path folder) {
    try {
      final Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
      try (Stream<Path> all = Files.walk(start)) {
        return all.filter(path -> !Files.isDirectory(path))
            .filter(path -> !isHidden(path))
            .map(path -> folder.resolve(start.relativize(path)))
            .sorted()
            .toList();
      }
    } catch (final IOException e) {
      throw NpyImages.unreadable(folder, e);
    } catch (final UncheckedIOException e) {
      throw NpyImages.unreadable(folder, e.getCause());
    }
  }
}
