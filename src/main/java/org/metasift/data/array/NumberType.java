package org.metasift.data.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.metasift.data.BadDataException;

/**
 * How the numbers of an array are stored.
 *
 * @param kind {@code u} (whole, from 0), {@code i} (whole), {@code f} (real) or {@code b} (0, 1)
 * @param bytes of a number: 1, 2, 4 or 8; reals have 2, 4 or 8
 */
public record NumberType(char kind, int bytes, ByteOrder order) {
  /** uint8. */
  public static final NumberType UINT8 = new NumberType('u', 1, ByteOrder.BIG_ENDIAN);

  /** float32, big endian. */
  public static final NumberType FLOAT32 = new NumberType('f', 4, ByteOrder.BIG_ENDIAN);

  /**
   * NumPy's name for it, such as {@code |u1} or {@code <f4}.
   *
   * @throws BadDataException when its values are no such numbers
   */
  public static NumberType of(Path path, String dtype) {
    if (dtype.matches("[<>|=]?[US][0-9]+")) {
      throw new BadDataException(
          path,
          "holds texts (dtype %s); numbers are needed: numpy.unique(texts, return_inverse=True) gives one for each"
              .formatted(dtype));
    }
    if (!dtype.matches("[<>|=]?([iu][1248]|f[248]|b1)")) {
      throw new BadDataException(
          path,
          "has dtype %s; whole numbers of 8 to 64 bits and reals of 16 to 64 bits are allowed"
              .formatted(dtype));
    }
    final int length = dtype.length();
    return new NumberType(
        dtype.charAt(length - 2),
        dtype.charAt(length - 1) - '0',
        dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether these are bytes from 0 to 255. */
  public boolean isUint8() {
    return kind == 'u' && bytes == 1;
  }

  /** The number at this place of a buffer, which has this type's byte order. */
  public double at(ByteBuffer buffer, int place) {
    if (kind == 'f') {
      return switch (bytes) {
        case 2 -> Float16.value(buffer.getShort(place));
        case 4 -> buffer.getFloat(place);
        default -> buffer.getDouble(place);
      };
    }
    final boolean signed = kind == 'i';
    return switch (bytes) {
      case 1 -> signed ? buffer.get(place) : Byte.toUnsignedInt(buffer.get(place));
      case 2 -> signed ? buffer.getShort(place) : Short.toUnsignedInt(buffer.getShort(place));
      case 4 -> signed ? buffer.getInt(place) : Integer.toUnsignedLong(buffer.getInt(place));
      default -> {
        final double value = buffer.getLong(place);
        yield signed || value >= 0 ? value : value + 0x1p64;
      }
    };
  }
}
