package org.metasift.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The German Traffic Sign Recognition Benchmark (Stallkamp et al., IJCNN 2011): 39,209 training and
 * 12,630 test images of 43 classes, here 32 x 32 RGB. The data is not part of this project; {@code
 * datasets/README.md} says where it comes from.
 */
public final class Gtsrb {
  /** The environment variable that names another folder to look for data in. */
  public static final String FOLDER_VARIABLE = "METASIFT_DATASETS";

  /** What the signs say, by label. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "Speed limit 20",
          "Speed limit 30",
          "Speed limit 50",
          "Speed limit 60",
          "Speed limit 70",
          "Speed limit 80",
          "End of speed limit 80",
          "Speed limit 100",
          "Speed limit 120",
          "No overtaking",
          "No overtaking by lorries",
          "Right of way at next crossing",
          "Priority road",
          "Give way",
          "Stop",
          "No vehicles",
          "No lorries",
          "No entry",
          "General danger",
          "Bend to the left",
          "Bend to the right",
          "Double bend",
          "Uneven road",
          "Slippery road",
          "Road narrows on the right",
          "Road works",
          "Traffic lights",
          "Pedestrians",
          "Children",
          "Cyclists",
          "Snow or ice",
          "Wild animals",
          "End of all limits",
          "Turn right ahead",
          "Turn left ahead",
          "Straight ahead only",
          "Straight ahead or right",
          "Straight ahead or left",
          "Keep right",
          "Keep left",
          "Roundabout",
          "End of no overtaking",
          "End of no overtaking by lorries");

  /** The official archives: training images, test images, test labels. */
  static final List<String> OFFICIAL =
      List.of(
          "GTSRB_Final_Training_Images.zip",
          "GTSRB_Final_Test_Images.zip",
          "GTSRB_Final_Test_GT.zip");

  static final int SIDE = 32;
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
   * The benchmark, if it is in {@code datasets}: as {@code gtsrb_dataset.h5}, else as the official
   * tree or zip files. The environment variable METASIFT_DATASETS, when set, names the folder to
   * look in instead.
   *
   * @return empty when none of its files is there
   * @throws BadDataException when there are files but they cannot be used, or the variable names no
   *     folder
   */
  public static Optional<Split> find(Path datasets) {
    return find(datasets, System.getenv(FOLDER_VARIABLE));
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
    return present(place)
        .orElseThrow(
            () ->
                new BadDataException(
                    place,
                    Files.isDirectory(place)
                        ? "holds no GTSRB: neither %s nor the official tree or zip files"
                            .formatted(H5)
                        : "does not exist"));
  }

  /**
   * The benchmark, if this is its HDF5 file or a folder that holds it.
   *
   * @throws BadDataException when there are files of it but they cannot be used
   */
  public static Optional<Split> at(Path place) {
    return Files.isRegularFile(place)
        ? Optional.of(place).filter(file -> file.endsWith(H5)).map(Gtsrb::h5)
        : present(place);
  }

  static Optional<Split> find(Path datasets, String override) {
    final boolean overridden = override != null && !override.isBlank();
    final Path folder = overridden ? Path.of(override) : datasets;
    if (overridden && !Files.isDirectory(folder)) {
      throw new BadDataException(folder, FOLDER_VARIABLE + " names this, which is not a folder");
    }
    return present(folder);
  }

  /** Whether a folder holds files of the benchmark. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(H5)) || GtsrbTree.presentIn(folder);
  }

  private static Optional<Split> present(Path folder) {
    if (Files.exists(folder.resolve(H5))) {
      return Optional.of(h5(folder.resolve(H5)));
    }
    return GtsrbTree.presentIn(folder) ? Optional.of(official(folder)) : Optional.empty();
  }
}
