package org.metasift.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Objects as bytes, between processes of our own. */
final class ObjectBytes {
  private ObjectBytes() {}

  /** The object's bytes; a {@link java.io.NotSerializableException} names what has none. */
  static byte[] pack(Object object) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /** The object again. */
  @SuppressWarnings("BanSerializableRead") // bytes of our own
  static Object unpack(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
