package org.metasift.data.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.RawItems;
import org.metasift.io.AtomicFiles;

/**
 * Image sets as two NumPy files: {@code images.npy}, uint8 of shape (n, height, width, channels)
 * with 1 or 3 channels, and {@code labels.npy}, integers of shape (n). Both in C order; labels of
 * any width and byte order.
 */
public final class NpyImages {
  /** The name under which images are written. */
  public static final String IMAGES = "images.npy";

  /** The name under which labels are written. */
  public static final String LABELS = "labels.npy";

  private NpyImages() {}

  /**
   * Reads a set; each image's id is the file's name and its row, such as {@code images.npy[17]}.
   *
   * @throws BadDataException when a file cannot be read as described above, when there are not as
   *     many labels as images, or when a label is outside [0, classNames.size())
   */
  public static ImageSet read(Path images, Path labels, List<String> classNames) {
    final int[] values = NpyIntegers.labels(labels, classNames.size());
    final String name = String.valueOf(images.getFileName());
    final List<String> ids =
        IntStream.range(0, values.length).mapToObj(i -> name + "[" + i + "]").toList();
    return read(images, values, labels, classNames, ids);
  }

  /** As above, with an id for each image. */
  public static ImageSet read(Path images, Path labels, List<String> classNames, List<String> ids) {
    final int[] values = NpyIntegers.labels(labels, classNames.size());
    if (ids.size() != values.length) {
      throw new BadDataException(
          labels, "holds %,d labels for %,d ids; one each".formatted(values.length, ids.size()));
    }
    return read(images, values, labels, classNames, ids);
  }

  private static ImageSet read(
      Path images, int[] labels, Path labelFile, List<String> classNames, List<String> ids) {
    try (FileChannel file = FileChannel.open(images, StandardOpenOption.READ)) {
      final NpyHeader head = NpyHeader.read(images, file);
      if (!head.dtype().equals("|u1") && !head.dtype().equals("u1")) {
        throw new BadDataException(
            images, "has dtype %s; pixels must be uint8 (|u1)".formatted(head.dtype()));
      }
      checkImageShape(images, head);
      head.checkLength(images, file, 1);
      if (head.shape().get(0) != labels.length) {
        throw new BadDataException(
            images,
            "holds %,d images, but %s holds %,d labels; one each"
                .formatted(head.shape().get(0), labelFile, labels.length));
      }
      final int height = Math.toIntExact(head.shape().get(1));
      final int width = Math.toIntExact(head.shape().get(2));
      final int channels = Math.toIntExact(head.shape().get(3));
      return ImageSet.over(
          RawItems.map(file, head.dataStart(), labels.length, height * width * channels),
          labels,
          new ImageShape(height, width, channels),
          classNames,
          ids);
    } catch (final IOException e) {
      throw BadDataException.unreadable(images, e);
    }
  }

  private static void checkImageShape(Path images, NpyHeader head) {
    final List<Long> shape = head.shape();
    if (shape.size() != 4
        || (shape.get(3) != 1 && shape.get(3) != 3)
        || shape.get(1) < 1
        || shape.get(2) < 1) {
      throw new BadDataException(
          images,
          "has shape %s; images must be (n, height, width, channels) with 1 or 3 channels"
              .formatted(head.shapeText()));
    }
    if (shape.get(1) > RawItems.LARGEST_CHUNK / 3 / shape.get(2)) {
      throw new BadDataException(
          images, "has shape %s; an image may have up to 1 GiB".formatted(head.shapeText()));
    }
  }

  /**
   * Writes a set as {@link #IMAGES} and {@link #LABELS} (int64) into a folder, which is made where
   * it is missing. Each file appears under its name only when it is whole. Class names and ids are
   * not kept.
   *
   * @throws BadDataException when the folder cannot be written
   */
  public static void write(ImageSet set, Path folder) {
    try {
      Files.createDirectories(folder);
      final byte[] head =
          NpyHeader.write("|u1", set.size(), set.height(), set.width(), set.channels());
      AtomicFiles.write(folder.resolve(IMAGES), file -> writeImages(set, head, file));
      AtomicFiles.write(
          folder.resolve(LABELS), file -> AtomicFiles.append(file, NpyIntegers.bytes(set)));
    } catch (final IOException e) {
      throw new BadDataException(
          folder, "cannot be written (%s)".formatted(BadDataException.reason(e)), e);
    }
  }

  private static void writeImages(ImageSet set, byte[] head, FileChannel file) throws IOException {
    AtomicFiles.append(file, ByteBuffer.wrap(head));
    final int perBlock = Math.max(1, (1 << 22) / set.imageBytes());
    for (int first = 0; first < set.size(); first += perBlock) {
      final int count = Math.min(perBlock, set.size() - first);
      final byte[] block = new byte[count * set.imageBytes()];
      for (int k = 0; k < count; k++) {
        set.read(first + k, block, k * set.imageBytes());
      }
      AtomicFiles.append(file, ByteBuffer.wrap(block));
    }
  }
}
