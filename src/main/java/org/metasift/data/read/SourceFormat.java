package org.metasift.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.data.gtsrb.GtsrbTables;
import org.metasift.data.read.ImageSource.LoadedImages;
import org.metasift.data.read.ImageSource.Settings;

/** Finds out what a path holds, and has it read. */
final class SourceFormat {
  static final String ALLOWED =
      "a folder with a folder of images for each class, a .csv with the columns path and label, a"
          + " .npz, a folder with images.npy and labels.npy, an .h5, the folder of CIFAR's binary"
          + " batches or of MNIST's idx files";

  private static final String NPY = ".npy";
  private static final int LISTED = 20;

  private final Path path;
  private final Settings settings;
  private final List<String> notes = new ArrayList<>();

  private SourceFormat(Path path, Settings settings) {
    this.path = path;
    this.settings = settings;
  }

  /**
   * Reads what is there.
   *
   * @throws BadDataException when it is nothing that can be read
   */
  static LoadedImages read(Path path, Settings settings) throws IOException {
    final SourceFormat format = new SourceFormat(path, settings);
    if (Files.isDirectory(path)) {
      return format.folder();
    }
    if (Files.isRegularFile(path)) {
      return format.file();
    }
    throw new BadDataException(
        path, Files.exists(path) ? "is neither a file nor a folder" : "does not exist");
  }

  private LoadedImages file() {
    final String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (GtsrbTables.isTable(path)) {
      return gtsrb();
    } else if (name.endsWith(".csv")) {
      return Manifest.read(path, settings);
    } else if (name.endsWith(".npz")) {
      return loaded(NpzFile.read(path, settings, notes), "a NumPy .npz file");
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      return loaded(H5Arrays.read(path, settings, notes), "an HDF5 file");
    } else if (IdxFiles.isImages(path)) {
      checkNoNames("an idx file");
      return loaded(IdxFiles.read(path, settings, notes), "idx files");
    }
    if (name.endsWith(NPY)) {
      throw new BadDataException(
          path,
          "is one array; images and labels are needed, two .npy files in a folder: name the folder, and the two by setting 'images' and setting 'labels'");
    }
    throw new BadDataException(path, "is of an unknown kind; what can be read: " + ALLOWED);
  }

  private LoadedImages folder() throws IOException {
    final Path images = npy(settings.imagesName());
    final Path labels = npy(settings.labelsName());
    if (Files.isRegularFile(images) && Files.isRegularFile(labels)) {
      final ImageSet pair =
          NpyArray.set(
              NpyArray.images(images),
              NpyArray.labels(labels),
              images.getFileName().toString(),
              settings,
              notes);
      return loaded(pair, "a pair of NumPy files");
    }
    if (Gtsrb.isIn(path)) {
      return gtsrb();
    }
    final Optional<Path> idx = IdxFiles.in(path);
    if (idx.isPresent()) {
      checkNoNames("a folder of idx files");
      return loaded(IdxFiles.read(idx.get(), settings, notes), "idx files");
    }
    final Optional<CifarBatches> cifar = CifarBatches.in(path);
    if (cifar.isPresent()) {
      checkNoNames("a folder of CIFAR's batches");
      return loaded(cifar.get().read(settings, notes), cifar.get().format());
    }
    final List<Path> classes = ClassFolders.in(path);
    if (Files.isRegularFile(images) != Files.isRegularFile(labels)
        || (classes.isEmpty() && !arrays().isEmpty())) {
      throw new BadDataException(
          path,
          "holds the NumPy files %s, of which a pair is needed, %s and %s; setting 'images' and setting 'labels' name two others"
              .formatted(arrays(), images.getFileName(), labels.getFileName()));
    }
    if (classes.isEmpty()) {
      throw nothing();
    }
    checkNoNames("an image folder");
    return ImageFolder.read(path, classes, settings);
  }

  private Path npy(String name) {
    return path.resolve(name.endsWith(NPY) ? name : name + NPY);
  }

  private List<String> arrays() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(NPY))
          .sorted()
          .limit(LISTED)
          .toList();
    }
  }

  /** The training part of the benchmark, which has its own form. */
  private LoadedImages gtsrb() {
    checkNoNames("GTSRB");
    if (settings.side() != 0 && settings.side() != Gtsrb.SIDE) {
      throw new BadDataException(
          path, "is GTSRB, which is read with a side of %d only".formatted(Gtsrb.SIDE));
    }
    notes.add("of GTSRB the training images are read, not the test images");
    return loaded(Gtsrb.at(path).orElseThrow().train(), "GTSRB");
  }

  private BadDataException nothing() throws IOException {
    if (CifarBatches.isPython(path)) {
      return new BadDataException(
          path,
          "holds CIFAR's Python version; its binary version is read (cifar-10-binary.tar.gz, cifar-100-binary.tar.gz)");
    }
    final String hint = MeantFolder.file(path).map("; is %s meant?"::formatted).orElse("");
    final long pictures = MeantFolder.pictures(path);
    if (pictures > 0) {
      return new BadDataException(
          path,
          "holds %,d image%s but no folders, so nothing says of which class they are; put them into a folder for each class, or list them in a .csv with the columns path and label%s"
              .formatted(pictures, pictures == 1 ? "" : "s", hint));
    }
    return new BadDataException(path, "holds nothing that can be read: " + ALLOWED + hint);
  }

  /** Whether a path holds a folder of images for each class, as far as its names tell. */
  static boolean isImageFolder(Path path, Settings settings) {
    try {
      return Files.isDirectory(path)
          && !Gtsrb.isIn(path)
          && !Files.isRegularFile(path.resolve(settings.imagesName() + ".npy"))
          && IdxFiles.in(path).isEmpty()
          && CifarBatches.in(path).isEmpty()
          && !ClassFolders.in(path).isEmpty();
    } catch (final IOException e) {
      return false; // told when it is read
    }
  }

  /** Refuses names of arrays where there are none to be named. */
  private void checkNoNames(String format) {
    final Settings usual = Settings.standard();
    if (!settings.withNames(usual.imagesName(), usual.labelsName()).equals(settings)) {
      throw new BadDataException(
          path,
          "is %s, which has no arrays named '%s' and '%s'; names are allowed for .npz, .h5, .npy and .csv files"
              .formatted(format, settings.imagesName(), settings.labelsName()));
    }
  }

  private LoadedImages loaded(ImageSet images, String format) {
    return new LoadedImages(images, format, List.of(), notes);
  }
}
