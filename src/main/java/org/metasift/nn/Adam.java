package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (AdamW, Loshchilov and Hutter 2019; decay 0
 * is plain Adam), as PyTorch computes it, ε = 1e-8:
 *
 * <pre>w ← (1 - lr·decay) w;  m ← β₁ m + (1 - β₁) g;  s ← β₂ s + (1 - β₂) g²
 * w ← w - lr / (1 - β₁ᵗ) · m / (√s / √(1 - β₂ᵗ) + ε)</pre>
 *
 * The moments live beside the parameters and die with their manager.
 */
public final class Adam {
  private static final double EPSILON = 1e-8;

  private final Parameters parameters;
  private final NDArray first;
  private final NDArray second;
  private final double beta1;
  private final double beta2;
  private final double decay;
  private int steps;

  /**
   * An optimizer of these parameters, which it changes in place.
   *
   * @param decay decoupled weight decay per unit of learning rate, 0 or more
   */
  public Adam(Parameters parameters, double beta1, double beta2, double decay) {
    this.parameters = parameters;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.decay = decay;
    this.first = parameters.whole().zerosLike();
    this.second = parameters.whole().zerosLike();
  }

  /** An optimizer of other parameters of the same names and shapes that goes on from here. */
  public Adam copyFor(Parameters others) {
    final Adam copy = new Adam(others, beta1, beta2, decay);
    copy.steps = steps;
    try (NDManager scratch = others.whole().getManager().newSubManager()) {
      copy.first.addi(LiveNetwork.constant(first, scratch));
      copy.second.addi(LiveNetwork.constant(second, scratch));
    }
    return copy;
  }

  /** Takes one step along the gradients that these leaves, named as the parameters, collected. */
  public void step(Map<String, NDArray> leaves, double learningRate) {
    try (NDManager scratch = parameters.whole().getManager().newSubManager()) {
      stepAlong(parameters.gradient(leaves, scratch), learningRate);
    }
  }

  /**
   * Takes one step along this gradient, one array behind the other as in the parameters; it stays
   * the caller's.
   */
  public void stepAlong(NDArray gradient, double learningRate) {
    steps++;
    final double rate = learningRate / (1 - Math.pow(beta1, steps));
    final double spread = Math.sqrt(1 - Math.pow(beta2, steps));
    final NDArray weights = parameters.whole();
    try (NDManager scratch = weights.getManager().newSubManager()) {
      if (decay > 0) {
        weights.muli(1 - learningRate * decay);
      }
      final NDArray share = gradient.mul(1 - beta1);
      share.attach(scratch);
      first.muli(beta1).addi(share);
      final NDArray square = gradient.square();
      square.attach(scratch);
      second.muli(beta2).addi(square.muli(1 - beta2));
      final NDArray root = second.sqrt();
      root.attach(scratch);
      final NDArray move = first.div(root.divi(spread).addi(EPSILON));
      move.attach(scratch);
      weights.subi(move.muli(rate));
    }
  }
}
