package org.metasift.data.array;

import io.jhdf.AbstractNode;
import io.jhdf.api.Dataset;
import io.jhdf.filter.BitShuffleFilter;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.Lz4Filter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.metasift.data.BadDataException;

/**
 * Undoes what the filters of an HDF5 data set did to a chunk: deflate, shuffle, lzf, lz4 and
 * bitshuffle (alone or with lz4) are undone, fletcher32 is checked, all others are refused by name.
 *
 * <p>jHDF's own pipeline does not serve: it leaves fletcher32's checksum in the data, and takes the
 * last block of bitshuffle with lz4 for bytes that were not packed.
 */
final class H5Filters {
  /** What is said of data that are stored in a way that is not read. */
  static final String REMEDY = "'h5repack -f GZIP=4 in.h5 out.h5' rewrites it";

  private static final int DEFLATE = 1; // HDF5's numbers of the filters
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int LZF = 32000;
  private static final int LZ4 = 32004;
  private static final int BITSHUFFLE = 32008;
  private static final Map<Integer, String> READ =
      Map.of(
          DEFLATE,
          "deflate",
          SHUFFLE,
          "shuffle",
          FLETCHER32,
          "fletcher32",
          LZF,
          "lzf",
          LZ4,
          "lz4",
          BITSHUFFLE,
          "bitshuffle");
  private static final Map<Integer, String> OTHERS =
      Map.of(
          4,
          "szip",
          5,
          "n-bit",
          6,
          "scale-offset",
          307,
          "bzip2",
          32001,
          "blosc",
          32013,
          "zfp",
          32015,
          "zstd",
          32017,
          "sz",
          32024,
          "sz3",
          32026,
          "blosc2");
  private static final int CHECKSUM_BYTES = 4;
  private static final int PACKED_BY_LZ4 = 2; // bitshuffle's numbers
  private static final int NOT_PACKED = 0;
  private static final int BITSHUFFLE_DATA = 5;

  private final Path path;
  private final String name;
  private final List<FilterInfo> filters;

  private H5Filters(Path path, String name, List<FilterInfo> filters) {
    this.path = path;
    this.name = name;
    this.filters = filters;
  }

  /**
   * The filters of a data set.
   *
   * @throws BadDataException naming one that is not read
   */
  static H5Filters of(Path path, Dataset dataset) {
    final var header = ((AbstractNode) dataset).getHeader();
    final List<FilterInfo> filters =
        header.hasMessageOfType(FilterPipelineMessage.class)
            ? header.getMessageOfType(FilterPipelineMessage.class).getFilters()
            : List.of();
    final H5Filters all = new H5Filters(path, dataset.getName(), filters);
    for (final FilterInfo filter : filters) {
      final boolean packed =
          filter.getId() == BITSHUFFLE
              && filter.getData().length > 4
              && filter.getData()[4] != PACKED_BY_LZ4
              && filter.getData()[4] != NOT_PACKED;
      if (packed || !READ.containsKey(filter.getId())) {
        throw all.bad(
            "is packed with %s (HDF5's filter %d), which is not read; %s"
                .formatted(
                    packed
                        ? "bitshuffle and zstd"
                        : OTHERS.getOrDefault(filter.getId(), filter.getName()),
                    filter.getId(),
                    REMEDY));
      }
    }
    return all;
  }

  /**
   * For texts, which jHDF unpacks.
   *
   * @throws BadDataException when there is a filter that it does not undo rightly
   */
  void checkPlain() {
    for (final FilterInfo filter : filters) {
      if (filter.getId() != DEFLATE && filter.getId() != SHUFFLE) {
        throw bad(
            "holds texts packed with %s, which is not read; %s"
                .formatted(READ.get(filter.getId()), REMEDY));
      }
    }
  }

  /**
   * The bytes of a chunk as they were before.
   *
   * @param skipped places of filters that were left out for this chunk
   * @param chunkBytes how many it must have
   * @throws BadDataException when they cannot be unpacked, or are more or less
   */
  byte[] unpack(ByteBuffer packed, BitSet skipped, int chunkBytes) {
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    final int most = chunkBytes + CHECKSUM_BYTES * filters.size();
    for (int k = filters.size() - 1; k >= 0; k--) {
      if (!skipped.get(k)) {
        bytes = undo(filters.get(k), bytes, most);
      }
    }
    if (bytes.length != chunkBytes) {
      throw bad(
          "has a chunk of %,d bytes where %,d are needed".formatted(bytes.length, chunkBytes));
    }
    return bytes;
  }

