package org.metasift.nn.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints by hand, opcode by opcode, well-formed or not. */
public final class CheckpointFiles {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  public CheckpointFiles() {
    bytes(0x80, 2);
  }

  CheckpointFiles bytes(int... values) {
    for (final int value : values) {
      pickle.write(value);
    }
    return this;
  }

  public CheckpointFiles ascii(String text) {
    pickle.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public CheckpointFiles text(String text) {
    final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return bytes('X').int32(utf8.length).ascii(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  CheckpointFiles int32(int value) {
    return bytes(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >>> 24);
  }

  CheckpointFiles number(int value) {
    return bytes('J').int32(value);
  }

  CheckpointFiles tuple(int... values) {
    bytes('(');
    for (final int value : values) {
      number(value);
    }
    return bytes('t');
  }

  CheckpointFiles global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  /** A float tensor as torch.save describes it; leaves it on the stack. */
  public CheckpointFiles tensor(String key, int declared, int offset, int[] shape, int[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .ascii("((")
        .text("storage")
        .global("torch", "FloatStorage")
        .text(key)
        .text("cpu")
        .number(declared)
        .ascii("tQ")
        .number(offset)
        .tuple(shape)
        .tuple(strides)
        .bytes(0x89)
        .global("collections", "OrderedDict")
        .ascii(")RtR");
  }

  CheckpointFiles entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  public CheckpointFiles floats(String key, ByteOrder order, float... values) {
    final ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    for (final float value : values) {
      bytes.putFloat(value);
    }
    return entry("data/" + key, bytes.array());
  }

  /** Ends the pickle and writes the zip file, stored as torch.save stores, or compressed. */
  public Path write(Path file, boolean compressed) throws IOException {
    bytes('.');
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "archive/data.pkl", pickle.toByteArray(), compressed);
      for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, "archive/" + entry.getKey(), entry.getValue(), compressed);
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content, boolean compressed)
      throws IOException {
    final ZipEntry entry = new ZipEntry(name);
    if (!compressed) {
      final CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  static String shape(Tensor tensor) {
    return Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining(","));
  }
}
