package org.metasift.lab;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.metasift.data.BadDataException;
import org.metasift.data.Split;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.data.read.ImageSource;
import org.metasift.data.read.PartFolders;
import org.metasift.data.signs.SignSet;

/**
 * Which images a run works on, and how they are read: enough to read them again.
 *
 * @param place a name or a path; null for the default
 * @param reading how the user's own images are read
 */
public record DataSource(String place, ImageSource.Settings reading) {
  private static final String EMBEDDED = "embedded";
  private static final String SMALL = "small";

  /** Checks that it is whole. */
  public DataSource {
    if (reading == null) {
      throw new IllegalArgumentException("reading is missing");
    }
  }

  /** Reads them as they usually are. */
  public static DataSource of(String place) {
    return new DataSource(place, ImageSource.Settings.standard());
  }

  /**
   * The images, read or drawn.
   *
   * @throws IllegalArgumentException when settings for reading are given, but the images are not
   *     the user's own
   */
  public LoadedData load() {
    if (place == null) {
      return fixed(
          () ->
              Gtsrb.findToLearn(datasets())
                  .orElseGet(
                      () -> SignSet.cached(datasets().resolve("signs"), SignSet.Size.STANDARD, 0)));
    }
    return switch (place.toLowerCase(Locale.ROOT)) {
      case EMBEDDED -> signs(SignSet.Size.STANDARD);
      case SMALL -> signs(SignSet.Size.SMALL);
      default ->
          Gtsrb.at(Path.of(place))
              .map(split -> fixed(() -> split))
              .orElseGet(() -> own(Path.of(place)));
    };
  }

  private LoadedData signs(SignSet.Size size) {
    return fixed(() -> SignSet.cached(datasets().resolve("signs"), size, 0));
  }

  /** Images that have a form of their own; a wish for another is refused before the work. */
  private LoadedData fixed(Supplier<Split> split) {
    if (!reading.equals(ImageSource.Settings.standard())) {
      throw new IllegalArgumentException(
          "setting 'side', setting 'strict', setting 'images' and setting 'labels' say how to read images of your own; %s has its own form"
              .formatted(isNamed() ? "setting 'data' " + place : "the default data set"));
    }
    final Split read = split.get();
    final List<String> warnings =
        read.test().size() > 0
            ? List.of()
            : List.of(
                "GTSRB is here without its test images and their labels, or without one of the two");
    return new LoadedData(read, false, warnings, List.of());
  }

  /**
   * Checks that a folder for results is not in an image folder of the user's, where it would be a
   * class at the next reading.
   *
   * @throws IllegalArgumentException when it is
   */
  public void checkOutside(Path out) {
    if (isAPlace()) {
      final Path folder = Path.of(place);
      final List<Path> parts =
          PartFolders.of(folder)
              .map(found -> List.of(found.train(), found.test()))
              .orElse(List.of(folder));
      for (final Path part : parts) {
        if (real(out).startsWith(real(part)) && ImageSource.isImageFolder(part, reading)) {
          throw new IllegalArgumentException(
              "setting 'out' is %s, in the image folder %s, where it would be read as a class; a folder elsewhere is needed"
                  .formatted(out, part));
        }
      }
    }
  }

