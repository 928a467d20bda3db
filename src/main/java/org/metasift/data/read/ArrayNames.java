package org.metasift.data.read;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.metasift.data.BadDataException;

/**
 * Which arrays of a file are the images and their labels.
 *
 * @param images its name, as it is written in the file
 * @param labels its name
 */
record ArrayNames(String images, String labels) {
  private static final List<ArrayNames> USUAL =
      List.of(
          new ArrayNames("images", "labels"),
          new ArrayNames("x_train", "y_train"),
          new ArrayNames("train_images", "train_labels"),
          new ArrayNames("x", "y"),
          new ArrayNames("data", "labels"),
          new ArrayNames("data", "target"),
          new ArrayNames("images", "target"));

  /**
   * The names of the settings; where these are the standard ones, the first pair of usual names
   * that is there, in capitals or not.
   *
   * @throws BadDataException listing what is there, when there is no such pair
   */
  static ArrayNames choose(Path path, Collection<String> present, ImageSource.Settings settings) {
    return choose(path, present, settings, "");
  }

  /** As above; the message ends with what else is there. */
  static ArrayNames choose(
      Path path, Collection<String> present, ImageSource.Settings settings, String others) {
    final ArrayNames asked = new ArrayNames(settings.imagesName(), settings.labelsName());
    final List<ArrayNames> pairs = asked.equals(USUAL.get(0)) ? USUAL : List.of(asked);
    for (final ArrayNames pair : pairs) {
      final Optional<String> images = find(present, pair.images);
      final Optional<String> labels = find(present, pair.labels);
      if (images.isPresent() && labels.isPresent()) {
        return new ArrayNames(images.get(), labels.get());
      }
    }
    throw new BadDataException(
        path,
        "holds no arrays '%s' and '%s'; it holds %s%s; setting 'images' and setting 'labels' can name the two"
            .formatted(
                asked.images,
                asked.labels,
                present.isEmpty() ? "none" : present.stream().sorted().limit(20).toList(),
                others));
  }

  private static Optional<String> find(Collection<String> present, String name) {
    return present.contains(name)
        ? Optional.of(name)
        : present.stream()
            .filter(other -> name.equalsIgnoreCase(other) || name.equals(other + ".npy"))
            .sorted()
            .findFirst();
  }
}
