package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * ELU with α = 1: x for x > 0, else e^x - 1; slope 1 or e^x, which is 1 + min(y, 0) for the value
 * y.
 */
public record Elu() implements Layer {
  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final NDArray value = Activation.elu(x.value(), 1f);
    return x.moves()
        ? new Dual(value, x.tangent().mul(value.clip(-1, 0).add(1f)))
        : Dual.still(value);
  }
}
