package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** ReLU: max(x, 0); slope 1 for x > 0, else 0. */
public record Relu() implements Layer {
  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final NDArray value = Activation.relu(x.value());
    return x.moves() ? new Dual(value, x.tangent().mul(x.value().gt(0f))) : Dual.still(value);
  }
}
