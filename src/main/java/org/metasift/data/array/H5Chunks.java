package org.metasift.data.array;

import io.jhdf.AbstractNode;
import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ChunkIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metasift.data.BadDataException;

/**
 * The chunks of an HDF5 data set, unpacked. jHDF finds them; what it does not tell is which were
 * never written, and for which a filter was left out.
 */
final class H5Chunks {
  private final HdfBackingStorage storage;
  private final H5Filters filters;
  private final int chunkBytes;
  private final Map<ChunkOffset, Chunk> chunks = new HashMap<>();

  /**
   * The chunks of a data set.
   *
   * @param chunkBytes of each, unpacked
   * @throws BadDataException when one of its filters is not read
   */
  H5Chunks(Path path, ChunkedDataset dataset, int chunkBytes) {
    this.storage = dataset.getHdfFile().getHdfBackingStorage();
    this.filters = H5Filters.of(path, dataset);
    this.chunkBytes = chunkBytes;
    for (final Chunk chunk : all(dataset)) {
      if (chunk.getAddress() != Constants.UNDEFINED_ADDRESS) {
        chunks.put(new ChunkOffset(chunk.getChunkOffset()), chunk);
      }
    }
  }

  private Collection<Chunk> all(ChunkedDataset dataset) {
    final ObjectHeader header = ((AbstractNode) dataset).getHeader();
    if (header.hasMessageOfType(ChunkedDataLayoutMessage.class)) {
      final long address =
          header.getMessageOfType(ChunkedDataLayoutMessage.class).getBTreeAddress();
      return address == Constants.UNDEFINED_ADDRESS
          ? List.of()
          : BTreeV1.createDataBTree(storage, address, dataset.getDimensions().length).getChunks();
    }
    final var layout = header.getMessageOfType(ChunkedDataLayoutMessageV4.class);
    return layout.getAddress() == Constants.UNDEFINED_ADDRESS
        ? List.of()
        : index(
                layout,
                new DatasetInfo(
                    chunkBytes, dataset.getDimensionsAsLong(), dataset.getChunkDimensions()))
            .getAllChunks();
  }

  private ChunkIndex index(ChunkedDataLayoutMessageV4 layout, DatasetInfo info) {
    return switch (layout.getIndexingType()) {
      case 1 -> new SingleChunkIndex(layout, info);
      case 2 -> new ImplicitChunkIndex(layout.getAddress(), info);
      case 3 -> new FixedArrayIndex(storage, layout.getAddress(), info);
      case 4 -> new ExtensibleArrayIndex(storage, layout.getAddress(), info);
      default -> new BTreeIndex(storage, layout.getAddress(), info);
    };
  }

  /**
   * The bytes of a chunk, or nothing where it was never written.
   *
   * @param corner the lowest index of its numbers along each axis
   * @throws BadDataException when it is damaged
   */
  Optional<byte[]> at(int... corner) {
    final Chunk chunk = chunks.get(new ChunkOffset(Arrays.stream(corner).asLongStream().toArray()));
    if (chunk == null) {
      return Optional.empty();
    }
    final ByteBuffer packed = storage.map(chunk.getAddress(), chunk.getSize());
    return Optional.of(filters.unpack(packed, chunk.getFilterMask(), chunkBytes));
  }
}
