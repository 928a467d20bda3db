package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;

/** Cross entropy of class scores z against labels y: c = log Σ exp z - z_y, one cost per sample. */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * The cost of each sample.
   *
   * @param scores (b, classes), any real numbers
   * @param labels int64, (b)
   * @return (b), at least 0; higher = the network agrees less with the label
   */
  public static NDArray costs(NDArray scores, NDArray labels) {
    return scores.logSoftmax(1).gather(labels.expandDims(1), 1).squeeze(1).neg();
  }

  /** As {@link #costs}, with the tangent ċ = Σ_k softmax(z)_k ż_k - ż_y. */
  public static Dual costs(Dual scores, NDArray labels) {
    final NDArray value = costs(scores.value(), labels);
    if (!scores.moves()) {
      return Dual.still(value);
    }
    final NDArray expected = scores.value().softmax(1).mul(scores.tangent()).sum(new int[] {1});
    final NDArray own = scores.tangent().gather(labels.expandDims(1), 1).squeeze(1);
    return new Dual(value, expected.sub(own));
  }
}
