package org.metasift.data.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.decode.ImageKind;
import org.metasift.data.read.ImageSource.LoadedImages;
import org.metasift.data.read.ImageSource.Settings;

/**
 * A folder with a folder of images for each class. The classes are sorted by name (by number where
 * all are whole numbers), and so are the images of each; they may lie in folders further down.
 */
final class ImageFolder {
  private ImageFolder() {}

  /**
   * Reads the images of all classes.
   *
   * @throws BadDataException when the folder holds no images, or whole parts of a data set
   */
  static LoadedImages read(Path folder, List<Path> classes, Settings settings) {
    final List<String> names = classes.stream().map(path -> path.getFileName().toString()).toList();
    checkNoParts(folder, classes, names);
    MeantFolder.checkSeveral(folder, classes);
    ClassChecks.checkCount(folder, classes.size());
    final List<ImageFiles.Entry> entries = new ArrayList<>();
    final LeftOutFiles leftOut = new LeftOutFiles();
    leaveOutBeside(folder, classes, leftOut);
    for (int label = 0; label < classes.size(); label++) {
      Progress.checkStop();
      for (final Path file : files(classes.get(label))) {
        if (!leftOut.takes(folder.relativize(file))) {
          final String id = folder.relativize(file).toString().replace('\\', '/');
          entries.add(new ImageFiles.Entry(file, id, label));
        }
      }
    }
    if (entries.isEmpty()) {
      final List<String> why = new ArrayList<>();
      why.add("holds no image files (PNG, JPEG, BMP, GIF, WebP, PPM, PGM, TIFF) in its folders");
      why.addAll(leftOut.sentences());
      MeantFolder.among(classes).ifPresent(why::add);
      throw new BadDataException(folder, String.join("; ", why));
    }
    LoadedImages loaded = ImageFiles.read(folder, entries, names, settings, "an image folder");
    for (final String sentence : leftOut.sentences()) {
      loaded = loaded.with(sentence);
    }
    return loaded;
  }

  /** Refuses folders that would be read as classes and are parts: to judge by, or to learn from. */
  private static void checkNoParts(Path folder, List<Path> classes, List<String> names) {
    if (PartFolders.of(folder).isPresent() || classes.stream().allMatch(PartFolders::isPart)) {
      throw new BadDataException(
          folder,
          "holds whole parts of a data set, %s; open one of them, such as %s"
              .formatted(names, classes.get(classes.size() - 1)));
    }
    for (final Path part : classes) {
      if (PartFolders.isPart(part) && MeantFolder.hasFolders(part)) {
        throw new BadDataException(
            folder,
            "holds %s, a part of a data set by its name, beside %s; open %s, or name the other part test"
                .formatted(
                    part.getFileName(),
                    names.stream()
                        .filter(name -> !part.endsWith(name))
                        .limit(5)
                        .collect(Collectors.joining(", ")),
                    part));
      }
    }
  }

  /** Counts what lies beside the class folders: images, and hidden folders with images. */
  private static void leaveOutBeside(Path folder, List<Path> classes, LeftOutFiles leftOut) {
    try (Stream<Path> all = Files.list(folder)) {
      for (final Path beside : all.filter(path -> !classes.contains(path)).sorted().toList()) {
        final boolean image = ImageKind.isImageName(beside.getFileName().toString());
        if (Files.isDirectory(beside)) {
          files(beside).forEach(file -> leftOut.takes(folder.relativize(file)));
        } else if (image) {
          leftOut.takes(folder.relativize(beside));
        }
      }
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
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
            .map(path -> folder.resolve(start.relativize(path)))
            .sorted()
            .toList();
      }
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    } catch (final UncheckedIOException e) {
      throw BadDataException.unreadable(folder, e.getCause());
    }
  }
}
