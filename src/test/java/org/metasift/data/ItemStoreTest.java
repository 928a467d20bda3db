package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.read.SampleFiles;

class ItemStoreTest {
  private static final int ITEM = 3 << 20;

  @ParameterizedTest
  @ValueSource(longs = {0, ItemStore.IN_MEMORY})
  void itemsOnTheHeapAndInAFileAreTheSame(long inMemory) throws IOException {
    final RawItems items;
    try (ItemStore store = ItemStore.of(9, ITEM, inMemory)) {
      final byte[] item = new byte[ITEM];
      for (int i = 0; i < 7; i++) {
        Arrays.fill(item, (byte) i);
        store.put(i, item);
      }
      store.put(7L * ITEM + 5, (byte) 77);
      store.put(7L * ITEM + 8, 1.5f);
      items = store.done(8);
    }
    final byte[] read = new byte[ITEM];
    items.read(6, read);
    assertThat(read[ITEM - 1]).isEqualTo((byte) 6);
    items.read(7, read);
    assertThat(Arrays.copyOf(read, 13)).containsExactly(0, 0, 0, 0, 0, 77, 0, 0, 63, 192, 0, 0, 0);
    assertThat(items.chunks().stream().mapToLong(chunk -> chunk.capacity()).sum())
        .isEqualTo(8L * ITEM);
    assertThat(items.chunks().get(0).isDirect()).isEqualTo(inMemory == 0);
    assertThat(items.chunks().get(0).isReadOnly()).isTrue();
  }

  @Test
  void aStreamFillsAllItems() throws IOException {
    final byte[] bytes = SampleFiles.values(5 * 700_000);
    try (ItemStore store = ItemStore.of(5, 700_000)) {
      store.fill(new ByteArrayInputStream(bytes), "test");
      final byte[] read = new byte[700_000];
      store.done(5).read(3, read);
      assertThat(Arrays.equals(read, Arrays.copyOfRange(bytes, 2_100_000, 2_800_000))).isTrue();
    }
    try (ItemStore store = ItemStore.of(6, 700_000)) {
      assertThatThrownBy(() -> store.fill(new ByteArrayInputStream(bytes), "test"))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void whatDoesNotFitOnTheDiskIsRefused() {
    assertThatThrownBy(() -> ItemStore.of(Integer.MAX_VALUE, 1 << 30))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no room for the");
  }
}
