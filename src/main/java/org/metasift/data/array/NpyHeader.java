package org.metasift.data.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;

/**
 * The head of a NumPy .npy file: what its values are, and where they begin.
 *
 * @param dtype NumPy's name, such as {@code |u1} (uint8) or {@code <i8} (int64, little endian)
 * @param shape lengths of the axes, in row-major order
 * @param dataStart offset of the first value in the file, in bytes
 */
public record NpyHeader(String dtype, List<Long> shape, long dataStart) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DTYPE = Pattern.compile("'descr'\\s*:\\s*'([^']+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");
  private static final int LONGEST = 1 << 20;

  /**
   * Reads the head of a file.
   *
   * @throws BadDataException when it is not a .npy file, is cut off, or is in Fortran order
   */
  public static NpyHeader read(Path path, FileChannel file) throws IOException {
    return read(path, Channels.newInputStream(file.position(0)));
  }

  /**
   * As above, from a stream at the start of the .npy data; it is left at the first value.
   *
   * @param path for messages
   */
  public static NpyHeader read(Path path, InputStream file) throws IOException {
    final byte[] magic = file.readNBytes(8);
    if (magic.length < 8 || !Arrays.equals(magic, 0, 6, MAGIC, 0, 6)) {
      throw new BadDataException(path, "is not a .npy file (it does not begin with \\x93NUMPY)");
    }
    final int version = magic[6];
    if (version < 1 || version > 3) {
      throw new BadDataException(
          path, "is of .npy version %d; 1, 2 and 3 are allowed".formatted(version));
    }
    final int lengthBytes = version == 1 ? 2 : 4;
    try {
      final ByteBuffer length =
          ByteBuffer.wrap(bytes(file, lengthBytes)).order(ByteOrder.LITTLE_ENDIAN);
      final int characters =
          version == 1 ? Short.toUnsignedInt(length.getShort()) : length.getInt();
      if (characters < 0 || characters > LONGEST) {
        throw new BadDataException(
            path, "has a damaged .npy header (%d bytes long)".formatted(characters));
      }
      final String text = new String(bytes(file, characters), StandardCharsets.UTF_8);
      return parse(path, text, 8L + lengthBytes + characters);
    } catch (final EOFException e) {
      throw new BadDataException(path, "is truncated: its header is cut off", e);
    }
  }

  private static NpyHeader parse(Path path, String text, long dataStart) {
    final Matcher dtype = DTYPE.matcher(text);
    final Matcher order = ORDER.matcher(text);
    final Matcher shape = SHAPE.matcher(text);
    if (!order.find() || !shape.find()) {
      throw new BadDataException(path, "has a damaged .npy header: " + text.strip());
    }
    if (!dtype.find()) {
      throw new BadDataException(path, "holds records; a plain array of integers is needed");
    }
    if (order.group(1).equals("True")) {
      throw new BadDataException(
          path, "is in Fortran order; save it in C order (numpy.ascontiguousarray)");
    }
    try {
      final List<Long> lengths =
          Arrays.stream(shape.group(1).split(","))
              .map(axis -> axis.replace("L", "").strip())
              .filter(axis -> !axis.isEmpty())
              .map(Long::valueOf)
              .toList();
      return new NpyHeader(dtype.group(1), lengths, dataStart);
    } catch (final NumberFormatException e) {
      throw new BadDataException(path, "has a damaged .npy header: " + text.strip(), e);
    }
  }

  /**
   * Checks that the file holds all its values.
   *
   * @param valueBytes of one value
   */
  public void checkLength(Path path, FileChannel file, int valueBytes) throws IOException {
    checkLength(path, file.size() - dataStart, valueBytes);
  }

  /**
   * As above.
   *
   * @param available bytes that are there for the values
   */
  public void checkLength(Path path, long available, int valueBytes) {
    final long bytes = bytes(path, valueBytes);
    if (available < bytes) {
      throw new BadDataException(
          path,
          "is truncated: shape %s needs %,d bytes of values, %,d are there"
              .formatted(shapeText(), bytes, available));
    }
  }

  /** How many bytes all values take; at least 0. */
  long bytes(Path path, int valueBytes) {
    long bytes = valueBytes;
    try {
      for (final long axis : shape) {
        bytes = Math.multiplyExact(bytes, axis);
      }
    } catch (final ArithmeticException e) {
      throw new BadDataException(path, "has an impossible shape " + shapeText(), e);
    }
    return bytes;
  }

  /** Such as {@code (100, 32, 32, 3)}. */
  String shapeText() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  /** The head of version 1.0 for values of this type and shape, padded as NumPy pads it. */
  public static byte[] write(String dtype, long... shape) {
    final List<Long> lengths = Arrays.stream(shape).boxed().toList();
    final String axes =
        shape.length == 1 ? "(" + shape[0] + ",)" : new NpyHeader(dtype, lengths, 0).shapeText();
    final String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(dtype, axes);
    final int padded = (10 + text.length() + 1 + 63) / 64 * 64;
    final ByteBuffer head = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - 10));
    head.put(text.getBytes(StandardCharsets.US_ASCII));
    while (head.position() < padded - 1) {
      head.put((byte) ' ');
    }
    return head.put((byte) '\n').array();
  }

  private static byte[] bytes(InputStream file, int count) throws IOException {
    final byte[] bytes = file.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }
}
