package org.metasift.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.metasift.data.BadDataException;
import org.metasift.data.Gtsrb;
import org.metasift.data.ImageSource;
import org.metasift.data.SignSet;
import org.metasift.data.Split;
import picocli.CommandLine.Option;

/** Which images a verb works on. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "Your images (a folder with a folder for each class, a .csv with path,label, .npy, .npz, .h5, CIFAR, MNIST; or train/ and test/ of such), a folder with GTSRB, 'embedded' or 'small' for the embedded signs; default: GTSRB where METASIFT_DATASETS or ./datasets holds it, else 'embedded'.")
  private String source;

  /** The images, read or drawn. */
  Split load() {
    return load(source);
  }

  /** As it was said, for a run's record; null for the default. */
  String source() {
    return source;
  }

  /** The images that {@code source} names; null for the default. */
  static Split load(String source) {
    if (source == null) {
      return Gtsrb.orEmbedded(datasets(), false);
    }
    return switch (source.toLowerCase(Locale.ROOT)) {
      case "embedded" -> SignSet.cached(datasets().resolve("signs"), SignSet.Size.STANDARD, 0);
      case "small" -> SignSet.cached(datasets().resolve("signs"), SignSet.Size.SMALL, 0);
      default -> Gtsrb.at(Path.of(source)).orElseGet(() -> own(Path.of(source)));
    };
  }

  /** A user's own images; where there is no test part it is empty. */
  private static Split own(Path place) {
    final Path train = place.resolve("train");
    final Path test = place.resolve("test");
    if (!Files.isDirectory(train) || !Files.isDirectory(test)) {
      final ImageSource.Loaded all = ImageSource.open(place);
      return new Split(all.images(), all.images().select(), all.toString());
    }
    final ImageSource.Loaded learned = ImageSource.open(train);
    final int side = learned.images().height();
    final ImageSource.Loaded judged =
        ImageSource.open(test, ImageSource.Settings.standard().withSide(side));
    if (!judged.images().classNames().equals(learned.images().classNames())
        || judged.images().channels() != learned.images().channels()) {
      throw new BadDataException(
          test, "and %s differ in their classes or channels; they must be alike".formatted(train));
    }
    return new Split(learned.images(), judged.images(), learned.toString());
  }

  // the launcher says where the project lies
  private static Path datasets() {
    return Path.of(System.getProperty("metasift.home", "")).resolve("datasets");
  }
}
