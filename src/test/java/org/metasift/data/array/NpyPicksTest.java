package org.metasift.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

/** Picks in the artifact's format are read in their order, and wrong ones are told. */
class NpyPicksTest {
  @TempDir private Path folder;

  private Path file(long... indices) throws IOException {
    final ByteBuffer bytes = ByteBuffer.allocate(8 * indices.length).order(ByteOrder.LITTLE_ENDIAN);
    for (final long index : indices) {
      bytes.putLong(index);
    }
    final Path file = folder.resolve("picks.npy");
    Files.write(file, NpyHeader.write("<i8", indices.length));
    Files.write(file, bytes.array(), StandardOpenOption.APPEND);
    return file;
  }

  @Test
  void theOrderIsThatOfTheFile() throws IOException {
    assertThat(NpyPicks.read(file(4, 0, 2), 5)).containsExactly(4, 0, 2);
  }

  @Test
  void wrongIndicesAreTold() throws IOException {
    assertThatThrownBy(() -> NpyPicks.read(file(1, 3, 1), 5))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith("picks.npy: holds index 1 twice");
    assertThatThrownBy(() -> NpyPicks.read(file(1, 5), 5))
        .hasMessageEndingWith("has index 5 in row 1; indices run from 0 to 4");
    assertThatThrownBy(() -> NpyPicks.read(file(-1), 5)).hasMessageContaining("has index -1");
  }
}
