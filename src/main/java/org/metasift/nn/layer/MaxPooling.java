package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/**
 * Max pooling of 2 x 2 windows: the tangent is ẋ where the maximum stands, the first one in
 * row-major order where several are equal, as in PyTorch.
 */
public record MaxPooling() implements Layer {
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NONE = new Shape(0, 0);
  private static final NDIndex[] CORNERS = {
    new NDIndex(":, :, 0::2, 0::2"), new NDIndex(":, :, 0::2, 1::2"),
    new NDIndex(":, :, 1::2, 0::2"), new NDIndex(":, :, 1::2, 1::2")
  };

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final NDArray value = Pool.maxPool2d(x.value(), TWO, TWO, NONE, false);
    if (!x.moves()) {
      return Dual.still(value);
    }
    final NDArray chosen = x.tangent().mul(places(x.value().stopGradient()));
    return new Dual(
        value, Pool.avgPool2d(chosen, TWO, TWO, NONE, false, true).mul(Dual.number(chosen, 4)));
  }

  /** True where the maximum of each window stands, else false; the shape of x. */
  private static NDArray places(NDArray x) {
    final NDArray[] corner = new NDArray[4];
    for (int k = 0; k < 4; k++) {
      corner[k] = x.get(CORNERS[k]);
    }
    final NDArray left = corner[0].gte(corner[1]);
    final NDArray lowerLeft = corner[2].gte(corner[3]);
    final NDArray upper =
        NDArrays.maximum(corner[0], corner[1]).gte(NDArrays.maximum(corner[2], corner[3]));
    final NDArray lower = upper.logicalNot();
    final NDList flags =
        new NDList(
            upper.logicalAnd(left),
            upper.logicalAnd(left.logicalNot()),
            lower.logicalAnd(lowerLeft),
            lower.logicalAnd(lowerLeft.logicalNot()));
    final Shape half = left.getShape();
    return NDArrays.stack(flags)
        .reshape(2, 2, half.get(0), half.get(1), half.get(2), half.get(3))
        .transpose(2, 3, 4, 0, 5, 1)
        .reshape(x.getShape());
  }
}
