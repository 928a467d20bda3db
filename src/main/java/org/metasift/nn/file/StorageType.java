package org.metasift.nn.file;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.array.Float16;

/** The element types of tensors that fit into float32, by the name of PyTorch's storage. */
enum StorageType {
  DoubleStorage(8, "F64"),
  FloatStorage(4, "F32"),
  HalfStorage(2, "F16"),
  BFloat16Storage(2, "BF16"),
  LongStorage(8, "I64"),
  IntStorage(4, "I32"),
  ShortStorage(2, "I16"),
  CharStorage(1, "I8"),
  ByteStorage(1, "U8"),
  BoolStorage(1, "BOOL");

  private final int bytes;
  private final String dtype;

  StorageType(int bytes, String dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** The type that safetensors calls so. */
  static Optional<StorageType> ofDtype(String name) {
    return Stream.of(values()).filter(type -> type.dtype.equals(name)).findFirst();
  }

  /** Its name in safetensors. */
  String dtype() {
    return dtype;
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
