package org.metasift.nn;

import java.nio.ByteBuffer;
import org.metasift.data.Float16;

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
      case HalfStorage -> (float) Float16.value(storage.getShort(2 * i));
      case BFloat16Storage -> Float.intBitsToFloat(storage.getShort(2 * i) << 16);
      case LongStorage -> (float) storage.getLong(8 * i);
      case IntStorage -> (float) storage.getInt(4 * i);
      case ShortStorage -> storage.getShort(2 * i);
      case CharStorage -> storage.get(i);
      case ByteStorage -> storage.get(i) & 0xff;
      case BoolStorage -> storage.get(i) == 0 ? 0 : 1;
    };
  }
}
