package org.metasift.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;

/**
 * Takes items of raw bytes that were decoded or unpacked: on the heap up to 256 MiB, else in a
 * mapped temporary file, which has no name any more once it is open (on Windows: once it is
 * closed), so that nothing stays behind however the program ends. Room is taken chunk by chunk, as
 * items arrive.
 */
public final class ItemStore implements AutoCloseable {
  /** More bytes than this go to a file. */
  static final long IN_MEMORY = 256L << 20;

  private static final int HEAP_CHUNK = 16 << 20;

  private final int itemBytes;
  private final int count;
  private final int perChunk;
  private final ByteBuffer[] chunks;
  private final FileChannel file; // null on the heap

  private ItemStore(int count, int itemBytes, FileChannel file) {
    final int most = file == null ? HEAP_CHUNK : RawItems.LARGEST_CHUNK;
    this.itemBytes = itemBytes;
    this.count = count;
    this.file = file;
    this.perChunk = Math.max(1, Math.min(count, most / itemBytes));
    this.chunks = new ByteBuffer[(int) (((long) count + perChunk - 1) / perChunk)];
  }

  /**
   * Room for items.
   *
   * @param count the most that will come, at least 0; the caller has checked that its source can
   *     hold so many
   * @param itemBytes 1 to 2^30
   * @throws BadDataException when the folder for temporary files has no room for them
   */
  public static ItemStore of(int count, int itemBytes) {
    return of(count, itemBytes, IN_MEMORY);
  }

  /** As above, with another limit for the heap. */
  public static ItemStore of(int count, int itemBytes, long inMemory) {
    final long bytes = (long) count * itemBytes;
    if (bytes <= inMemory) {
      return new ItemStore(count, itemBytes, null);
    }
    final Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      if (Files.getFileStore(folder).getUsableSpace() < bytes) {
        throw new BadDataException(
            folder,
            "has no room for the %,d MiB of decoded images; -Djava.io.tmpdir names another folder"
                .formatted(bytes >> 20));
      }
      final FileChannel file =
          FileChannel.open(
              folder.resolve("metasift-" + UUID.randomUUID() + ".raw"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new ItemStore(count, itemBytes, file);
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }

  /** Sets item {@code i}, in [0, count). */
  public void put(int i, byte[] item) throws IOException {
    chunk(i / perChunk).put((i % perChunk) * itemBytes, item, 0, itemBytes);
  }

  /** Sets one byte, counted over all items. */
  public void put(long at, byte value) throws IOException {
    final long chunkBytes = (long) perChunk * itemBytes;
    chunk((int) (at / chunkBytes)).put((int) (at % chunkBytes), value);
  }

  /** Sets four bytes that lie in one item, big endian. */
  public void put(long at, float value) throws IOException {
    final long chunkBytes = (long) perChunk * itemBytes;
    chunk((int) (at / chunkBytes)).putFloat((int) (at % chunkBytes), value);
  }

  /**
   * Sets all items from a stream.
   *
   * @throws EOFException when it ends early
   */
  public void fill(InputStream in, String title) throws IOException {
    final long bytes = (long) count * itemBytes;
    final byte[] block = new byte[(int) Math.min(bytes, 1 << 20)];
    try (Progress progress = Progress.of(title, (bytes >> 20) + 1)) {
      for (long at = 0; at < bytes; ) {
        final long chunkBytes = (long) perChunk * itemBytes;
        final long here = Math.min(block.length, chunkBytes - at % chunkBytes);
        final int wanted = (int) Math.min(here, bytes - at);
        if (in.readNBytes(block, 0, wanted) < wanted) {
          throw new EOFException("its data end early");
        }
        chunk((int) (at / chunkBytes)).put((int) (at % chunkBytes), block, 0, wanted);
        at += wanted;
        progress.step("%,d MiB".formatted(at >> 20));
      }
    }
  }

  /**
   * The first items, no longer to be changed; those that were never set are zeros.
   *
   * @param size of them, at most the count
   */
  public RawItems done(int size) throws IOException {
    final int needed = (int) (((long) size + perChunk - 1) / perChunk);
    for (int k = 0; k < needed; k++) {
      chunk(k);
    }
    final List<ByteBuffer> whole =
        IntStream.range(0, needed)
            .mapToObj(
                k -> {
                  final int items = Math.min(perChunk, size - k * perChunk);
                  return chunks[k].slice(0, items * itemBytes).asReadOnlyBuffer();
                })
            .toList();
    return new RawItems(whole, perChunk, size, itemBytes);
  }

  private ByteBuffer chunk(int k) throws IOException {
    if (chunks[k] == null) {
      final long start = (long) k * perChunk * itemBytes;
      final int bytes =
          (int) Math.min((long) perChunk * itemBytes, (long) count * itemBytes - start);
      chunks[k] =
          file == null ? ByteBuffer.allocate(bytes) : file.map(MapMode.READ_WRITE, start, bytes);
    }
    return chunks[k];
  }

  /** Releases the file; items taken by {@link #done} stay. */
  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
