package org.metasift.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The numbers of one HDF5 data set, chunk by chunk. jHDF's own arrays take one Java object per
 * innermost row and four bytes per uint8: about 40 s for GTSRB, against 4 s of processor time here,
 * in a heap of 700 MB.
 */
final class H5Numbers {
  private static final long MAX_CHUNK_BYTES = 1 << 28;
  private static final int SLICE_BYTES = 1 << 26;
  private static final int DEFLATE = 1; // HDF5's number of the filter
  private static final int HARMLESS = 1 << 18; // packed bytes; they unpack to 258 MiB at most

  private final Path path;
  private final Dataset dataset;
  private final Decoder decoder;
  private final int elementBytes;
  private final ByteOrder order;

  private H5Numbers(Path path, Dataset dataset) {
    this.path = path;
    this.dataset = dataset;
    final DataType type = dataset.getDataType();
    this.elementBytes = type.getSize();
    if (type instanceof FixedPoint whole && whole.getBitPrecision() == 8 * elementBytes) {
      this.order = whole.getByteOrder();
      this.decoder = whole.isSigned() ? signed() : unsigned();
    } else if (type instanceof FloatingPoint real) {
      this.order = real.getByteOrder();
      this.decoder = real();
    } else {
      throw bad("has elements that are neither whole nor real numbers");
    }
  }

  /** Takes the numbers in an order that depends on the chunks. */
  @FunctionalInterface
  interface Sink {
    /** The number at this index of the row-major order. */
    void accept(long index, double value) throws IOException;
  }

  @FunctionalInterface
  private interface Decoder {
    double at(ByteBuffer bytes, int position);
  }

  /**
   * Passes every number of the data set on, once.
   *
   * @param dataset of any size; the caller has checked its dimensions. No chunk may have more than
   *     256 MiB
   * @throws BadDataException when elements are not numbers or the layout is not one of the common
   *     two; jHDF's own exceptions pass through
   */
  static void read(Path path, Dataset dataset, Sink sink) throws IOException {
    final H5Numbers numbers = new H5Numbers(path, dataset);
    if (dataset instanceof ChunkedDataset chunked) {
      numbers.readChunks(chunked, sink);
    } else if (dataset instanceof ContiguousDataset contiguous) {
      numbers.readWhole(contiguous, sink);
    } else {
      throw numbers.bad("is stored neither in chunks nor in one piece");
    }
  }

  /** Whether the elements are bytes from 0 to 255. */
  static boolean areUint8(Dataset dataset) {
    return dataset.getDataType() instanceof FixedPoint whole
        && whole.getSize() == 1
        && whole.getBitPrecision() == 8
        && !whole.isSigned();
  }

  /** Reads one slice of the file after the other: a buffer ends at 2 GiB, a data set does not. */
  private void readWhole(ContiguousDataset contiguous, Sink sink) throws IOException {
    final HdfBackingStorage storage = dataset.getHdfFile().getHdfBackingStorage();
    final long size = dataset.getSize();
    final long start = contiguous.getDataAddress();
    if (size > 0
        && (start < 0
            || size > (Files.size(path) - storage.getUserBlockSize() - start) / elementBytes)) {
      throw bad("is cut off");
    }
    final int perSlice = SLICE_BYTES / elementBytes;
    for (long first = 0; first < size; first += perSlice) {
      final int count = (int) Math.min(perSlice, size - first);
      final ByteBuffer bytes =
          storage
              .map(start + first * elementBytes, (long) count * elementBytes)
              .slice()
              .order(order);
      for (int i = 0; i < count; i++) {
        sink.accept(first + i, decoder.at(bytes, i * elementBytes));
      }
    }
  }

  private void readChunks(ChunkedDataset chunked, Sink sink) throws IOException {
    final int[] size = dataset.getDimensions();
    final int[] chunk = chunked.getChunkDimensions();
    long chunkBytes = elementBytes;
    for (int d = 0; d < size.length; d++) {
      if (chunk.length != size.length || chunk[d] < 1 || chunk[d] > MAX_CHUNK_BYTES / chunkBytes) {
        throw bad("has chunks of an impossible size");
      }
      chunkBytes *= chunk[d];
    }
    final int[] corner = new int[size.length];
    do {
      checkPacking(chunked, corner, chunkBytes);
      final byte[] bytes = chunked.getDecompressedChunk(corner.clone());
      if (bytes.length != chunkBytes) {
        throw bad(
            "has a chunk of %,d bytes where %,d are needed".formatted(bytes.length, chunkBytes));
      }
      scatter(ByteBuffer.wrap(bytes).order(order), corner, chunk, size, sink);
    } while (advance(corner, chunk, size));
  }

