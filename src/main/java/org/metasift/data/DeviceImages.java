package org.metasift.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * A whole image set as one uint8 array on the device, (n, h, w, c), from which batches are cut and
 * converted there. Whoever opens it owns its memory and closes it.
 *
 * <p>A batch has the shape (b, c, h, w), but its channels stay next to each other in memory. The
 * engine's convolutions keep that order from layer to layer and take about two thirds of the time
 * on a CPU; the results are the same up to rounding.
 */
public final class DeviceImages implements AutoCloseable {
  private final NDManager manager;
  private final NDArray pixels;
  private final NDArray labels;
  private final int size;

  private DeviceImages(NDManager manager, NDArray pixels, NDArray labels, int size) {
    this.manager = manager;
    this.pixels = pixels;
    this.labels = labels;
    this.size = size;
  }

  /** Copies a set to the device of {@code parent}, below which it lives until closed. */
  public static DeviceImages open(ImageSet images, NDManager parent) {
    final NDManager manager = parent.newSubManager();
    final int perPart = Math.max(1, (1 << 26) / images.imageBytes());
    final NDArray pixels = manager.create(shape(images, images.size()), DataType.UINT8);
    final byte[] image = new byte[images.imageBytes()];
    for (int from = 0; from < images.size(); from += perPart) {
      final int to = Math.min(images.size(), from + perPart);
      final ByteBuffer bytes = ByteBuffer.allocateDirect((to - from) * images.imageBytes());
      for (int i = from; i < to; i++) {
        images.read(i, image, 0);
        bytes.put(image);
      }
      try (NDArray part = manager.create(bytes.flip(), shape(images, to - from), DataType.UINT8)) {
        pixels.set(new NDIndex("{}:{}", from, to), part);
      }
    }
    final long[] wide = new long[images.size()];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = images.label(i);
    }
    return new DeviceImages(manager, pixels, manager.create(wide), images.size());
  }

  private static Shape shape(ImageSet images, int count) {
    return new Shape(count, images.height(), images.width(), images.channels());
  }

  /** How many images. */
  public int size() {
    return size;
  }

  /** The images at these indices as float32 in [0, 1], (b, c, h, w), owned by {@code target}. */
  public NDArray batch(NDManager target, int[] indices) {
    try (NDManager scratch = manager.newSubManager()) {
      final NDArray chosen = pixels.get(scratch, new NDIndex("{}", index(scratch, indices)));
      final NDArray batch = chosen.toType(DataType.FLOAT32, false).div(255f).transpose(0, 3, 1, 2);
      batch.attach(target);
      return batch;
    }
  }

  /** The labels at these indices, int64, (b), owned by {@code target}. */
  public NDArray labels(NDManager target, int[] indices) {
    try (NDManager scratch = manager.newSubManager()) {
      final NDArray chosen = labels.get(scratch, new NDIndex("{}", index(scratch, indices)));
      chosen.attach(target);
      return chosen;
    }
  }

  private static NDArray index(NDManager manager, int[] indices) {
    final long[] wide = new long[indices.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = indices[i];
    }
    return manager.create(wide);
  }

  @Override
  public void close() {
    manager.close();
  }
}
