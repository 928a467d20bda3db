package org.metasift.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Labels in a NumPy file: integers of any width and byte order, of shape (n). */
final class NpyLabels {
  private NpyLabels() {}

  /**
   * Reads labels.
   *
   * @throws BadDataException when the file cannot be read, is no vector of integers, or holds a
   *     label outside [0, classes)
   */
  static int[] read(Path path, int classes) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      final NpyHeader head = NpyHeader.read(path, file);
      checkKind(path, head);
      final int width = head.dtype().charAt(head.dtype().length() - 1) - '0';
      head.checkLength(path, file, width);
      final ByteBuffer values =
          file.map(MapMode.READ_ONLY, head.dataStart(), head.shape().get(0) * width)
              .order(head.dtype().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      return decode(path, values, width, head.dtype().contains("u"), classes);
    } catch (final IOException e) {
      throw NpyImages.unreadable(path, e);
    }
  }

  private static void checkKind(Path path, NpyHeader head) {
    if (!head.dtype().matches("[<>|=]?[iu][1248]")) {
      throw new BadDataException(
          path,
          "has dtype %s; labels must be integers (int8 to int64, uint8 to uint64)"
              .formatted(head.dtype()));
    }
    if (head.shape().size() != 1 || head.shape().get(0) > Integer.MAX_VALUE / 8) {
      throw new BadDataException(
          path, "has shape %s; labels must be (n), one for each image".formatted(head.shapeText()));
    }
  }

  private static int[] decode(
      Path path, ByteBuffer values, int width, boolean unsigned, int classes) {
    final int[] labels = new int[values.capacity() / width];
    for (int i = 0; i < labels.length; i++) {
      final long label = value(values, i, width, unsigned);
      if (label < 0 || label >= classes) {
        throw new BadDataException(
            path,
            "has label %s in row %d; labels run from 0 to %d"
                .formatted(
                    unsigned ? Long.toUnsignedString(label) : Long.toString(label),
                    i,
                    classes - 1));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static long value(ByteBuffer values, int i, int width, boolean unsigned) {
    return switch (width) {
      case 1 -> unsigned ? Byte.toUnsignedLong(values.get(i)) : values.get(i);
      case 2 -> unsigned ? Short.toUnsignedLong(values.getShort(2 * i)) : values.getShort(2 * i);
      case 4 -> unsigned ? Integer.toUnsignedLong(values.getInt(4 * i)) : values.getInt(4 * i);
      default -> values.getLong(8 * i);
    };
  }

  /** The labels of a set as a whole file of int64. */
  static ByteBuffer bytes(ImageSet set) {
    final byte[] head = NpyHeader.write("<i8", set.size());
    final ByteBuffer values =
        ByteBuffer.allocate(head.length + 8 * set.size()).order(ByteOrder.LITTLE_ENDIAN);
    values.put(head);
    for (int i = 0; i < set.size(); i++) {
      values.putLong(set.label(i));
    }
    return values.flip();
  }
}
