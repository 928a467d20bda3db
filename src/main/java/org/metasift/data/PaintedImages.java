package org.metasift.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Sets whose images are made one by one: on the heap up to 256 MiB, else in a mapped temporary file
 * that is deleted automatically, so that a set of any size takes little memory.
 */
public final class PaintedImages {
  private PaintedImages() {}

  /** Makes one image. */
  @FunctionalInterface
  public interface Painter {
    /**
     * Sets every pixel of image {@code i}.
     *
     * @param pixels uint8, (height, width, channels)
     */
    void paint(int i, byte[] pixels);
  }

  /**
   * A set of as many images as there are labels.
   *
   * @throws BadDataException when the folder for temporary files has no room for them
   * @throws IllegalArgumentException when the sizes do not fit together or a label is out of range
   */
  public static ImageSet of(
      int[] labels, ImageShape shape, List<String> classNames, List<String> ids, Painter painter) {
    return of(labels, shape, classNames, ids, painter, ItemStore.IN_MEMORY);
  }

  /** As above, with another limit for the heap. */
  static ImageSet of(
      int[] labels,
      ImageShape shape,
      List<String> classNames,
      List<String> ids,
      Painter painter,
      long inMemory) {
    final int bytes =
        Math.multiplyExact(Math.multiplyExact(shape.height(), shape.width()), shape.channels());
    try (ItemStore store = ItemStore.of(labels.length, bytes, inMemory)) {
      final byte[] pixels = new byte[bytes];
      for (int i = 0; i < labels.length; i++) {
        painter.paint(i, pixels);
        store.put(i, pixels);
      }
      return ImageSet.over(store.done(labels.length), labels, shape, classNames, ids);
    } catch (final IOException e) {
      throw new BadDataException(
          Path.of(System.getProperty("java.io.tmpdir")), "cannot take the images made", e);
    }
  }
}
