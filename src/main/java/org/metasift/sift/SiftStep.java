package org.metasift.sift;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.nn.Adam;
import org.metasift.nn.CrossEntropy;
import org.metasift.nn.Dual;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Pass;
import org.metasift.nn.Weights;

/**
 * One step of Meta-Sift: the weigher V learns to weigh down what a network trained on the weighed
 * batch would find hard, then the network learns from the batch so weighed (Zeng et al. 2023,
 * section 3, equations 11 and 12).
 *
 * <p>The network is head∘trunk; x̄ is x cut from its graph; norm divides by the sum:
 *
 * <pre>
 * 1  h = trunk(x), c = CE(head(h; φ), y)               (b) costs;  v̄ = norm(V(c̄))
 * 2  φ' = φ - α ∇_φ Σ v̄ c                              the virtual step, on a shadow of the head
 * 3  c' = CE(head(h̄; φ'), y), r̄ = norm(1 - V(c̄')),  u = ∇_φ' (-Σ r̄ c')   in the last top_k arrays
 * 4  d = -α ∂c/∂φ · u                                  one dual pass of the head
 * 5  V descends on  Σ d̄ norm(V(c̄)) - Σ norm(1 - V(c̄')) c̄'
 * 6  the network descends on  Σ norm(V(c̄)) c           with the new V
 * </pre>
 *
 * <p>The reference differentiates twice through a virtual step of the whole network. Σ v c is
 * linear in v, so the derivative through that step is the directional derivative in 4, for which
 * first-order operations suffice. What is left out, exactly as large as the test beside this class
 * measures, is the virtual step's effect on the trunk. The reference's gradient gates are never
 * trained there (their output carries no gradient): they are not rebuilt here.
 */
final class SiftStep {
  private final LiveNetwork network;
  private final Weigher weigher;
  private final Adam adam;
  private final MetaSift.Settings settings;
  private final int headStart;
  private final List<String> headNames;
  private final List<String> lastNames;

  SiftStep(LiveNetwork network, Weigher weigher, Adam adam, MetaSift.Settings settings) {
    this.network = network;
    this.weigher = weigher;
    this.adam = adam;
    this.settings = settings;
    this.headStart = network.headStart(settings.topK());
    this.headNames = network.parameterNames(headStart);
    this.lastNames =
        headNames.subList(Math.max(0, headNames.size() - settings.topK()), headNames.size());
  }

  /**
   * What a step saw.
   *
   * @param cost the mean cost of the batch before the step
   * @param weighed the cost under the new weights, Σ norm(V(c̄)) c
   */
  record Seen(double cost, double weighed) {}

  /**
   * Takes one step on a batch.
   *
   * @param x (b, c, h, w) in [0, 1], owned by {@code step}, as are the labels
   */
  Seen take(NDManager step, NDArray x, NDArray labels) {
    final Weights weights = network.leaves(step);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final Pass pass = Pass.training();
      final NDArray h = network.forward(Dual.still(x), weights, pass, 0, headStart).value();
      final NDArray costs = headCosts(h, labels, weights, pass); // (b)
      final NDArray seen = costs.stopGradient(); // c̄
      teachWeigher(step, gradients, h.stopGradient(), seen, labels);
      final NDArray w = Weigher.normalize(Weigher.weigh(seen, weigher.constants(step)));
      final NDArray weighed = costs.mul(w).sum();
      gradients.backward(weighed);
      adam.step(weights.values(), settings.learningRate());
      return new Seen(seen.mean().getFloat(), weighed.getFloat());
    }
  }

  private void teachWeigher(
      NDManager step, GradientCollector gradients, NDArray h, NDArray costs, NDArray labels) {
    final Map<String, NDArray> v = weigher.leaves(step);
    gradients.backward(weigherLoss(step, gradients, h, costs, labels, v));
    weigher.descend(v, settings.weigherLearningRate());
  }

  /** Steps 1 to 5 up to V's loss, a scalar whose gradient by the leaves {@code v} is V's. */
  NDArray weigherLoss(
      NDManager step,
      GradientCollector gradients,
      NDArray h,
      NDArray costs,
      NDArray labels,
      Map<String, NDArray> v) {
    final double alpha = settings.learningRate();
    final NDArray vBar = Weigher.normalize(Weigher.weigh(costs, weigher.constants(step)));
    final Weights before = network.leaves(step, new HashSet<>(headNames));
    gradients.backward(headCosts(h, labels, before, Pass.shadow()).mul(vBar).sum());
    final Map<String, NDArray> moved = new LinkedHashMap<>(); // φ'
    for (final String name : headNames) {
      final NDArray leaf = before.values().get(name);
      moved.put(
          name, LiveNetwork.leaf(leaf.stopGradient().sub(leaf.getGradient().mul(alpha)), step));
    }
    final NDArray after =
        headCosts(h, labels, network.constants(step).with(moved), Pass.shadow()); // c'
    final NDArray afterBar = after.stopGradient();
    final NDArray rBar =
        Weigher.normalize(Weigher.weigh(afterBar, weigher.constants(step)).neg().add(1));
    gradients.backward(after.mul(rBar).sum().neg());
    final Map<String, NDArray> u = new LinkedHashMap<>();
    for (final String name : lastNames) {
      u.put(name, moved.get(name).getGradient());
    }
    final Dual moving =
        network.forward(
            Dual.still(h),
            network.constants(step).moving(u),
            Pass.shadow(),
            headStart,
            network.blockCount());
    final NDArray d = CrossEntropy.costs(moving, labels).tangent().mul(-alpha); // (b)
    final NDArray weights = Weigher.normalize(Weigher.weigh(costs, v));
    final NDArray doubts = Weigher.normalize(Weigher.weigh(afterBar, v).neg().add(1));
    return weights.mul(d).sum().sub(doubts.mul(afterBar).sum());
  }

  private NDArray headCosts(NDArray h, NDArray labels, Weights weights, Pass pass) {
    final NDArray scores =
        network.forward(Dual.still(h), weights, pass, headStart, network.blockCount()).value();
    return CrossEntropy.costs(scores, labels);
  }
}
