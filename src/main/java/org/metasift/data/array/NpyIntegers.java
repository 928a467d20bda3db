package org.metasift.data.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/** Labels or indices in a NumPy file: integers of any width and byte order, of shape (n). */
final class NpyIntegers {
  private NpyIntegers() {}

  /** What they are, for messages. */
  private record Wording(String one, String many) {}

  /**
   * Reads labels.
   *
   * @throws BadDataException when the file cannot be read, is no vector of integers, or holds a
   *     label outside [0, classes)
   */
  static int[] labels(Path path, int classes) {
    return read(path, classes, new Wording("label", "labels"));
  }

  /** As above: indices of some of {@code size} images. */
  static int[] indices(Path path, int size) {
    return read(path, size, new Wording("index", "indices"));
  }

  private static int[] read(Path path, int bound, Wording wording) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      final NpyHeader head = NpyHeader.read(path, file);
      checkForm(path, head, wording);
      final int width = head.dtype().charAt(head.dtype().length() - 1) - '0';
      head.checkLength(path, file, width);
      final ByteBuffer values =
          file.map(MapMode.READ_ONLY, head.dataStart(), head.shape().get(0) * width)
              .order(head.dtype().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      return decode(path, values, width, head.dtype().contains("u"), bound, wording);
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  private static void checkForm(Path path, NpyHeader head, Wording wording) {
    if (!head.dtype().matches("[<>|=]?[iu][1248]")) {
      throw new BadDataException(
          path,
          "has dtype %s; %s must be integers (int8 to int64, uint8 to uint64)"
              .formatted(head.dtype(), wording.many));
    }
    if (head.shape().size() != 1 || head.shape().get(0) > Integer.MAX_VALUE / 8) {
      throw new BadDataException(
          path,
          "has shape %s; %s must be (n), one for each image"
              .formatted(head.shapeText(), wording.many));
    }
  }

  private static int[] decode(
      Path path, ByteBuffer values, int width, boolean unsigned, int bound, Wording wording) {
    final int[] read = new int[values.capacity() / width];
    for (int i = 0; i < read.length; i++) {
      final long value = value(values, i, width, unsigned);
      if (value < 0 || value >= bound) {
        throw new BadDataException(
            path,
            "has %s %s in row %d; %s run from 0 to %d"
                .formatted(
                    wording.one,
                    unsigned ? Long.toUnsignedString(value) : Long.toString(value),
                    i,
                    wording.many,
                    bound - 1));
      }
      read[i] = (int) value;
    }
    return read;
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
