package org.metasift.data.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.metasift.compute.Ranges;
import org.metasift.data.BadDataException;
import org.metasift.data.Duplicates;
import org.metasift.data.ImageSet;
import org.metasift.io.AtomicFiles;
import org.metasift.io.CsvText;
import org.metasift.io.FileNames;
import org.metasift.io.Formats;
import org.metasift.io.Records;

/**
 * Reads labelled images of anybody's, in whichever of the common forms they come:
 *
 * <ul>
 *   <li>a folder with a folder of images (PNG, JPEG, BMP, GIF, WebP, PPM, PGM, TIFF) for each class
 *   <li>a {@code .csv} with the columns {@code path} and {@code label}
 *   <li>a folder with {@code images.npy} and {@code labels.npy}, or a {@code .npz} with both
 *   <li>an HDF5 file ({@code .h5}, {@code .hdf5}) with both
 *   <li>the folder of CIFAR-10's or CIFAR-100's binary batches
 *   <li>the folder, or the images file, of MNIST's idx files
 * </ul>
 *
 * <p>The set has 2 to 1,000 classes and square images of 28 to 224 pixels a side, grey where all
 * are grey, else RGB. Images of other sizes are scaled, not cut. An image file of which a part is
 * missing counts as unreadable. Arrays are (n, h, w), (n, h, w, channels) or (n, channels, h, w) of
 * uint8, or of other numbers from 0 to 255 or from 0 to 1. Pixels that take more than 256 MiB stay
 * in files, mapped.
 */
public final class ImageSource {
  static {
    Formats.english();
  }

  private static final int LISTED = 20;

  private ImageSource() {}

  /** {@link #open(Path, Settings)} with the standard settings. */
  public static LoadedImages open(Path path) {
    return open(path, Settings.standard());
  }

