package org.metasift.defense;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Parameters;

/**
 * The gradient of an outer loss L(p*(θ), θ) whose p* minimises an inner loss f(p, θ), by implicit
 * differentiation with a fixed-point iteration (Grazzi et al. 2020, as used by Zeng et al. 2022).
 *
 * <p>With the inner map Φ(p, θ) = p - η ∇_p f and g = ∂L/∂p the iteration v₁ = g, v_{k+1} =
 * (∂Φ/∂p)ᵀ v_k + g is the sum of what it gains in each step:
 *
 * <pre>
 * r₀ = g,   r_{k+1} = (∂Φ/∂p)ᵀ r_k = r_k - η H r_k,   v_K = r₀ + ... + r_{K-1}
 * dL/dθ = ∂L/∂θ + (∂Φ/∂θ)ᵀ v_K = ∂L/∂θ + T₀ + ... + T_{K-1},   T_k = -η ∂_θ (∂f/∂p · r_k)
 * </pre>
 *
 * <p>The tangent ḟ = ∂f/∂p · r_k of f, differentiated by p, gives H r_k, and by θ the term T_k: one
 * pass for both, reverse over forward, with first-order operations only and no graph that outlives
 * it. K passes are equal to double backward up to rounding; the test beside this class measures it.
 * The reference's first iteration starts from zero, and is free here.
 *
 * <p>T is linear in r: without an early end T₀ + ... + T_{K-1} is the T of v_K, so that K - 1
 * passes ask for H r alone, at about three quarters of the price, and one for T.
 *
 * <p>The terms change slowly where ηH is small (a few percent in I-BAU). Of n terms that are
 * missing the i-th is taken for T₀ after the first pass, which is wrong by about i ‖ηH r‖ / ‖r‖ of
 * it, and for T_k + i (T_k - T_{k-1}) later, wrong by about i (i + 1) / 2 times the square of that
 * ratio. Where the sum of these is below the tolerance, the iteration ends there.
 *
 * @param iterations K, at least 1
 * @param step η, above 0
 * @param tolerance the error that an early end may cost, as a share of ‖dL/dθ‖; 0 for never
 */
record Hypergradient(int iterations, double step, double tolerance) {
  /** The inner loss, seen through its tangent. */
  @FunctionalInterface
  interface Inner {
    /**
     * ḟ = ∂f/∂p · r, a scalar.
     *
     * @param p the inner variable, a leaf; what is computed belongs to its manager
     * @param r a direction, p's shape
     * @param theta θ by name, leaves; none where nobody asks for their gradient
     * @param first whether this is the first pass of the hypergradient
     */
    NDArray tangent(NDArray p, NDArray r, Map<String, NDArray> theta, boolean first);
  }

  /** What one pass gives: H r, and T, θ's arrays one behind the other, or null. */
  private record Term(NDArray product, NDArray byTheta) {}

  /** The passes of one hypergradient, each along a direction; T only where it is asked for. */
  @FunctionalInterface
  private interface Passes {
    Term take(NDArray along, boolean withTheta, boolean first);
  }

  /**
   * dL/dθ, θ's arrays one behind the other as in {@code theta}.
   *
   * @param scratch owns the result and all between
   * @param p the inner solution
   * @param outerByP g = ∂L/∂p
   * @param outerByTheta ∂L/∂θ, as the result
   */
  NDArray total(
      NDManager scratch,
      Inner inner,
      NDArray p,
      NDArray outerByP,
      NDArray outerByTheta,
      Parameters theta) {
    final Passes passes =
        (along, withTheta, first) ->
            term(scratch, inner, p, along, withTheta ? theta : null, first);
    return tolerance == 0
        ? whole(passes, outerByP, outerByTheta)
        : ending(passes, outerByP, outerByTheta);
  }

  private NDArray whole(Passes passes, NDArray outerByP, NDArray outerByTheta) {
    NDArray gain = outerByP; // r
    NDArray sum = gain; // v
    for (int k = 1; k < iterations; k++) {
      gain = gain.sub(passes.take(gain, false, k == 1).product().mul(step));
      sum = sum.add(gain);
    }
    return outerByTheta.add(passes.take(sum, true, iterations == 1).byTheta());
  }

  private NDArray ending(Passes passes, NDArray outerByP, NDArray outerByTheta) {
    NDArray total = outerByTheta;
    NDArray gain = outerByP; // r
    Term before = null;
    for (int k = 0; k < iterations; k++) {
      final double size = norm(gain);
      if (size == 0) {
        return total; // so are all further terms
      }
      final Term term = passes.take(gain, true, k == 0);
      total = total.add(term.byTheta());
      final double n = iterations - 1 - k;
      final NDArray change = term.product().mul(-step);
      final double turn = norm(change) / size;
      final double missing =
          before == null ? n * (n + 1) / 2 * turn : n * (n + 1) * (n + 2) / 6 * turn * turn;
      if (missing * norm(term.byTheta()) <= tolerance * norm(total)) {
        total = total.add(term.byTheta().mul(n));
        return before == null
            ? total
            : total.add(term.byTheta().sub(before.byTheta()).mul(n * (n + 1) / 2));
      }
      gain = gain.add(change);
      before = term;
    }
    return total;
  }

  /** One pass; {@code theta} is null where T is not asked for. */
  private Term term(
      NDManager scratch, Inner inner, NDArray p, NDArray along, Parameters theta, boolean first) {
    try (NDManager inside = scratch.newSubManager()) {
      final NDArray leaf = LiveNetwork.leaf(p, inside);
      final Map<String, NDArray> leaves = new LinkedHashMap<>();
      if (theta != null) {
        theta.byName().forEach((name, array) -> leaves.put(name, LiveNetwork.leaf(array, inside)));
      }
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(inner.tangent(leaf, LiveNetwork.constant(along, inside), leaves, first));
      }
      final NDArray product = leaf.getGradient();
      product.attach(scratch);
      return new Term(product, theta == null ? null : theta.gradient(leaves, scratch).mul(-step));
    }
  }

  private static double norm(NDArray array) {
    return array.norm().getFloat();
  }
}
