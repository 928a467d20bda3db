package org.metasift.nn.file;

import java.util.Arrays;

/**
 * A float32 array with a shape, on the Java heap: how a network keeps its weights between uses.
 *
 * @param shape the extent of each dimension; empty for a scalar
 * @param values row-major, as many as the product of the shape; shared, not copied: do not change
 */
@SuppressWarnings("ArrayRecordComponent") // weights are large: sharing them is the point
public record Tensor(long[] shape, float[] values) {
  /** Checks that the values fill the shape. */
  public Tensor {
    final long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "%d values for shape %s, which holds %d"
              .formatted(values.length, Arrays.toString(shape), size));
    }
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