  /**
   * Finds out what a path holds and reads it; nothing there is changed.
   *
   * @throws BadDataException when it cannot be read or used: one sentence with the path, what is
   *     wrong, and what is allowed
   * @throws CancellationException when the thread is interrupted
   */
  public static LoadedImages open(Path path, Settings settings) {
    try {
      return checked(path, read(path, settings), settings.strict());
    } catch (final OutOfMemoryError e) {
      throw new BadDataException(
          path,
          "needs more memory than Java has, %,d MiB; METASIFT_HEAP=6g (java -Xmx6g) gives it 6 GB"
              .formatted(Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private static LoadedImages read(Path path, Settings settings) {
    try {
      return SourceFormat.read(path, settings);
    } catch (final BadDataException | CancellationException e) {
      throw e;
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    } catch (final RuntimeException | StackOverflowError e) {
      if (FileNames.areToBlame(e)) {
        throw new BadDataException(path, "cannot be read: " + FileNames.complaint(), e);
      }
      throw new BadDataException(path, "cannot be read; it is cut off or damaged", e);
    }
  }

  /**
   * Whether {@link #open} would read a folder of images for each class: every folder is a class.
   */
  public static boolean isImageFolder(Path path, Settings settings) {
    return SourceFormat.isImageFolder(path, settings);
  }

  private static LoadedImages checked(Path path, LoadedImages read, boolean strict) {
    checkNames(path, read.images);
    final int failed = read.unreadable.size();
    if (strict && failed > 0) {
      final Unreadable first = read.unreadable.get(0);
      throw new BadDataException(
          first.file,
          "%s; %,d of %,d images cannot be read, and none may fail (strict)"
              .formatted(first.reason, failed, failed + read.images.size()));
    }
    ClassChecks.check(path, read);
    final List<String> warnings = new ArrayList<>();
    if (failed > 0) {
      warnings.add("images that could not be read: %,d".formatted(failed));
    }
    warnings.addAll(read.warnings);
    warnings.addAll(classWarnings(read.images));
    Duplicates.warn(read.images, warnings);
    return new LoadedImages(read.images, read.format, read.unreadable, warnings);
  }

  /** Two names that were not understood may look alike: their classes would be one. */
  private static void checkNames(Path path, ImageSet images) {
    Stream.concat(images.classNames().stream(), images.ids().stream())
        .filter(FileNames::isLost)
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadDataException(
                  path, "holds '%s': %s".formatted(name, FileNames.complaint()));
            });
  }

  /**
   * Sentences about classes with so few images that a pick from them is worth little; they are
   * among what {@link #open} warns of.
   */
  public static List<String> classWarnings(ImageSet images) {
    return ClassChecks.warnings(images);
  }

  /**
   * What was read.
   *
   * @param images the set
   * @param format what it was read from, such as "an image folder"
   * @param unreadable image files that were left out
   * @param warnings sentences about conversions and what may spoil a result: small and empty
   *     classes, copies, files left out
   */
  public record LoadedImages(
      ImageSet images, String format, List<Unreadable> unreadable, List<String> warnings) {
    /** Copies the lists. */
    public LoadedImages {
      unreadable = List.copyOf(unreadable);
      warnings = List.copyOf(warnings);
    }

    LoadedImages with(String warning) {
      final List<String> more = new ArrayList<>(warnings);
      more.add(warning);
      return new LoadedImages(images, format, unreadable, more);
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder("%s, from %s".formatted(images, format));
      warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
      unreadable.stream().limit(LISTED).forEach(file -> text.append("\n  left out: ").append(file));
      if (unreadable.size() > LISTED) {
        text.append("\n  left out: %,d more".formatted(unreadable.size() - LISTED));
      }
      return text.toString();
    }
  }

  /**
   * An image file that was left out.
   *
   * @param reason what is wrong with it, such as "is damaged (...)"
   */
  public record Unreadable(Path file, String reason) {
    private static final String LIST = "unreadable.csv";

    /** Lists files in {@code unreadable.csv} of a folder, as path,reason; none: no such list. */
    public static void save(List<Unreadable> files, Path folder) throws IOException {
      if (files.isEmpty()) {
        return;
      }
      final StringBuilder lines = new StringBuilder("path,reason\n");
      for (final Unreadable left : files) {
        lines.append(CsvText.quoted(left.file.toString())).append(',');
        lines.append(CsvText.quoted(left.reason)).append('\n');
      }
      AtomicFiles.write(folder.resolve(LIST), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return file + " " + reason;
    }
  }

  /**
   * How to read.
   *
   * @param side pixels of a side of every image, 28 to 224; 0: as they are where they are square
   *     and alike, else the median of the shorter sides, 28 to 224
   * @param strict whether a single unreadable image is an error
   * @param imagesName the array of images in a .npz or .h5, the .npy file, without its ending, or
   *     the column of paths in a .csv; "images" and "labels" also find the other usual pairs, such
   *     as x_train and y_train, or path and label
   * @param labelsName the array, file or column of labels
   */
  public record Settings(int side, boolean strict, String imagesName, String labelsName) {
    /** Checks the ranges. */
    public Settings {
      if (side != 0) {
        Ranges.within("side", side, CommonSide.LEAST, CommonSide.MOST);
      }
      if (imagesName == null
          || labelsName == null
          || imagesName.isBlank()
          || labelsName.isBlank()) {
        throw new IllegalArgumentException("the names of images and labels must not be blank");
      }
    }

    /** Automatic side, not strict, the usual names. */
    public static Settings standard() {
      return new Settings(0, false, "images", "labels");
    }

    /** These with another side: 28 to 224, or 0 for the automatic one. */
    public Settings withSide(int newSide) {
      return Records.with(this, "side", newSide);
    }

    /** These, strict or not. */
    public Settings withStrict(boolean newStrict) {
      return Records.with(this, "strict", newStrict);
    }

    /** These with other names of the two arrays. */
    public Settings withNames(String images, String labels) {
      return Records.with(Records.with(this, "imagesName", images), "labelsName", labels);
    }
  }
}
