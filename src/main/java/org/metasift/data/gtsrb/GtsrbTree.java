package org.metasift.data.gtsrb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.Split;
import org.metasift.data.decode.Bilinear;
import org.metasift.data.decode.ImageDecoder;
import org.metasift.data.decode.Ppm;
import org.metasift.data.decode.RasterPixels;

/**
 * Reads GTSRB as its authors publish it: a tree of PPM images with semicolon files, unpacked or
 * still in its zip files. Every image is cropped to its sign and scaled to 32 x 32.
 */
final class GtsrbTree implements AutoCloseable {
  private static final int SIDE = GtsrbForm.SIDE;
  private static final int MAX_IMAGES = 200_000;
  private static final List<String> PREFIXES = List.of("", "GTSRB");
  private static final List<String> GT_PLACES =
      List.of(
          "GT-final_test.csv",
          "Final_Test/GT-final_test.csv",
          "Final_Test/Images/GT-final_test.csv");

  private final Path folder;
  private final List<FileSystem> zips = new ArrayList<>();

  private GtsrbTree(Path folder) {
    this.folder = folder;
  }

  static Split read(Path folder) {
    return read(folder, true);
  }

  /**
   * Reads the benchmark.
   *
   * @param testNeeded whether its test part must be there; else it may be missing, and is empty
   */
  static Split read(Path folder, boolean testNeeded) {
    try (GtsrbTree tree = new GtsrbTree(folder)) {
      return tree.split(testNeeded);
    } catch (final IOException e) {
      throw new BadDataException(folder, "cannot be read to its end", e);
    }
  }