  /** Where a path lies, links followed as far as it is there. */
  private static Path real(Path path) {
    final Path whole = path.toAbsolutePath().normalize();
    Path there = whole;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(whole));
    } catch (final IOException e) {
      return whole;
    }
  }

  /** Where the training images lie, which are a user's own. */
  public Path training() {
    return PartFolders.of(Path.of(place)).map(PartFolders::train).orElse(Path.of(place));
  }

  /** A user's own images; where there is no test part it is empty. */
  private LoadedData own(Path folder) {
    final Optional<PartFolders> parts = PartFolders.of(folder);
    if (parts.isPresent()) {
      return own(parts.get());
    }
    final ImageSource.LoadedImages all = ImageSource.open(folder, reading);
    return new LoadedData(
        new Split(all.images(), all.images().select(), title(all)),
        true,
        all.warnings(),
        all.unreadable());
  }

  private LoadedData own(PartFolders parts) {
    final ImageSource.LoadedImages learned = ImageSource.open(parts.train(), reading);
    final int side = learned.images().height();
    final ImageSource.LoadedImages judged = ImageSource.open(parts.test(), reading.withSide(side));
    if (!judged.images().classNames().equals(learned.images().classNames())
        || judged.images().channels() != learned.images().channels()) {
      throw new BadDataException(
          parts.test(),
          "and %s differ in their classes or channels; they must be alike"
              .formatted(parts.train()));
    }
    final String train = parts.train().getFileName() + "/: ";
    final String test = parts.test().getFileName() + "/: ";
    final List<String> warnings = new ArrayList<>();
    if (!parts.others().isEmpty()) {
      warnings.add("further parts of the data, not read: " + String.join(", ", parts.others()));
    }
    learned.warnings().forEach(warning -> warnings.add(train + warning));
    judged.warnings().forEach(warning -> warnings.add(test + warning));
    final List<ImageSource.Unreadable> unreadable = new ArrayList<>(learned.unreadable());
    unreadable.addAll(judged.unreadable());
    return new LoadedData(
        new Split(
            learned.images(),
            judged.images(),
            "%s%s; %s%s".formatted(train, title(learned), test, title(judged))),
        true,
        warnings,
        unreadable);
  }

  private static String title(ImageSource.LoadedImages part) {
    return "%s, from %s".formatted(part.images(), part.format());
  }

  /**
   * What was read.
   *
   * @param split the images; for a user's own its origin says what they are
   * @param own whether they are a user's own, and neither GTSRB nor the embedded signs
   * @param warnings sentences about what may spoil a result, of both parts
   * @param unreadable image files that were left out, of both parts
   */
  public record LoadedData(
      Split split, boolean own, List<String> warnings, List<ImageSource.Unreadable> unreadable) {
    private static final int LISTED = 20;

    /** Copies the lists. */
    public LoadedData {
      warnings = List.copyOf(warnings);
      unreadable = List.copyOf(unreadable);
    }

    /** These, once their warnings are printed: before the work that they may make worthless. */
    public LoadedData told(PrintWriter err) {
      warnings.forEach(warning -> err.println("warning: " + warning));
      unreadable.stream().limit(LISTED).forEach(file -> err.println("left out: " + file));
      if (unreadable.size() > LISTED) {
        err.printf("left out: %,d more%n", unreadable.size() - LISTED);
      }
      err.flush();
      return this;
    }

    /**
     * These, if there are images to judge a network by.
     *
     * @param source where they are from, for the error
     * @throws IllegalArgumentException when there are none
     */
    public LoadedData checkTest(DataSource source) {
      if (split.test().size() == 0) {
        throw new IllegalArgumentException(
            "%s has no test images, by which a network is judged; a folder with train/ and test/ is needed, or GTSRB with its test part"
                .formatted(source.isNamed() ? "setting 'data' " + source : "the default data set"));
      }
      return this;
    }

    /** Lists all files that were left out in a run's folder, as path,reason; else nothing. */
    public void saveUnreadable(Path folder) throws IOException {
      ImageSource.Unreadable.save(unreadable, folder);
    }
  }

  /** The default data set in words; nothing is read to tell. */
  public static String usual() {
    return Gtsrb.isKept(datasets()) ? "the GTSRB benchmark" : "the embedded drawn signs";
  }

  /** Whether it names a place: there may be GTSRB, or images of a user's own. */
  @JsonIgnore
  public boolean isAPlace() {
    return isNamed() && !place.equalsIgnoreCase(EMBEDDED) && !place.equalsIgnoreCase(SMALL);
  }

  /** Whether a place or a name was given. */
  @JsonIgnore
  public boolean isNamed() {
    return place != null;
  }

  @Override
  public String toString() {
    return isNamed() ? "'" + place + "'" : "not given";
  }

  // the launcher says where the project lies
  private static Path datasets() {
    return Path.of(System.getProperty("metasift.home", "")).resolve("datasets");
  }
}
