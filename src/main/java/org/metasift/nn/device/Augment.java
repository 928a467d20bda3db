package org.metasift.nn.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Random crop after zero padding, then random rotation about the centre with nearest sampling and
 * black corners: what the reference does to every image before it scores it. Computed for a whole
 * batch on the device: one gather by a map of source pixels.
 *
 * @param padding pixels added on each side before the crop, at least 0
 * @param degrees the rotation is uniform in [-degrees, degrees], 0 to 180
 */
public record Augment(int padding, double degrees) {
  /** Checks the ranges. */
  public Augment {
    if (padding < 0) {
      throw new IllegalArgumentException("padding is %d; at least 0 is allowed".formatted(padding));
    }
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new IllegalArgumentException("degrees is %s; 0 to 180 is allowed".formatted(degrees));
    }
  }

  /** The reference's: padding 4, rotation by up to 25 degrees. */
  public static Augment reference() {
    return new Augment(4, 25);
  }

  /**
   * Moves every image of a batch by its own random shift and rotation.
   *
   * @param batch float32, (b, c, h, w); not changed
   * @return the moved batch, same shape, owned by the batch's manager
   */
  public NDArray apply(NDArray batch, SplittableRandom random) {
    final int count = (int) batch.getShape().get(0);
    final float[] cosine = new float[count];
    final float[] sine = new float[count];
    final float[] right = new float[count];
    final float[] down = new float[count];
    for (int i = 0; i < count; i++) {
      final double angle = Math.toRadians((2 * random.nextDouble() - 1) * degrees);
      cosine[i] = (float) Math.cos(angle);
      sine[i] = (float) Math.sin(angle);
      right[i] = random.nextInt(2 * padding + 1) - padding;
      down[i] = random.nextInt(2 * padding + 1) - padding;
    }
    final NDArray out;
    try (NDManager scratch = batch.getManager().newSubManager()) {
      out = sample(scratch, batch, cosine, sine, right, down);
      out.attach(batch.getManager());
    }
    return out;
  }

  private static NDArray sample(
      NDManager scratch, NDArray batch, float[] cosine, float[] sine, float[] right, float[] down) {
    final Shape shape = batch.getShape();
    final long count = shape.get(0);
    final long channels = shape.get(1);
    final int height = (int) shape.get(2);
    final int width = (int) shape.get(3);
    final Shape each = new Shape(count, 1);
    final NDArray cos = scratch.create(cosine, each);
    final NDArray sin = scratch.create(sine, each);
    final float[][] grid = centredGrid(height, width);
    final NDArray x = scratch.create(grid[0], new Shape(1, (long) height * width));
    final NDArray y = scratch.create(grid[1], new Shape(1, (long) height * width));
    // the pixel of the cropped image that lands on (x, y) when it is turned by the angle
    final NDArray u = x.mul(cos).sub(y.mul(sin)).add((width - 1) / 2f).round();
    final NDArray v = x.mul(sin).add(y.mul(cos)).add((height - 1) / 2f).round();
    final NDArray column = u.add(scratch.create(right, each));
    final NDArray row = v.add(scratch.create(down, each));
    final NDArray visible =
        inside(u, width).mul(inside(v, height)).mul(inside(column, width)).mul(inside(row, height));
    final NDArray source =
        row.clip(0, height - 1)
            .mul(width)
            .add(column.clip(0, width - 1))
            .toType(DataType.INT64, false);
    final NDArray index = source.expandDims(2).repeat(2, channels); // (b, h·w, c)
    final NDArray plain = batch.transpose(0, 2, 3, 1); // a view where the channels are together
    plain.attach(scratch);
    return plain
        .reshape(count, (long) height * width, channels)
        .gather(index, 1)
        .mul(visible.expandDims(2))
        .reshape(count, height, width, channels)
        .transpose(0, 3, 1, 2);
  }

  private static NDArray inside(NDArray position, int extent) {
    return position.gte(0).mul(position.lte(extent - 1)).toType(DataType.FLOAT32, false);
  }

  private static float[][] centredGrid(int height, int width) {
    final float[][] grid = new float[2][height * width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        grid[0][row * width + column] = column - (width - 1) / 2f;
        grid[1][row * width + column] = row - (height - 1) / 2f;
      }
    }
    return grid;
  }
}
