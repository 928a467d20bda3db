package org.metasift.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

class H5NumbersTest {
  private static final int SIDE = 28;

  @TempDir Path folder;

  /**
   * A data set (n, 28, 28) of doubles in one large piece: a small one whose header is told to be
   * longer, in a file with a hole.
   *
   * @param last what its last number is
   */
  private static void lengthen(Path path, long images, double last) throws IOException {
    final byte[] all = Files.readAllBytes(path);
    final ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    final int header = new String(all, StandardCharsets.ISO_8859_1).lastIndexOf("OHDR");
    final int flags = all[header + 5];
    final int sizeBytes = 1 << (flags & 3);
    int at = header + 6 + ((flags & 0x20) == 0 ? 0 : 16) + ((flags & 0x10) == 0 ? 0 : 4);
    final int size = sizeBytes == 1 ? all[at] & 0xff : bytes.getShort(at) & 0xffff;
    at += sizeBytes;
    final long old = 2 * SIDE * SIDE * 8;
    long start = -1;
    for (int k = at; k <= at + size - 8; k++) {
      if (bytes.getLong(k) == 2 && bytes.getInt(k + 8) == SIDE) {
        bytes.putLong(k, images);
      } else if (bytes.getLong(k) == old) {
        start = bytes.getLong(k - 8);
        bytes.putLong(k, images * SIDE * SIDE * 8);
      }
    }
    bytes.putInt(
        at + size, JenkinsLookup3HashLittle.hash(Arrays.copyOfRange(all, header, at + size)));
    Files.write(path, all);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(start + images * SIDE * SIDE * 8);
      file.seek(file.length() - 8);
      file.writeLong(Long.reverseBytes(Double.doubleToLongBits(last)));
    }
  }

  @Test
  void onePieceMayBeLargerThanASlice() throws IOException {
    assertReadToItsEnd((1L << 23) / (SIDE * SIDE) + 2); // 64 MiB
  }

  @Test
  @Tag("soak")
  void onePieceMayBeLargerThanABuffer() throws IOException {
    assertReadToItsEnd((1L << 28) / (SIDE * SIDE) + 2); // 2 GiB
  }

  private void assertReadToItsEnd(long images) throws IOException {
    final Path path = folder.resolve("large.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      final double[][][] two = new double[2][SIDE][SIDE];
      two[0][0][1] = 0.25;
      file.putDataset("x", two);
    }
    lengthen(path, images, 0.75);
    final double[] found = new double[2];
    final long[] count = new long[1];
    try (HdfFile file = new HdfFile(path)) {
      H5Numbers.read(
          path,
          file.getDatasetByPath("x"),
          (index, value) -> {
            if (index != count[0]++) {
              throw new IOException("number " + index + " out of order");
            }
            if (index == 1) {
              found[0] = value;
            }
            found[1] = value;
          });
    }
    assertThat(count[0]).isEqualTo(images * SIDE * SIDE);
    assertThat(found).containsExactly(0.25, 0.75);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    try (HdfFile file = new HdfFile(path)) {
      assertThatThrownBy(
              () -> H5Numbers.read(path, file.getDatasetByPath("x"), (index, value) -> {}))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("its data set 'x' is cut off");
    }
  }
}
