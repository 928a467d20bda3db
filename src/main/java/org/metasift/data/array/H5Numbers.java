package org.metasift.data.array;

import io.jhdf.AbstractNode;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import org.metasift.data.BadDataException;

/**
 * The numbers of one HDF5 data set, chunk by chunk. jHDF's own arrays take one Java object per
 * innermost row and four bytes per uint8, which takes ten times as long ({@code
 * docs/results/performance.md}).
 */
public final class H5Numbers {
  private static final long MAX_CHUNK_BYTES = 1 << 28;
  private static final int SLICE_BYTES = 1 << 26;

  private final Path path;
  private final Dataset dataset;
  private final NumberType type;

  private H5Numbers(Path path, Dataset dataset) {
    this.path = path;
    this.dataset = dataset;
    final DataType stored = base(dataset);
    final boolean whole =
        stored instanceof FixedPoint fixed && fixed.getBitPrecision() == 8 * stored.getSize();
    final String sizes = whole ? "1248" : stored instanceof FloatingPoint ? "248" : "";
    if (stored.getSize() > 9 || sizes.indexOf('0' + stored.getSize()) < 0) {
      throw bad(
          "has elements of %d bytes that are neither whole nor real numbers of 8 to 64 bits"
              .formatted(stored.getSize()));
    }
    this.type =
        stored instanceof FixedPoint fixed
            ? new NumberType(fixed.isSigned() ? 'i' : 'u', stored.getSize(), fixed.getByteOrder())
            : new NumberType('f', stored.getSize(), ((FloatingPoint) stored).getByteOrder());
  }

  /** Takes the numbers in an order that depends on the chunks. */
  @FunctionalInterface
  public interface Sink {
    /** The number at this index of the row-major order. */
    void accept(long index, double value) throws IOException;
  }

  /**
   * Passes every number of the data set on, once.
   *
   * @param dataset of any size; the caller has checked its dimensions. No chunk may have more than
   *     256 MiB
   * @return how many numbers were never written; they are the data set's fill value, mostly 0
   * @throws BadDataException when elements are not numbers or are stored in a way that is not read;
   *     jHDF's own exceptions pass through
   */
  public static long read(Path path, Dataset dataset, Sink sink) throws IOException {
    final H5Numbers numbers = new H5Numbers(path, dataset);
    if (dataset.getSize() == 0) {
      return 0;
    }
    if (dataset instanceof ChunkedDataset chunked) {
      return numbers.readChunks(chunked, sink);
    } else if (dataset instanceof ContiguousDataset contiguous) {
      return contiguous.isEmpty() ? numbers.fill(sink) : numbers.readWhole(contiguous, sink);
    } else if (dataset instanceof CompactDataset compact) {
      return numbers.readCompact(compact, sink);
    }
    throw numbers.bad("is stored in an unknown way");
  }

  /** Whether the elements are bytes from 0 to 255. */
  public static boolean areUint8(Dataset dataset) {
    return base(dataset) instanceof FixedPoint whole
        && whole.getSize() == 1
        && whole.getBitPrecision() == 8
        && !whole.isSigned();
  }

  /** The type of the numbers; an enumeration, such as h5py's booleans, has one of its own. */
  private static DataType base(Dataset dataset) {
    final DataType type = dataset.getDataType();
    return type instanceof EnumDataType named ? named.getBaseType() : type;
  }

  /** Nothing of it was written. */
  private long fill(Sink sink) throws IOException {
    final double value = fillValue();
    for (long i = 0; i < dataset.getSize(); i++) {
      sink.accept(i, value);
    }
    return dataset.getSize();
  }

  private double fillValue() {
    final ObjectHeader header = ((AbstractNode) dataset).getHeader();
    if (!header.hasMessageOfType(FillValueMessage.class)) {
      return 0;
    }
    final FillValueMessage fill = header.getMessageOfType(FillValueMessage.class);
    return fill.isFillValueDefined() && fill.getFillValue().remaining() >= type.bytes()
        ? type.at(fill.getFillValue().slice().order(type.order()), 0)
        : 0;
  }

  private long readCompact(CompactDataset compact, Sink sink) throws IOException {
    final ByteBuffer bytes = compact.getDataBuffer().slice().order(type.order());
    if (bytes.remaining() < dataset.getSize() * type.bytes()) {
      throw bad("is cut off");
    }
    for (int i = 0; i < dataset.getSize(); i++) {
      sink.accept(i, type.at(bytes, i * type.bytes()));
    }
    return 0;
  }

  /** Reads one slice of the file after the other: a buffer ends at 2 GiB, a data set does not. */
  private long readWhole(ContiguousDataset contiguous, Sink sink) throws IOException {
    final HdfBackingStorage storage = dataset.getHdfFile().getHdfBackingStorage();
    final long size = dataset.getSize();
    final long start = contiguous.getDataAddress();
    if (size > 0
        && (start < 0
            || size > (Files.size(path) - storage.getUserBlockSize() - start) / type.bytes())) {
      throw bad("is cut off");
    }
    final int perSlice = SLICE_BYTES / type.bytes();
    for (long first = 0; first < size; first += perSlice) {
      final int count = (int) Math.min(perSlice, size - first);
      final ByteBuffer bytes =
          storage
              .map(start + first * type.bytes(), (long) count * type.bytes())
              .slice()
              .order(type.order());
      for (int i = 0; i < count; i++) {
        sink.accept(first + i, type.at(bytes, i * type.bytes()));
      }
    }
    return 0;
  }

  private long readChunks(ChunkedDataset chunked, Sink sink) throws IOException {
    final int[] size = dataset.getDimensions();
    final int[] chunk = chunked.getChunkDimensions();
    long chunkBytes = type.bytes();
    for (int d = 0; d < size.length; d++) {
      if (chunk.length != size.length || chunk[d] < 1 || chunk[d] > MAX_CHUNK_BYTES / chunkBytes) {
        throw bad("has chunks of an impossible size");
      }
      chunkBytes *= chunk[d];
    }
    final H5Chunks chunks = new H5Chunks(path, chunked, (int) chunkBytes);
    final double fill = fillValue();
    final int[] corner = new int[size.length];
    long unwritten = 0;
    do {
      final byte[] bytes = chunks.at(corner).orElse(null);
      if (bytes == null) {
        unwritten += scatter(at -> fill, corner, chunk, size, sink);
      } else {
        final ByteBuffer numbers = ByteBuffer.wrap(bytes).order(type.order());
        scatter(at -> type.at(numbers, at * type.bytes()), corner, chunk, size, sink);
      }
    } while (advance(corner, chunk, size));
    return unwritten;
  }

  /** Walks the part of a chunk that lies inside the data set, row by row; returns its size. */
  private static long scatter(
      IntToDoubleFunction numbers, int[] corner, int[] chunk, int[] size, Sink sink)
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
    long count = 0;
    do {
      int from = 0;
      long to = 0;
      for (int d = 0; d < size.length; d++) {
        from = from * chunk[d] + inside[d];
        to = to * size[d] + corner[d] + inside[d];
      }
      for (int i = 0; i < row; i++) {
        sink.accept(to + i, numbers.applyAsDouble(from + i));
      }
      count += row;
    } while (advance(inside, one, end));
    return count;
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

  private BadDataException bad(String problem) {
    return new BadDataException(path, "its data set '%s' %s".formatted(dataset.getName(), problem));
  }
}