  /** Whether any part of the official benchmark is there. */
  static boolean presentIn(Path folder) {
    try (GtsrbTree tree = new GtsrbTree(folder)) {
      return tree.training().isPresent() || tree.test().isPresent();
    } catch (final IOException e) {
      throw new BadDataException(folder, "cannot be read to its end", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (final FileSystem zip : zips) {
      zip.close();
    }
  }

  private Split split(boolean testNeeded) throws IOException {
    final Path training =
        training()
            .orElseThrow(
                () ->
                    missing("training images", "Final_Training/Images", GtsrbForm.OFFICIAL.get(0)));
    final Optional<Path> test = test();
    final Optional<Path> truth = find(GT_PLACES, GtsrbForm.OFFICIAL.get(2));
    if (testNeeded && test.isEmpty()) {
      throw missing("test images", "Final_Test/Images", GtsrbForm.OFFICIAL.get(1));
    }
    if (testNeeded && truth.isEmpty()) {
      throw missing("test labels", "GT-final_test.csv", GtsrbForm.OFFICIAL.get(2));
    }
    final ImageSet trained = images("Reading GTSRB, training images", trainingFiles(training));
    return GtsrbForm.split(
        folder,
        trained,
        test.isEmpty() || truth.isEmpty()
            ? trained.select()
            : images("Reading GTSRB, test images", testFiles(test.get(), truth.get())));
  }

  private BadDataException missing(String what, String place, String zip) {
    return new BadDataException(
        folder, "holds no %s of GTSRB: neither %s nor %s".formatted(what, place, zip));
  }

  private Optional<Path> training() {
    return find(List.of("Final_Training/Images"), GtsrbForm.OFFICIAL.get(0))
        .or(
            () ->
                find(List.of("Training"), "GTSRB-Training_fixed.zip").filter(GtsrbTree::hasTables));
  }

  /** Whether it is that of GTSRB: many a data set has a folder of this name. */
  private static boolean hasTables(Path training) {
    try (Stream<Path> classes = Files.list(training)) {
      return classes.anyMatch(
          images ->
              Files.exists(
                  images.resolve("GT-%s.csv".formatted(images.getFileName()).replace("/", ""))));
    } catch (final IOException e) {
      throw new BadDataException(shown(training), "cannot be read", e);
    }
  }

  private Optional<Path> test() {
    return find(List.of("Final_Test/Images"), GtsrbForm.OFFICIAL.get(1));
  }

  private Optional<Path> find(List<String> places, String zip) {
    return find(folder, places)
        .or(
            () ->
                Optional.of(folder.resolve(zip))
                    .filter(Files::isRegularFile)
                    .flatMap(file -> find(open(file), places)));
  }

  private static Optional<Path> find(Path root, List<String> places) {
    return PREFIXES.stream()
        .flatMap(prefix -> places.stream().map(place -> root.resolve(prefix).resolve(place)))
        .filter(Files::exists)
        .findFirst();
  }

  private Path open(Path file) {
    for (final FileSystem open : zips) {
      if (open.toString().equals(file.toString())) {
        return open.getPath("/");
      }
    }
    try {
      final FileSystem zip = FileSystems.newFileSystem(file, (ClassLoader) null);
      zips.add(zip);
      return zip.getPath("/");
    } catch (final IOException | RuntimeException e) {
      throw new BadDataException(file, "is not a whole zip file; download it again", e);
    }
  }

  /** An image, by which name it is found again, and what is said about it. */
  record Source(Path image, String id, Annotation annotation) {}

  private List<Source> trainingFiles(Path training) throws IOException {
    final TreeMap<String, Path> classes = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(training)) {
      for (final Path entry : entries) {
        final String name = entry.getFileName().toString().replace("/", "");
        if (name.matches("[0-9]{5}")) {
          classes.put(name, entry);
        }
      }
    }
    final List<Source> sources = new ArrayList<>();
    classes.forEach(
        (name, images) -> {
          final Path csv = images.resolve("GT-" + name + ".csv");
          for (final Annotation row : Annotation.read(csv, shown(csv))) {
            if (row.label() != Integer.parseInt(name)) {
              throw new BadDataException(
                  shown(csv),
                  "gives %s the class %d; its folder is %s"
                      .formatted(row.file(), row.label(), name));
            }
            sources.add(new Source(images.resolve(row.file()), name + "/" + row.file(), row));
          }
        });
    return checked(sources, training);
  }

  private List<Source> testFiles(Path test, Path truth) {
    final List<Source> sources =
        Annotation.read(truth, shown(truth)).stream()
            .map(row -> new Source(test.resolve(row.file()), "test/" + row.file(), row))
            .toList();
    return checked(sources, truth);
  }

  static List<Source> checked(List<Source> sources, Path where) {
    if (sources.isEmpty() || sources.size() > MAX_IMAGES) {
      throw new BadDataException(
          shown(where),
          "lists %,d images; 1 to %,d are allowed".formatted(sources.size(), MAX_IMAGES));
    }
    return sources;
  }

  /** All signs, cut out and scaled. */
  static ImageSet images(String title, List<Source> sources) {
    final int bytes = SIDE * SIDE * 3;
    final byte[] pixels = new byte[sources.size() * bytes];
    try (Progress progress = Progress.of(title, sources.size())) {
      for (int i = 0; i < sources.size(); i++) {
        System.arraycopy(sign(sources.get(i)), 0, pixels, i * bytes, bytes);
        progress.step(sources.get(i).id);
      }
    }
    return ImageSet.overBuffers(
        List.of(ByteBuffer.wrap(pixels)),
        sources.size(),
        sources.stream().mapToInt(s -> s.annotation.label()).toArray(),
        ImageShape.square(SIDE, 3),
        GtsrbForm.CLASS_NAMES,
        sources.stream().map(Source::id).toList());
  }

  private static byte[] sign(Source source) {
    final Ppm image =
        source.image.toString().endsWith(".ppm")
            ? Ppm.read(source.image, shown(source.image))
            : decoded(source.image);
    final Annotation at = source.annotation;
    final double x = (double) image.width() / at.width();
    final double y = (double) image.height() / at.height();
    return Bilinear.crop(image, at.x1() * x, at.y1() * y, at.x2() * x, at.y2() * y, SIDE);
  }

  private static Ppm decoded(Path file) {
    try {
      final RasterPixels pixels = ImageDecoder.pixels(file);
      return new Ppm(pixels.width(), pixels.height(), pixels.rgb());
    } catch (final ImageDecoder.Unusable e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }

  /** The path for messages; a file in a zip as zip!/file. */
  private static Path shown(Path path) {
    final FileSystem system = path.getFileSystem();
    return system.equals(FileSystems.getDefault()) ? path : Path.of(system + "!" + path);
  }
}
