package org.metasift.data.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Picture;
import org.metasift.io.AtomicFiles;

/**
 * Writes images as PNG files, a folder for each class: the form in which most people keep theirs,
 * and which {@link ImageSource} reads. PNG keeps every pixel.
 */
public final class PngFolders {
  private PngFolders() {}

  /**
   * Writes all images as {@code folder/CLASS/INDEX.png}. Characters of a class's name that a file
   * name may not have everywhere become underscores; the order of the labels is lost, since a
   * reader sorts the classes by name.
   *
   * @throws IllegalArgumentException when two classes would share a folder
   * @throws BadDataException when the place cannot be written
   */
  public static void write(ImageSet images, Path folder) {
    final List<String> names = names(images);
    try (Progress progress = Progress.of("Writing PNG files", images.size())) {
      for (int i = 0; i < images.size(); i++) {
        write(
            images, i, folder.resolve(names.get(images.label(i))).resolve("%05d.png".formatted(i)));
        progress.step("");
      }
    }
  }

  /** The folder's name for each class. */
  private static List<String> names(ImageSet images) {
    final List<String> names =
        images.classNames().stream()
            .map(name -> name.replaceAll("[^\\p{L}\\p{N} ._-]", "_").replaceFirst("^\\.", "_"))
            .map(String::strip)
            .toList();
    if (new HashSet<>(names).size() < names.size() || names.contains("")) {
      throw new IllegalArgumentException(
          "the classes %s have no folder names that tell them apart"
              .formatted(images.classNames()));
    }
    return names;
  }

  /** Writes one image; missing folders are made. */
  static void write(ImageSet images, int i, Path file) {
    final ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      // in memory: the cache files of ImageIO would be closed twice where the program is stopped
      try (ImageOutputStream to = new MemoryCacheImageOutputStream(png)) {
        ImageIO.write(Picture.of(images, i), "png", to);
      }
      AtomicFiles.write(file, png.toByteArray());
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }
}
