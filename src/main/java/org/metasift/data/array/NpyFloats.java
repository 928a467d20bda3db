package org.metasift.data.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.metasift.data.BadDataException;
import org.metasift.io.AtomicFiles;

/**
 * A small NumPy file of real numbers in C order: float32 or float64 of either byte order.
 *
 * @param shape lengths of the axes
 * @param values row-major, rounded to float32
 */
@SuppressWarnings("ArrayRecordComponent") // numbers on their way from or to a file
public record NpyFloats(long[] shape, float[] values) {
  private static final long MOST_VALUES = 1L << 26;

  /**
   * Reads a file.
   *
   * @throws BadDataException when the file cannot be read, is truncated, holds something else than
   *     real numbers, more than 2²⁶ of them, or a value that is not finite
   */
  public static NpyFloats read(Path path) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      final NpyHeader head = NpyHeader.read(path, file);
      if (!head.dtype().matches("[<>=]?f[48]")) {
        throw new BadDataException(
            path, "has dtype %s; float32 or float64 is needed".formatted(head.dtype()));
      }
      final int width = head.dtype().endsWith("8") ? 8 : 4;
      if (head.shape().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b)
          > MOST_VALUES) {
        throw new BadDataException(
            path, "has shape %s; up to 2^26 numbers are allowed".formatted(head.shapeText()));
      }
      head.checkLength(path, file, width);
      final long count = head.shape().stream().reduce(1L, Math::multiplyExact);
      final ByteBuffer bytes =
          file.map(MapMode.READ_ONLY, head.dataStart(), count * width)
              .order(head.dtype().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      final float[] values = new float[(int) count];
      for (int k = 0; k < values.length; k++) {
        values[k] = width == 8 ? (float) bytes.getDouble(8 * k) : bytes.getFloat(4 * k);
        if (!Float.isFinite(values[k])) {
          throw new BadDataException(path, "holds %s at place %d".formatted(values[k], k));
        }
      }
      return new NpyFloats(head.shape().stream().mapToLong(Long::longValue).toArray(), values);
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  /**
   * Writes float32; the file appears under its name only when it is whole.
   *
   * @throws BadDataException when the place cannot be written
   */
  public void write(Path path) {
    final byte[] head = NpyHeader.write("<f4", shape);
    final ByteBuffer bytes =
        ByteBuffer.allocate(head.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(head);
    for (final float value : values) {
      bytes.putFloat(value);
    }
    try {
      AtomicFiles.write(path, bytes.array());
    } catch (final IOException e) {
      throw new BadDataException(
          path, "cannot be written (%s)".formatted(BadDataException.reason(e)), e);
    }
  }
}