  /** Refuses a chunk that would unpack to much more than its size: jHDF unpacks all there is. */
  private void checkPacking(ChunkedDataset chunked, int[] corner, long chunkBytes) {
    if (dataset.getFilters().stream().anyMatch(filter -> filter.getId() == DEFLATE)) {
      final ByteBuffer packed = chunked.getRawChunkBuffer(corner.clone());
      // a checksum filter may add a few bytes
      if (packed.remaining() > HARMLESS && unpacksToMore(packed, chunkBytes + 64)) {
        throw bad("has a chunk that unpacks to more than its size");
      }
    }
  }

  /** Whether deflated bytes unpack to more than a limit; they are not kept. */
  static boolean unpacksToMore(ByteBuffer packed, long limit) {
    final Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.duplicate());
      final byte[] block = new byte[1 << 16];
      while (inflater.getBytesWritten() <= limit) {
        if (inflater.inflate(block) == 0) {
          return false;
        }
      }
      return true;
    } catch (final DataFormatException e) {
      return false; // jHDF says so too
    } finally {
      inflater.end();
    }
  }

  /** Walks the part of a chunk that lies inside the data set, row by row. */
  private void scatter(ByteBuffer bytes, int[] corner, int[] chunk, int[] size, Sink sink)
      throws IOException {
    final int last = size.length - 1;
    final int row = Math.min(chunk[last], size[last] - corner[last]);
    final int[] inside = new int[size.length];
    final int[] one = new int[size.length];
    final int[] end = new int[size.length];
    for (int d = 0; d < size.length; d++) {
      one[d] = d == last ? row : 1;
      end[d] = Math.min(chunk[d], size[d] - corner[d]);
    }
    do {
      int from = 0;
      long to = 0;
      for (int d = 0; d < size.length; d++) {
        from = from * chunk[d] + inside[d];
        to = to * size[d] + corner[d] + inside[d];
      }
      for (int i = 0; i < row; i++) {
        sink.accept(to + i, decoder.at(bytes, (from + i) * elementBytes));
      }
    } while (advance(inside, one, end));
  }

  /** Steps through a grid, last dimension first; false after the last point. */
  private static boolean advance(int[] at, int[] step, int[] end) {
    for (int d = at.length - 1; d >= 0; d--) {
      at[d] += step[d];
      if (at[d] < end[d]) {
        return true;
      }
      at[d] = 0;
    }
    return false;
  }

  private Decoder signed() {
    return switch (elementBytes) {
      case 1 -> ByteBuffer::get;
      case 2 -> ByteBuffer::getShort;
      case 4 -> ByteBuffer::getInt;
      case 8 -> ByteBuffer::getLong;
      default -> throw bad("has whole numbers of %d bytes".formatted(elementBytes));
    };
  }

  private Decoder real() {
    return switch (elementBytes) {
      case 2 -> (bytes, at) -> Float16.value(bytes.getShort(at));
      case 4 -> ByteBuffer::getFloat;
      case 8 -> ByteBuffer::getDouble;
      default -> throw bad("has real numbers of %d bytes".formatted(elementBytes));
    };
  }

  private Decoder unsigned() {
    return switch (elementBytes) {
      case 1 -> (bytes, at) -> bytes.get(at) & 0xff;
      case 2 -> (bytes, at) -> bytes.getShort(at) & 0xffff;
      case 4 -> (bytes, at) -> bytes.getInt(at) & 0xffffffffL;
      case 8 -> (bytes, at) -> bytes.getLong(at);
      default -> throw bad("has whole numbers of %d bytes".formatted(elementBytes));
    };
  }

  private BadDataException bad(String problem) {
    return new BadDataException(path, "its data set '%s' %s".formatted(dataset.getName(), problem));
  }
}
