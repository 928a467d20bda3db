package org.metasift.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.metasift.data.Gtsrb;
import org.metasift.data.SignSet;
import org.metasift.data.Split;
import picocli.CommandLine.Option;

/** Which images a verb works on. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "A folder with GTSRB, 'embedded' or 'small' for the embedded signs; default: GTSRB where METASIFT_DATASETS or ./datasets holds it, else 'embedded'.")
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
      default -> Gtsrb.in(Path.of(source));
    };
  }

  // the launcher says where the project lies
  private static Path datasets() {
    return Path.of(System.getProperty("metasift.home", "")).resolve("datasets");
  }
}
