package org.metasift.data.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.signs.SignSet;
import org.metasift.io.AtomicFiles;

/**
 * An image folder to try things on, as untidy as real ones: the small embedded signs as PNG files,
 * a folder for each class, with faults in it. A class is nearly empty; some images lie in the wrong
 * folder, some in two; a file is cut off, another is no image. Every file is named after the class
 * that it shows, so that its place tells whether it lies right: {@link #misplaced}.
 */
public final class SampleFolder {
  /** How many images of {@link #SOURCE} lie in {@link #TARGET}'s folder. */
  static final int MOVED = 40;

  /** How many images of {@link #TWICE} lie in {@link #TARGET}'s folder as well. */
  static final int COPIED = 12;

  /** How many images the smallest class has. */
  static final int FEW = 9;

  private static final int SMALLEST = 0; // speed limit 20
  private static final int SOURCE = 12; // priority road
  private static final int TWICE = 13; // yield
  private static final int TARGET = 38; // keep right
  private static final String MARK = ".metasift-sample";

  private SampleFolder() {}

  /**
   * Makes the folder, or leaves it as it is where an earlier call made it.
   *
   * @param folder new or empty, else made by this method with the same seed
   * @return the folder
   * @throws BadDataException when it holds anything else, or cannot be written
   */
  public static Path make(Path folder, long seed) {
    final String made = "version %d, seed %d".formatted(SignSet.VERSION, seed);
    try {
      if (Files.exists(folder.resolve(MARK))
          && Files.readString(folder.resolve(MARK)).equals(made)) {
        return folder;
      }
      checkEmpty(folder);
      write(SignSet.small(seed).train(), folder);
      AtomicFiles.write(folder.resolve(MARK), made.getBytes(StandardCharsets.UTF_8));
      return folder;
    } catch (final IOException e) {
      throw new BadDataException(folder, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }

  private static void checkEmpty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new BadDataException(folder, "holds other files; name a new folder");
      }
    }
  }

  private static void write(ImageSet signs, Path folder) throws IOException {
    final List<String> names = signs.classNames();
    final int[] seen = new int[signs.classes()];
    try (Progress progress = Progress.of("Writing PNG files", signs.size())) {
      for (int i = 0; i < signs.size(); i++) {
        final int label = signs.label(i);
        final int number = seen[label]++;
        final String file = "%s %04d.png".formatted(names.get(label), number);
        final Path wrong = folder.resolve(names.get(TARGET)).resolve(file);
        final Path right = folder.resolve(names.get(label)).resolve(file);
        if (label == SOURCE && number < MOVED) {
          PngFolders.write(signs, i, wrong);
        } else if (label != SMALLEST || number < FEW) {
          PngFolders.write(signs, i, right);
        }
        if (label == TWICE && number < COPIED) {
          PngFolders.write(signs, i, wrong);
        }
        progress.step("");
      }
    }
    final Path first = folder.resolve(names.get(1)).resolve("%s 0000.png".formatted(names.get(1)));
    final byte[] whole = Files.readAllBytes(first);
    AtomicFiles.write(
        first.resolveSibling("%s 9999.png".formatted(names.get(1))),
        Arrays.copyOf(whole, whole.length / 3));
    AtomicFiles.write(
        first.resolveSibling("notes.txt"), "no image\n".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Those images of such a folder that lie in another class's.
   *
   * @param ids as {@link ImageSource} gives them: "CLASS/NAME 0001.png"
   */
  public static List<String> misplaced(List<String> ids) {
    return ids.stream()
        .filter(
            id ->
                !id.replaceFirst("^.*/(.*) \\d+\\.png$", "$1").equals(id.replaceFirst("/.*$", "")))
        .toList();
  }
}
