package org.metasift.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

class NpyFloatsTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() {
    final Path file = folder.resolve("a.npy");
    new NpyFloats(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-9f, 5}).write(file);
    final NpyFloats read = NpyFloats.read(file);
    assertThat(read.shape()).containsExactly(2, 3);
    assertThat(read.values()).containsExactly(1, -2, 3.5f, 0, 1e-9f, 5);
  }

  @Test
  void bothWidthsAndByteOrdersAreRead() throws IOException {
    for (final String dtype : new String[] {"<f4", ">f4", "<f8", ">f8"}) {
      final int width = dtype.endsWith("8") ? 8 : 4;
      final ByteBuffer values =
          ByteBuffer.allocate(2 * width)
              .order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (final double value : new double[] {0.25, -7}) {
        if (width == 8) {
          values.putDouble(value);
        } else {
          values.putFloat((float) value);
        }
      }
      assertThat(NpyFloats.read(file(dtype, values.array(), 2)).values())
          .as(dtype)
          .containsExactly(0.25f, -7);
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    refused("does not exist", folder.resolve("none.npy"));
    refused("has dtype <i4; float32 or float64 is needed", file("<i4", new byte[8], 2));
    refused("is truncated", file("<f4", new byte[7], 2));
    refused("up to 2^26 numbers", file("<f4", new byte[0], 1L << 27));
    final byte[] nan = ByteBuffer.allocate(4).putFloat(Float.NaN).array();
    refused("holds NaN at place 0", file(">f4", nan, 1));
    refused(
        "is not a .npy file", Files.writeString(folder.resolve("text.npy"), "hello hello hello"));
  }

  private static void refused(String said, Path file) {
    assertThatThrownBy(() -> NpyFloats.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(said);
  }

  private Path file(String dtype, byte[] values, long count) throws IOException {
    final byte[] head = NpyHeader.write(dtype, count);
    return Files.write(
        Files.createTempFile(folder, "x", ".npy"),
        ByteBuffer.allocate(head.length + values.length).put(head).put(values).array());
  }
}
