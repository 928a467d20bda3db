package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/**
 * Max pooling of 2 x 2 windows: the tangent is ẋ where the maximum stands, the first one in
 * row-major order where several are equal, as in PyTorch.
 */
record MaxPooling() implements Layer {
  private static final NDIndex[] CORNERS = {
    new NDIndex(":, :, 0::2, 0::2"), new NDIndex(":, :, 0::2, 1::2"),
    new NDIndex(":, :, 1::2, 0::2"), new NDIndex(":, :, 1::2, 1::2")
  };

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    if (!x.moves()) {
      final Shape two = new Shape(2, 2);
      return Dual.still(Pool.maxPool2d(x.value(), two, two, new Shape(0, 0), false));
    }
    final Dual top = larger(corner(x, 0), corner(x, 1));
    final Dual bottom = larger(corner(x, 2), corner(x, 3));
    return larger(top, bottom);
  }

  private static Dual corner(Dual x, int k) {
    return new Dual(x.value().get(CORNERS[k]), x.tangent().get(CORNERS[k]));
  }

  private static Dual larger(Dual a, Dual b) {
    final NDArray first = a.value().gte(b.value());
    return new Dual(
        NDArrays.where(first, a.value(), b.value()),
        NDArrays.where(first, a.tangent(), b.tangent()));
  }
}
