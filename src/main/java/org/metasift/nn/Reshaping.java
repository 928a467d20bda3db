package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A linear layer without weights: it treats value and tangent alike. */
record Reshaping(UnaryOperator<NDArray> function) implements Layer {
  /** (b, c, h, w) to (b, c·h·w). */
  static Reshaping flatten() {
    return new Reshaping(x -> x.reshape(x.getShape().get(0), -1));
  }

  /** The mean over the pixels, (b, c, h, w) to (b, c). */
  static Reshaping globalAverage() {
    return new Reshaping(
        x -> x.reshape(x.getShape().get(0), x.getShape().get(1), -1).mean(new int[] {2}));
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    return new Dual(function.apply(x.value()), x.moves() ? function.apply(x.tangent()) : null);
  }
}
