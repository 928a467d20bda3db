package org.metasift.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The pixels of a set: raw items, each an image, and beside them the images that were changed.
 * Never changed itself.
 */
final class ImagePixels {
  private final RawItems items;
  private final byte[][] changed; // null for an image that is as in the items, or for all

  private ImagePixels(RawItems items, byte[][] changed) {
    this.items = items;
    this.changed = changed;
  }

  /** Images as they lie in buffers, which nobody changes any more. */
  static ImagePixels of(RawItems items) {
    return new ImagePixels(items, null);
  }

  /** Copies the pixels of image {@code i} into {@code target} from {@code offset} on. */
  void read(int i, byte[] target, int offset) {
    if (changed != null && changed[i] != null) {
      System.arraycopy(changed[i], 0, target, offset, items.itemBytes());
    } else {
      items.read(i, target, offset);
    }
  }

  /** A copy of the images at these indices, in this order. */
  ImagePixels select(int... indices) {
    final int bytes = items.itemBytes();
    final int perChunk = Math.max(1, Math.min(indices.length, RawItems.LARGEST_CHUNK / bytes));
    final int parts = Math.max(1, (indices.length + perChunk - 1) / perChunk);
    final List<ByteBuffer> picked = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      final int from = part * perChunk;
      final int to = Math.min(indices.length, from + perChunk);
      final byte[] block = new byte[(to - from) * bytes];
      for (int k = from; k < to; k++) {
        read(indices[k], block, (k - from) * bytes);
      }
      picked.add(ByteBuffer.wrap(block));
    }
    return of(new RawItems(picked, perChunk, indices.length, bytes));
  }

  /** An image for each that was changed so far, null for each other one; to be added to. */
  byte[][] changes() {
    return changed == null ? new byte[items.count()][] : changed.clone();
  }

  /** The same pixels but for the images that are not null, which are taken over. */
  ImagePixels with(byte[][] changes) {
    // where nothing is as it was, the source need not be kept for it
    return changes.length > 0 && Arrays.stream(changes).allMatch(Objects::nonNull)
        ? of(
            new RawItems(
                Arrays.stream(changes).map(ByteBuffer::wrap).toList(),
                1,
                changes.length,
                items.itemBytes()))
        : new ImagePixels(items, changes);
  }

  /** Hashes all pixels in the order of the images. */
  void update(MessageDigest digest) {
    if (changed == null) {
      for (final ByteBuffer chunk : items.chunks()) {
        digest.update(chunk.duplicate().clear());
      }
    } else {
      final byte[] image = new byte[items.itemBytes()];
      for (int i = 0; i < items.count(); i++) {
        read(i, image, 0);
        digest.update(image);
      }
    }
  }

  /** How many images each chunk of {@link #chunks} but the last holds. */
  int perChunk() {
    return items.perChunk();
  }

  /** A copy of all pixels, chunk by chunk. */
  byte[][] chunks() {
    return IntStream.range(0, items.chunks().size()).mapToObj(this::chunk).toArray(byte[][]::new);
  }

  private byte[] chunk(int chunk) {
    final byte[] copy = new byte[items.chunks().get(chunk).capacity()];
    for (int at = 0; at < copy.length; at += items.itemBytes()) {
      read(chunk * items.perChunk() + at / items.itemBytes(), copy, at);
    }
    return copy;
  }
}
