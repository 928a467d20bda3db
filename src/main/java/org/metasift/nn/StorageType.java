package org.metasift.nn;

import java.nio.ByteBuffer;

/** The element types of PyTorch's tensors that fit into float32, by the name of their storage. */
enum StorageType {
  DoubleStorage(8),
  FloatStorage(4),
  HalfStorage(2),
  BFloat16Storage(2),
  LongStorage(8),
  IntStorage(4),
  ShortStorage(2),
  CharStorage(1),
  ByteStorage(1),
  BoolStorage(1);

  private final int bytes;

  StorageType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Element {@code i} of the storage, rounded to float32 where it has more digits. */
  float at(ByteBuffer storage, int i) {
    return switch (this) {
      case DoubleStorage -> (float) storage.getDouble(8 * i);
      case FloatStorage -> storage.getFloat(4 * i);
      case HalfStorage -> half(storage.getShort(2 * i));
      case BFloat16Storage -> Float.intBitsToFloat(storage.getShort(2 * i) << 16);
      case LongStorage -> (float) storage.getLong(8 * i);
      case IntStorage -> (float) storage.getInt(4 * i);
      case ShortStorage -> storage.getShort(2 * i);
      case CharStorage -> storage.get(i);
      case ByteStorage -> storage.get(i) & 0xff;
      case BoolStorage -> storage.get(i) == 0 ? 0 : 1;
    };
  }

  /** IEEE 754 binary16; the JDK has this conversion only from version 20 on. */
  private static float half(short bits) {
    final int exponent = bits >> 10 & 0x1f;
    final int fraction = bits & 0x3ff;
    final float size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb(fraction, -24);
    } else {
      size = Math.scalb(0x400 | fraction, exponent - 25);
    }
    return bits < 0 ? -size : size;
  }
}
