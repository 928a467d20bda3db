package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;

/** Dropout: in training a share of the values becomes 0 and the rest grows by 1 / (1 - rate). */
public record Dropout(String name, float rate) implements Layer {
  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    if (!pass.dropsOut()) {
      return x;
    }
    final NDArray mask = pass.mask(name, x.value(), rate);
    return new Dual(x.value().mul(mask), x.moves() ? x.tangent().mul(mask) : null);
  }
}
