package org.metasift.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Equally long items of raw bytes, such as images or rows of an array, in buffers on the heap or
 * mapped from a file. Never changed.
 *
 * @param chunks every one but the last holds exactly {@code perChunk} items
 * @param perChunk at least 1
 * @param count of items, at least 0
 * @param itemBytes bytes of an item, 1 to 2^30
 */
public record RawItems(List<ByteBuffer> chunks, int perChunk, int count, int itemBytes) {
  /** The most bytes of a chunk. */
  public static final int LARGEST_CHUNK = 1 << 30;

  /** Maps items that lie one after the other in a file; the caller has checked its length. */
  public static RawItems map(FileChannel file, long start, int count, int itemBytes)
      throws IOException {
    final int perChunk = Math.max(1, Math.min(count, LARGEST_CHUNK / itemBytes));
    final List<ByteBuffer> chunks = new ArrayList<>();
    for (long first = 0; first < count; first += perChunk) {
      final long size = Math.min(perChunk, count - first) * itemBytes;
      chunks.add(file.map(MapMode.READ_ONLY, start + first * itemBytes, size));
    }
    return new RawItems(chunks, perChunk, count, itemBytes);
  }

  /** Copies item {@code i} into {@code target}, which is as long as an item. */
  public void read(int i, byte[] target) {
    read(i, target, 0);
  }

  /** Copies item {@code i} into {@code target} from {@code offset} on. */
  void read(int i, byte[] target, int offset) {
    chunks.get(i / perChunk).get((i % perChunk) * itemBytes, target, offset, itemBytes);
  }
}
