package org.metasift.sift.metasift;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.nn.Adam;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/**
 * One step of Meta-Sift: the weigher V learns to weigh down what a network trained on the weighed
 * batch would find hard, then the network learns from the batch so weighed (Zeng et al. 2023,
 * section 3, equations 11 and 12).
 *
 * <p>The network is head∘trunk; x̄ is x cut from its graph; norm divides by the sum:
 *
 * <pre>
 * 1  h = trunk(x), c̄ = CE(head(h̄; φ), y)               (b) costs;  v̄ = norm(V(c̄))
 * 2  φ' = φ - α ∇_φ Σ v̄ c                              the virtual step, on a shadow of the head
 * 3  c' = CE(head(h̄; φ'), y), r̄ = norm(1 - V(c̄')),  u = ∇_φ' (-Σ r̄ c')   in the last top_k arrays
 * 4  c = CE(head(h; φ), y),  d = -α ∂c/∂φ · u          one dual pass of the head
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
   * What the virtual step gave.
   *
   * @param costs c̄, (b)
   * @param after c̄', (b), the costs after it
   * @param direction u by the names of the last {@code top_k} parameter arrays
   */
  record Virtual(NDArray costs, NDArray after, Map<String, NDArray> direction) {}

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
      final Virtual virtual = virtualStep(step, gradients, h.stopGradient(), labels);
      final Dual costs = headCosts(h, labels, weights.moving(virtual.direction()), pass);
      final Map<String, NDArray> v = weigher.leaves(step);
      gradients.backward(weigherLoss(virtual, costs.tangent().stopGradient(), v));
      weigher.descend(v, settings.weigherLearningRate());
      final NDArray w = Weigher.normalize(Weigher.weigh(virtual.costs(), weigher.constants(step)));
      final NDArray weighed = costs.value().mul(w).sum();
      gradients.backward(weighed);
      adam.step(weights.values(), settings.learningRate());
      return new Seen(virtual.costs().mean().getFloat(), weighed.getFloat());
    }
  }

  /** Steps 1 to 3 from h̄ on: nothing of the network or of V changes. */
  Virtual virtualStep(NDManager step, GradientCollector gradients, NDArray h, NDArray labels) {
    final Weights before = network.leaves(step, new HashSet<>(headNames));
    final NDArray costs = headCosts(h, labels, before, Pass.shadow()).value();
    final NDArray seen = costs.stopGradient(); // c̄
    final NDArray vBar = Weigher.normalize(Weigher.weigh(seen, weigher.constants(step)));
    gradients.backward(costs.mul(vBar).sum());
    final Map<String, NDArray> moved = new LinkedHashMap<>(); // φ'; gradients only where u asks
    final Map<String, NDArray> leaves = before.values();
    for (final String name : headNames) {
      final NDArray leaf = leaves.get(name);
      final NDArray descent = leaf.getGradient().mul(settings.learningRate());
      final NDArray next = leaf.stopGradient().sub(descent);
      moved.put(name, lastNames.contains(name) ? LiveNetwork.leaf(next, step) : next);
    }
    final NDArray after =
        headCosts(h, labels, network.constants(step).with(moved), Pass.shadow()).value(); // c'
    final NDArray afterBar = after.stopGradient();
    gradients.backward(
        after.mul(Weigher.normalize(distrust(afterBar, weigher.constants(step)))).sum().neg());
    final Map<String, NDArray> u = new LinkedHashMap<>();
    for (final String name : lastNames) {
      u.put(name, moved.get(name).getGradient());
    }
    return new Virtual(seen, afterBar, u);
  }

  /**
   * V's loss in 5, a scalar whose gradient by the leaves {@code v} is V's.
   *
   * @param tangent ∂c/∂φ · u, (b)
   */
  NDArray weigherLoss(Virtual virtual, NDArray tangent, Map<String, NDArray> v) {
    final NDArray d = tangent.mul(-settings.learningRate());
    final NDArray weights = Weigher.normalize(Weigher.weigh(virtual.costs(), v));
    final NDArray doubts = Weigher.normalize(distrust(virtual.after(), v));
    return weights.mul(d).sum().sub(doubts.mul(virtual.after()).sum());
  }

  private static NDArray distrust(NDArray costs, Map<String, NDArray> v) {
    return Weigher.weigh(costs, v).neg().add(1);
  }

  /** The costs of the batch from h on, (b), with their tangent where the weights move. */
  Dual headCosts(NDArray h, NDArray labels, Weights weights, Pass pass) {
    return CrossEntropy.costs(
        network.forward(Dual.still(h), weights, pass, headStart, network.blockCount()), labels);
  }
}
