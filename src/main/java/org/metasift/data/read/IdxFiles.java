package org.metasift.data.read;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ItemStore;
import org.metasift.data.RawItems;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.array.LabelShape;
import org.metasift.data.array.NumberType;
import org.metasift.data.array.PixelShape;

/**
 * The files of MNIST and its relatives: {@code train-images-idx3-ubyte} with {@code
 * train-labels-idx1-ubyte}, as they are or as {@code .gz}. Bytes of shape (n, height, width) and
 * (n).
 */
final class IdxFiles {
  private static final int UBYTE = 8;

  private IdxFiles() {}

  /** Whether the name is that of an images file. */
  static boolean isImages(Path file) {
    return file.getFileName().toString().matches(".*images[-.]idx3-ubyte(\\.gz)?");
  }

  /**
   * The images file of a folder: the training part's, else the first by name. A folder that was
   * unpacked under the name of its file counts as the file where there is none beside it.
   */
  static Optional<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      final List<Path> found = all.filter(IdxFiles::isImages).sorted().toList();
      final List<Path> files =
          Stream.concat(
                  found.stream().filter(Files::isRegularFile),
                  found.stream().flatMap(path -> unpackedIn(path).stream()))
              .toList();
      return files.stream()
          .filter(file -> file.getFileName().toString().contains("train"))
          .findFirst()
          .or(() -> files.stream().findFirst());
    }
  }

  /** The file of the same name in a folder. */
  private static Optional<Path> unpackedIn(Path folder) {
    final String name = folder.getFileName().toString();
    return Stream.of(name, other(name), swapped(name))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The name with .gz, or without. */
  private static String other(String name) {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz";
  }

  /**
   * Reads an images file and the labels beside it.
   *
   * @throws BadDataException when one is missing, cut off, or of another kind
   */
  static ImageSet read(Path images, ImageSource.Settings settings, List<String> notes) {
    final Path labels = labelsOf(images);
    final List<Long> axes = new ArrayList<>();
    final RawItems labelBytes = items(labels, 1, axes);
    final ClassLabels classes =
        ClassLabels.of(labels, LabelShape.of(labels, axes), labelBytes, NumberType.UINT8);
    axes.clear();
    final RawItems pixels = items(images, 3, axes);
    return new PixelArray(images, pixels, NumberType.UINT8, PixelShape.of(images, axes))
        .images(images.getFileName().toString(), classes, settings, notes);
  }

  /** The labels beside the images, or in a folder of their name, here or one level up. */
  private static Path labelsOf(Path images) {
    final String name =
        images.getFileName().toString().replaceAll("images([-.])idx3", "labels$1idx1");
    final Path here = images.resolveSibling("");
    final List<Path> folders =
        isImages(here) ? List.of(here, here.resolveSibling("")) : List.of(here);
    for (final Path folder : folders) {
      for (final String spelling : List.of(name, other(name), swapped(name))) {
        final Path path = folder.resolve(spelling);
        if (Files.isRegularFile(path)) {
          return path;
        }
        final Optional<Path> unpacked = unpackedIn(path);
        if (unpacked.isPresent()) {
          return unpacked.get();
        }
      }
    }
    return images.resolveSibling(name);
  }

  /** The name with the other of the two characters before "idx". */
  private static String swapped(String name) {
    return name.contains("-idx") ? name.replace("-idx", ".idx") : name.replace(".idx", "-idx");
  }

  private static RawItems items(Path path, int dimensions, List<Long> axes) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      final boolean zipped = path.toString().endsWith(".gz");
      final InputStream plain = new BufferedInputStream(Channels.newInputStream(file));
      try (InputStream in = zipped ? new GZIPInputStream(plain, 1 << 16) : plain) {
        final int head = 4 + 4 * dimensions;
        readHead(path, in.readNBytes(head), dimensions, axes);
        final int count = Math.toIntExact(axes.get(0));
        final int itemBytes =
            dimensions == 1 ? 1 : PixelShape.of(path, axes).itemBytes(path, NumberType.UINT8);
        final long size = (long) count * itemBytes;
        final long room = (zipped ? file.size() * NpzFile.MOST_DEFLATED : file.size()) - head;
        if (size > room) {
          throw new BadDataException(
              path,
              "is cut off: it declares %,d bytes; up to %,d can be there".formatted(size, room));
        }
        return zipped
            ? unpacked(path, in, count, itemBytes)
            : RawItems.map(file, head, count, itemBytes);
      }
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  private static RawItems unpacked(Path path, InputStream in, int count, int itemBytes)
      throws IOException {
    try (ItemStore store = ItemStore.of(count, itemBytes)) {
      store.fill(in, "Unpacking " + path.getFileName());
      return store.done(count);
    }
  }

  private static void readHead(Path path, byte[] head, int dimensions, List<Long> axes) {
    final ByteBuffer values = ByteBuffer.wrap(head);
    if (head.length < 4 + 4 * dimensions || values.getInt() != (UBYTE << 8 | dimensions)) {
      throw new BadDataException(
          path, "is not an idx file of bytes with %d axes".formatted(dimensions));
    }
    for (int k = 0; k < dimensions; k++) {
      axes.add(Integer.toUnsignedLong(values.getInt()));
    }
    if (axes.get(0) > Integer.MAX_VALUE - 8) {
      throw new BadDataException(path, "declares %,d items; too many".formatted(axes.get(0)));
    }
  }
}
