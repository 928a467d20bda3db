package org.metasift.data.gtsrb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.metasift.data.BadDataException;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet;

/**
 * The German Traffic Sign Recognition Benchmark (Stallkamp et al., IJCNN 2011): 39,209 training and
 * 12,630 test images of 43 classes, here 32 x 32 RGB. The data is not part of this project; {@code
 * datasets/README.md} says where it comes from.
 */
public final class Gtsrb {
  /** The environment variable that names another folder to look for data in. */
  public static final String FOLDER_VARIABLE = "METASIFT_DATASETS";

  /** What the signs say, by label. */
  public static final List<String> CLASS_NAMES = GtsrbForm.CLASS_NAMES;

  /** The height and width of its images, in pixels. */
  public static final int SIDE = GtsrbForm.SIDE;

  private static final String H5 = "gtsrb_dataset.h5";

  private Gtsrb() {}

  /**
   * Reads the layout of the original artifact: {@code X_train}, {@code X_val} (may be missing) and
   * {@code X_test} of shape (n, 32, 32, 3), whole numbers or floats from 0 to 255 (floats are
   * rounded), with {@code Y_train} and so on, one-hot (n, 43) or plain labels (n). The training set
   * is X_train followed by X_val; an image's id is its row, such as X_val[17].
   *
   * @throws BadDataException when the file is missing, damaged, or not of this layout
   */
  public static Split h5(Path file) {
    return GtsrbH5.read(file);
  }

  /**
   * Reads the official tree: {@code Final_Training/Images/000NN/} (or torchvision's smaller {@code
   * Training/000NN/}) and {@code Final_Test/Images/} with their semicolon files, in {@code folder}
   * or in {@code GTSRB/} below it, or the official zip files in {@code folder} as they were
   * downloaded. Each image is cropped to its annotated sign and scaled to 32 x 32. An id is folder
   * and file, such as 00014/00000_00010.ppm: within the folder, the number before the underscore
   * names the physical sign (the track).
   *
   * @throws BadDataException when a part is missing or a file cannot be used
   */
  public static Split official(Path folder) {
    return GtsrbTree.read(folder);
  }

  /**
   * Reads the benchmark as it is shared with PNG files: {@code Train.csv} and {@code Test.csv} with
   * the columns Width, Height, Roi.X1, Roi.Y1, Roi.X2, Roi.Y2, ClassId and Path, and the images
   * that they name, cropped and scaled as {@link #official} does. An id is the path, such as
   * Train/20/00020_00000_00000.png.
   *
   * @throws BadDataException when a part is missing or a file cannot be used
   */
  public static Split shared(Path folder) {
    return GtsrbTables.read(folder, true);
  }

  /**
   * The benchmark, if it is in {@code datasets}: as {@code gtsrb_dataset.h5}, else as the official
   * tree or zip files, else as {@link #shared} reads it. The environment variable
   * METASIFT_DATASETS, when set, names the folder to look in instead.
   *
   * @return empty when none of its files is there
   * @throws BadDataException when there are files but they cannot be used, or the variable names no
   *     folder
   */
  public static Optional<Split> find(Path datasets) {
    return find(datasets, System.getenv(FOLDER_VARIABLE));
  }

  /**
   * As {@link #find}, but without its test part the benchmark has an empty test set.
   *
   * @throws BadDataException as {@link #find}
   */
  public static Optional<Split> findToLearn(Path datasets) {
    return find(datasets, System.getenv(FOLDER_VARIABLE), false);
  }

  /**
   * The benchmark if it is in {@code datasets} (see {@link #find}), else the embedded {@link
   * SignSet} of seed 0, kept in {@code datasets} too. The origin says which.
   *
   * @param quick take the small embedded set in any case
   */
  public static Split orEmbedded(Path datasets, boolean quick) {
    if (quick) {
      return SignSet.cached(datasets.resolve("signs"), SignSet.Size.SMALL, 0);
    }
    return find(datasets)
        .orElseGet(() -> SignSet.cached(datasets.resolve("signs"), SignSet.Size.STANDARD, 0));
  }

  /**
   * The benchmark in this folder, or in this HDF5 file, whatever METASIFT_DATASETS says.
   *
   * @throws BadDataException when it is not there or cannot be used
   */
  public static Split in(Path place) {
    if (Files.isRegularFile(place)) {
      return h5(place);
    }
    return present(place, true)
        .orElseThrow(
            () ->
                new BadDataException(
                    place,
                    Files.isDirectory(place)
                        ? "holds no GTSRB: neither %s nor the official tree or zip files, nor Train.csv and Test.csv"
                            .formatted(H5)
                        : "does not exist"));
  }

  /**
   * The benchmark, if this is its HDF5 file, its Train.csv, or a folder that holds it. Where its
   * test part is missing, the test set is empty, and the origin says so.
   *
   * @throws BadDataException when there are files of it but they cannot be used
   */
  public static Optional<Split> at(Path place) {
    if (!Files.isRegularFile(place)) {
      return present(place, false);
    }
    if (GtsrbTables.isTable(place)) {
      return Optional.of(GtsrbTables.ofTable(place));
    }
    return Optional.of(place).filter(file -> file.endsWith(H5)).map(Gtsrb::h5);
  }

  static Optional<Split> find(Path datasets, String override) {
    return find(datasets, override, true);
  }

  private static Optional<Split> find(Path datasets, String override, boolean testNeeded) {
    final boolean overridden = override != null && !override.isBlank();
    final Path folder = overridden ? Path.of(override) : datasets;
    if (overridden && !Files.isDirectory(folder)) {
      throw new BadDataException(folder, FOLDER_VARIABLE + " names this, which is not a folder");
    }
    return present(folder, testNeeded);
  }

  /** Whether {@link #findToLearn} would find files of the benchmark; nothing is read. */
  public static boolean isKept(Path datasets) {
    final String named = System.getenv(FOLDER_VARIABLE);
    return isIn(named == null || named.isBlank() ? datasets : Path.of(named));
  }

  /** Whether a folder holds files of the benchmark. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(H5))
        || GtsrbTree.presentIn(folder)
        || GtsrbTables.presentIn(folder);
  }

  private static Optional<Split> present(Path folder, boolean testNeeded) {
    if (Files.isRegularFile(folder.resolve(H5))) {
      return Optional.of(h5(folder.resolve(H5)));
    }
    if (GtsrbTree.presentIn(folder)) {
      return Optional.of(GtsrbTree.read(folder, testNeeded));
    }
    return GtsrbTables.presentIn(folder)
        ? Optional.of(GtsrbTables.read(folder, testNeeded))
        : Optional.empty();
  }
}
