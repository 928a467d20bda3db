package org.metasift.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;
import org.metasift.data.decode.ImageKind;
import org.metasift.data.gtsrb.Gtsrb;

/** Guesses what a person meant who named a folder one or more levels too high. */
final class MeantFolder {
  private static final List<String> FILES = List.of("npz", "h5", "hdf5", "csv");

  private MeantFolder() {}

  /**
   * Refuses a folder that holds a single one which is no class of images but the data set.
   *
   * @throws BadDataException naming that folder
   */
  static void checkSeveral(Path folder, List<Path> classes) {
    final Optional<Path> within = classes.size() == 1 ? within(classes.get(0)) : Optional.empty();
    if (within.isPresent()) {
      throw new BadDataException(
          folder,
          "holds a single folder, %s, which would be its only class; is %s meant?"
              .formatted(classes.get(0).getFileName(), within.get()));
    }
  }

  /** The data set that a folder is or holds, going down as long as there is a single folder. */
  private static Optional<Path> within(Path folder) {
    try {
      final List<Path> folders = ClassFolders.in(folder);
      if (isDataSet(folder) || folders.size() > 1) {
        return Optional.of(folder);
      }
      final Optional<Path> file = file(folder);
      return file.isPresent() || folders.isEmpty() ? file : within(folders.get(0));
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }

  /** A question after the folders among these that are data sets; parts by their names go first. */
  static Optional<String> among(List<Path> folders) {
    final List<Path> sets = folders.stream().filter(MeantFolder::holdsDataSet).toList();
    final List<Path> parts = sets.stream().filter(PartFolders::isPart).toList();
    return (parts.isEmpty() ? sets : parts)
        .stream().map(Path::toString).reduce("%s or %s"::formatted).map("is %s meant?"::formatted);
  }

  private static boolean holdsDataSet(Path folder) {
    try {
      return isDataSet(folder);
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }

  private static boolean isDataSet(Path folder) throws IOException {
    return Gtsrb.isIn(folder)
        || IdxFiles.in(folder).isPresent()
        || CifarBatches.in(folder).isPresent()
        || CifarBatches.isPython(folder)
        || Files.isRegularFile(folder.resolve("images.npy"));
  }

  /** The only file in a folder that may hold a data set; empty where there are none or several. */
  static Optional<Path> file(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      final List<Path> found =
          all.filter(Files::isRegularFile)
              .filter(file -> FILES.contains(ImageKind.ending(file.getFileName().toString())))
              .toList();
      return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
  }

  /** How many files of a folder are images by their names. */
  static long pictures(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !LeftOutFiles.isHidden(file))
          .filter(file -> ImageKind.isImageName(file.getFileName().toString()))
          .count();
    }
  }

  /** Whether a folder holds folders, and no images beside them. */
  static boolean hasFolders(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      final List<Path> inside = all.toList();
      return inside.stream()
              .anyMatch(path -> Files.isDirectory(path) && !LeftOutFiles.isHidden(path))
          && inside.stream()
              .noneMatch(
                  path ->
                      ImageKind.isImageName(path.getFileName().toString())
                          && Files.isRegularFile(path));
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }
}
