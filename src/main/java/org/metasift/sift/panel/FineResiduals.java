package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.metasift.compute.Progress;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.device.DeviceImages;

/**
 * What a Gaussian blur takes from images, a row an image: (n, d). Taken, scaled and put back part
 * by part, since each step needs several copies.
 */
final class FineResiduals {
  /** How many images, or columns, are taken at one time. */
  static final int PART = 256;

  private static final double SIGMA = 0.025; // of the side
  private static final float LEAST_DEVIATION = 1e-6f;

  private FineResiduals() {}

  /** Whether the blur takes anything from such images: less than a pixel takes nothing away. */
  static boolean exist(ImageSet images) {
    return Separable.blurs(SIGMA * Math.min(images.height(), images.width()));
  }

  /** Of these images, (n, d). */
  static NDArray of(DeviceImages images, int[] indices, NDManager manager) {
    NDArray all = null;
    for (final int[] part : Batches.inOrder(indices.length, PART)) {
      Progress.checkStop();
      try (NDManager step = manager.newSubManager()) {
        final NDArray rows = ofPart(images, Batches.at(indices, part), step);
        if (all == null) {
          all = manager.create(new Shape(indices.length, rows.getShape().get(1)));
        }
        all.set(new NDIndex("{}:{}", part[0], part[0] + part.length), rows);
      }
    }
    return all;
  }

  /** As above, of as many as are taken at one time. */
  static NDArray ofPart(DeviceImages images, int[] indices, NDManager manager) {
    final NDArray x = images.batch(manager, indices);
    final int height = (int) x.getShape().get(2);
    final int width = (int) x.getShape().get(3);
    return x.sub(Separable.blur(height, width, SIGMA * height, SIGMA * width).of(x))
        .reshape(new Shape(indices.length, -1));
  }

  /** Puts what is made of some rows in their place, part by part: each takes several copies. */
  static void inParts(NDArray rows, UnaryOperator<NDArray> made) {
    for (final int[] part : Batches.inOrder((int) rows.getShape().get(0), PART)) {
      final NDIndex place = new NDIndex("{}:{}", part[0], part[0] + part.length);
      try (NDManager step = rows.getManager().newSubManager()) {
        rows.set(place, made.apply(rows.get(step, place)));
      }
    }
  }

  /** Column by column, (1, d). */
  static NDArray median(NDArray rows) {
    final long count = rows.getShape().get(0);
    final int columns = (int) rows.getShape().get(1);
    final NDArray middle = rows.getManager().create(new Shape(1, columns));
    for (final int[] part : Batches.inOrder(columns, PART)) {
      final NDIndex place = new NDIndex(":,{}:{}", part[0], part[0] + part.length);
      try (NDManager step = rows.getManager().newSubManager()) {
        final NDArray sorted = rows.get(step, place).sort(0);
        middle.set(
            place,
            sorted
                .get(new NDIndex("{}:{}", (count - 1) / 2, count / 2 + 1))
                .mean(new int[] {0}, true));
      }
    }
    return middle;
  }

  /** Minus what is typical, each row at standard deviation 1. */
  static NDArray scaled(NDArray fine, NDArray typical) {
    final int[] row = {1};
    final NDArray rest = fine.sub(typical);
    final NDArray deviation = rest.sub(rest.mean(row, true)).square().mean(row, true).sqrt();
    return rest.div(deviation.add(LEAST_DEVIATION));
  }
}