  private byte[] undo(FilterInfo filter, byte[] bytes, int most) {
    try {
      return undo(filter.getId(), filter.getData(), bytes, most);
    } catch (final BadDataException e) {
      throw e;
    } catch (final IOException | DataFormatException | RuntimeException e) {
      throw new BadDataException(
          path,
          "its data set '%s' has a damaged chunk: %s cannot unpack it"
              .formatted(name, READ.get(filter.getId())),
          e);
    }
  }

  private byte[] undo(int filter, int[] data, byte[] bytes, int most)
      throws IOException, DataFormatException {
    return switch (filter) {
      case DEFLATE -> inflated(bytes, most);
      case SHUFFLE -> new ByteShuffleFilter().decode(bytes, data);
      case FLETCHER32 -> checked(bytes);
      case LZF -> {
        checkSize(data[2], most);
        yield new LzfFilter().decode(bytes, data);
      }
      case LZ4 -> {
        checkSize(ByteBuffer.wrap(bytes).getLong(), most);
        yield new Lz4Filter().decode(bytes, data);
      }
      default -> bitsInOrder(bytes, Arrays.copyOf(data, BITSHUFFLE_DATA), most);
    };
  }

  /**
   * Bitshuffle's blocks; the last one is shorter where the chunk is no multiple of a block, and up
   * to seven elements stay as they are. Blocks packed by lz4 are unpacked first.
   */
  private byte[] bitsInOrder(byte[] bytes, int[] data, int most) throws IOException {
    if (data[4] == NOT_PACKED) {
      return new BitShuffleFilter().decode(bytes, data);
    }
    final ByteBuffer in = ByteBuffer.wrap(bytes);
    final long total = in.getLong();
    checkSize(total, most);
    final byte[] shuffled = new byte[(int) total];
    final int blockBytes = in.getInt();
    final int eight = 8 * data[2];
    int at = 0;
    while (shuffled.length - at >= eight) {
      final int length = Math.min(blockBytes, (shuffled.length - at) / eight * eight);
      final int packed = in.getInt();
      checkSize(packed, in.remaining());
      final byte[] block = new byte[packed];
      in.get(block);
      unpackBlock(block, shuffled, at, length);
      at += length;
    }
    in.get(shuffled, at, shuffled.length - at);
    data[3] = blockBytes / data[2];
    data[4] = NOT_PACKED;
    return new BitShuffleFilter().decode(shuffled, data);
  }

  /** Refuses what would unpack to much more than a chunk before there is room for it. */
  private void checkSize(long bytes, int most) {
    if (bytes < 0 || bytes > most) {
      throw bad("has a chunk that unpacks to more than its size");
    }
  }

  private static void unpackBlock(byte[] packed, byte[] to, int at, int length) throws IOException {
    try (InputStream block = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(packed))) {
      if (length < 1 || block.readNBytes(to, at, length) < length) {
        throw new EOFException("a block is too short");
      }
    }
  }

  /** Without the checksum at the end, once it was found right. */
  private byte[] checked(byte[] bytes) {
    final int length = bytes.length - CHECKSUM_BYTES;
    final int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
    final int sum = fletcher32(bytes, length);
    // early versions of HDF5 wrote each half's bytes in the other order
    final int turned = ((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff);
    if (stored != sum && stored != turned) {
      throw bad("has a damaged chunk: its checksum (fletcher32) is not the one it should be");
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Fletcher's checksum as HDF5 forms it: over 16-bit words, high byte first, ones' complement. */
  private static int fletcher32(byte[] bytes, int length) {
    long sum = 0;
    long sums = 0;
    for (int k = 0; k < length; k += 2) {
      final int low = k + 1 < length ? bytes[k + 1] & 0xff : 0;
      sum = folded(sum + ((bytes[k] & 0xff) << 8 | low));
      sums = folded(sums + sum);
    }
    return (int) (sums << 16 | sum);
  }

  private static long folded(long sum) {
    return (sum & 0xffff) + (sum >>> 16);
  }

  private byte[] inflated(byte[] packed, int most) throws DataFormatException {
    final Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      final byte[] bytes = new byte[most + 1];
      int length = 0;
      int more;
      do {
        more = inflater.inflate(bytes, length, bytes.length - length);
        length += more;
      } while (more > 0);
      checkSize(length, most);
      if (!inflater.finished()) {
        throw new DataFormatException("its end is missing");
      }
      return Arrays.copyOf(bytes, length);
    } finally {
      inflater.end();
    }
  }

  private BadDataException bad(String problem) {
    return new BadDataException(path, "its data set '%s' %s".formatted(name, problem));
  }
}
