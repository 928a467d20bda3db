package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** ELU with α = 1: x for x > 0, else e^x - 1; slope e^min(x, 0). */
record Elu() implements Layer {
  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final NDArray value = Activation.elu(x.value(), 1f);
    return x.moves()
        ? new Dual(value, x.tangent().mul(x.value().minimum(0f).exp()))
        : Dual.still(value);
  }
}
