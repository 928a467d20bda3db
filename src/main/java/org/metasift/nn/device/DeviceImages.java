package org.metasift.nn.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;

/**
 * A whole image set as one uint8 array on the device, (n, h, w, c), from which batches are cut and
 * converted there. Whoever opens it owns its memory and closes it. A set of more than 4 GiB stays
 * where it is, on disk if it is mapped, and only the batches come to the device.
 *
 * <p>A batch has the shape (b, c, h, w), but its channels stay next to each other in memory. The
 * engine's convolutions keep that order from layer to layer and are faster so on a CPU; the results
 * are the same up to rounding.
 */
public final class DeviceImages implements AutoCloseable {
  private static final long MOST_RESIDENT = 4L << 30;

  private final ImageSet images;
  private final NDManager manager;
  private final NDArray pixels; // null where the set stays where it is
  private final NDArray labels;
  private final UnaryOperator<NDArray> view;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);

  private DeviceImages(ImageSet images, NDManager parent, long mostResident) {
    this.images = images;
    this.manager = parent.newSubManager();
    this.labels = index(manager, images.labels());
    this.view = UnaryOperator.identity();
    final boolean resident = (long) images.size() * images.imageBytes() <= mostResident;
    this.pixels = resident ? manager.create(shape(images.size()), DataType.UINT8) : null;
    if (resident) {
      final int perPart = Math.max(1, (1 << 26) / images.imageBytes());
      for (final int[] part : Batches.inOrder(images.size(), perPart)) {
        try (NDArray staged = stage(part)) {
          pixels.set(new NDIndex("{}:{}", part[0], part[0] + part.length), staged);
        }
      }
      staging = ByteBuffer.allocateDirect(0);
    }
  }

  private DeviceImages(DeviceImages whole, UnaryOperator<NDArray> view) {
    this.images = whole.images;
    this.manager = whole.manager;
    this.labels = whole.labels;
    this.pixels = whole.pixels;
    this.view = view;
  }

  /**
   * The same images in another view: what {@link #batch} gives is what {@code view} makes of the
   * batch. It shares this one's memory, and is closed with it.
   *
   * @param view of a batch (b, c, h, w), which it leaves as it is; its arrays are of the batch's
   *     manager
   */
  public DeviceImages seenAs(UnaryOperator<NDArray> view) {
    return new DeviceImages(this, view);
  }

  /** Copies a set to the device of {@code parent}, below which it lives until closed. */
  public static DeviceImages open(ImageSet images, NDManager parent) {
    return open(images, parent, MOST_RESIDENT);
  }

  /** As above for a set of up to so many bytes; of a larger one only batches are copied. */
  static DeviceImages open(ImageSet images, NDManager parent, long mostResident) {
    return new DeviceImages(images, parent, mostResident);
  }

  /** The images at these indices, uint8, over memory that the next call uses again. */
  private NDArray stage(int[] indices) {
    final int bytes = Math.multiplyExact(indices.length, images.imageBytes());
    if (staging.capacity() < bytes) {
      staging = ByteBuffer.allocateDirect(bytes);
    }
    staging.clear();
    final byte[] image = new byte[images.imageBytes()];
    for (final int i : indices) {
      images.read(i, image, 0);
      staging.put(image);
    }
    return manager.create(staging.flip(), shape(indices.length), DataType.UINT8);
  }

  /** The shape of one image as a batch: (1, c, h, w). */
  public Shape shapeOfOne() {
    return new Shape(1, images.channels(), images.height(), images.width());
  }

  private Shape shape(int count) {
    return new Shape(count, images.height(), images.width(), images.channels());
  }

  /** How many images. */
  public int size() {
    return images.size();
  }

  /**
   * The images at these indices as float32 in [0, 1], (b, c, h, w), or their view, owned by {@code
   * target}.
   */
  public NDArray batch(NDManager target, int[] indices) {
    try (NDManager scratch = manager.newSubManager()) {
      final NDArray chosen =
          pixels == null
              ? stage(indices)
              : pixels.get(scratch, new NDIndex("{}", index(scratch, indices)));
      chosen.attach(scratch);
      final NDArray batch =
          view.apply(chosen.toType(DataType.FLOAT32, false).div(255f).transpose(0, 3, 1, 2));
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
