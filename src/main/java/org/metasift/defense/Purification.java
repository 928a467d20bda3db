package org.metasift.defense;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.data.Batches;
import org.metasift.nn.Adam;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Parameters;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/** One purification at work. */
final class Purification {
  private final IBau.Settings settings;
  private final Hypergradient hypergradient;
  private final LiveNetwork live;
  private final DeviceImages images;
  private final List<int[]> batches;
  private final SplittableRandom random;
  private final Progress progress;
  private final Adam adam;
  private final NDArray p; // from zero, and on from round to round
  private final Adam search;
  private int passes;

  Purification(
      IBau.Settings settings,
      LiveNetwork live,
      DeviceImages images,
      List<int[]> batches,
      SplittableRandom random,
      Progress progress) {
    this.settings = settings;
    this.hypergradient =
        new Hypergradient(settings.iterations(), settings.innerStep(), settings.tolerance());
    this.live = live;
    this.images = images;
    this.batches = batches;
    this.random = random;
    this.progress = progress;
    this.adam = new Adam(live.parameters(), 0.9, 0.999, 0);
    this.p = live.manager().zeros(images.shapeOfOne());
    this.search = new Adam(Parameters.of("p", p), 0.9, 0.999, 0);
  }

  /** p, (1, c, h, w), which lives as long as the network. */
  NDArray perturbation() {
    return p;
  }

  /** How many passes the fixed points took so far. */
  int passes() {
    return passes;
  }

  void round(int number) {
    searchPerturbation(number);
    try (NDManager scratch = live.manager().newSubManager()) {
      final double norm = check(p.norm().getFloat(), number, settings.perturbationRate());
      final NDArray shortened = p.mul(Math.min(1, settings.largestNorm() / norm));
      shortened.attach(scratch);
      for (final int[] batch : batches) {
        check(unlearn(shortened, batch), number, settings.learningRate());
        progress.step("round %d, unlearning, ‖p‖ %.2f".formatted(number, norm));
      }
    }
  }

  /**
   * Clean images alone, without dropout, through the network: they renew its running statistics.
   */
  void settle() {
    for (int pass = 0; pass < settings.settling(); pass++) {
      for (final int[] batch : batches) {
        try (NDManager step = live.manager().newSubManager()) {
          live.forward(
              Dual.still(images.batch(step, batch)),
              live.constants(step),
              Pass.training().withoutDropout());
        }
        progress.step("settling");
      }
    }
  }

  /** Adam on f(p), a step a batch; labels are what the network itself says. */
  void searchPerturbation(int round) {
    for (final int[] batch : batches) {
      try (NDManager step = live.manager().newSubManager()) {
        final NDArray x = images.batch(step, batch);
        final Weights weights = live.constants(step);
        final NDArray own = live.forward(Dual.still(x), weights, Pass.training()).value().argMax(1);
        final NDArray leaf = LiveNetwork.leaf(p, step);
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          final NDArray scores =
              live.forward(Dual.still(leaf.add(x)), weights, Pass.training()).value();
          gradients.backward(
              CrossEntropy.costs(scores, own)
                  .mean()
                  .neg()
                  .add(leaf.square().sum().mul(Dual.number(leaf, settings.penalty()))));
        }
        search.step(Map.of("p", leaf), settings.perturbationRate());
      }
      progress.step("round %d, searching the perturbation".formatted(round));
    }
  }

  private static double check(double value, int round, double rate) {
    return DivergedException.check(
        value, "I-BAU", "round " + round, DivergedException.lower("learning rate", rate));
  }

  /** Takes a step; returns the outer loss before it. */
  private double unlearn(NDArray p, int[] batch) {
    try (NDManager step = live.manager().newSubManager()) {
      final Weights weights = live.leaves(step);
      final NDArray leaf = LiveNetwork.leaf(p, step);
      final NDArray x = images.batch(step, batch);
      final NDArray chosen = chosen(step, batch.length);
      final NDArray outer;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final NDArray scores =
            live.forward(Dual.still(x.add(leaf.mul(chosen))), weights, Pass.training()).value();
        outer = CrossEntropy.costs(scores, images.labels(step, batch)).mean();
        gradients.backward(outer);
      }
      final NDArray total =
          hypergradient.total(
              step,
              inner(step, Pass.shadow(step)),
              p,
              leaf.getGradient(),
              live.parameters().gradient(weights.values(), step),
              live.parameters());
      adam.stepAlong(total, settings.learningRate());
      return outer.getFloat();
    }
  }

  /**
   * The tangent of f on the first batch.
   *
   * @param shadow leaves no trace, with one dropout mask for all passes
   */
  Hypergradient.Inner inner(NDManager step, Pass shadow) {
    final NDArray x = images.batch(step, batches.get(0));
    final NDArray labels = images.labels(step, batches.get(0));
    final Pass tracing = shadow.updating();
    // sums start with p or r: what follows belongs to their manager, and dies with this pass
    return (p, r, theta, first) -> {
      passes++;
      final Weights weights = live.constants(p.getManager()).with(theta);
      final Dual scores = live.forward(new Dual(p.add(x), r), weights, first ? tracing : shadow);
      final NDArray cost = CrossEntropy.costs(scores, labels).tangent().mean();
      return p.mul(r).sum().mul(Dual.number(p, 2 * settings.penalty())).sub(cost);
    };
  }

  /** 1 for the few images of a batch that bear the perturbation, 0 for the others: (b, 1, 1, 1). */
  private NDArray chosen(NDManager step, int size) {
    final float[] flags = new float[size];
    final double share = size * settings.patchedShare();
    final int count = share > 0 ? Math.max(1, (int) share) : 0; // a small batch as well
    final int[] order = Batches.permutation(size, random);
    for (int k = 0; k < count; k++) {
      flags[order[k]] = 1;
    }
    return step.create(flags, new Shape(size, 1, 1, 1));
  }
}
