package org.metasift.defense;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gradient of an outer loss L(p*(θ), θ) whose p* minimises an inner loss f(p, θ), by implicit
 * differentiation with a fixed-point iteration (Grazzi et al. 2020, as used by Zeng et al. 2022).
 *
 * <p>With the inner map Φ(p, θ) = p - η ∇_p f and g = ∂L/∂p:
 *
 * <pre>
 * v₁ = g,   v_{k+1} = (∂Φ/∂p)ᵀ v_k + g = v_k - η H v_k + g,   k &lt; K
 * dL/dθ = ∂L/∂θ + (∂Φ/∂θ)ᵀ v_K = ∂L/∂θ - η ∂_θ (∂f/∂p · v_K)
 * </pre>
 *
 * <p>Each product H v is the gradient by p of the tangent ḟ of f along v: reverse over forward,
 * with first-order operations only and no graph that outlives it. The last one gives the mixed
 * derivative by θ. Equal to double backward up to rounding; the test beside this class measures it.
 * The reference's first iteration starts from zero, and is free here.
 *
 * <p>What v gains in an iteration, r_k = v_{k+1} - v_k = (1 - ηH)ᵏ g, changes by d = r_k - r_{k-1},
 * and that nearly evenly where ηH is small (a few percent in I-BAU). The n = K - 1 - k gains that
 * are missing are then r_k + m d, m = 1 to n, but for about n(n+1)(n+2)/6 ‖d‖² / ‖r_{k-1}‖: where
 * this is below the tolerance the iteration ends with their sum. K = 5 at a tolerance of 0.01 takes
 * one product instead of four.
 *
 * @param iterations K, at least 1
 * @param step η, above 0
 * @param tolerance the error that an early end may cost, as a share of ‖v‖; 0 for never
 */
record Hypergradient(int iterations, double step, double tolerance) {
  /** The inner loss, seen through its tangent. */
  @FunctionalInterface
  interface Inner {
    /**
     * ḟ = ∂f/∂p · v, a scalar.
     *
     * @param p the inner variable, a leaf unless {@code mixed}; what is computed belongs to its
     *     manager
     * @param v a direction, p's shape
     * @param mixed whether the gradient by θ is wanted as well: then θ are the leaves that the
     *     caller gave, else constants
     * @param first whether this is the first pass of the hypergradient
     */
    NDArray tangent(NDArray p, NDArray v, boolean mixed, boolean first);
  }

  /**
   * The hypergradient's implicit part, added to the direct part by θ.
   *
   * @param scratch owns the result and all between
   * @param p the inner solution
   * @param outerByP g = ∂L/∂p
   * @param outerByTheta ∂L/∂θ by name
   * @param theta the leaves that {@link Inner#tangent} uses when {@code mixed}
   * @return dL/dθ by name
   */
  Map<String, NDArray> total(
      NDManager scratch,
      Inner inner,
      NDArray p,
      NDArray outerByP,
      Map<String, NDArray> outerByTheta,
      Map<String, NDArray> theta) {
    NDArray v = outerByP;
    NDArray gain = outerByP; // r
    boolean first = true;
    for (int k = 1; k < iterations; k++) {
      final NDArray change = product(scratch, inner, p, gain, first).mul(-step); // d
      first = false;
      final double bend = Math.pow(change.norm().getFloat(), 2) / gain.norm().getFloat();
      gain = gain.add(change);
      v = v.add(gain);
      final double n = iterations - 1 - k;
      if (n * (n + 1) * (n + 2) / 6 * bend <= tolerance * v.norm().getFloat()) {
        v = v.add(gain.mul(n)).add(change.mul(n * (n + 1) / 2));
        break;
      }
    }
    try (NDManager inside = scratch.newSubManager();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final NDArray still = p.stopGradient();
      still.attach(inside);
      gradients.backward(inner.tangent(still, v, true, first));
    }
    final Map<String, NDArray> total = new LinkedHashMap<>();
    outerByTheta.forEach(
        (name, direct) -> total.put(name, direct.sub(theta.get(name).getGradient().mul(step))));
    return total;
  }

  private static NDArray product(
      NDManager scratch, Inner inner, NDArray p, NDArray v, boolean first) {
    final NDArray result;
    try (NDManager inside = scratch.newSubManager()) {
      final NDArray leaf = p.stopGradient();
      leaf.attach(inside);
      leaf.setRequiresGradient(true);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(inner.tangent(leaf, v, false, first));
      }
      result = leaf.getGradient();
      result.attach(scratch);
    }
    return result;
  }
}
