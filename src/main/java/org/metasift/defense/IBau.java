package org.metasift.defense;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.data.Batches;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.CrossEntropy;
import org.metasift.nn.Dual;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.Pass;
import org.metasift.nn.Weights;
import org.metasift.run.Compute;
import org.metasift.run.Progress;
import org.metasift.run.Ranges;
import org.metasift.run.Records;

/**
 * I-BAU (Zeng et al., ICLR 2022): unlearns a backdoor with a small base set. Each round looks for
 * the one perturbation p that fools the network on the whole base set, then teaches the network,
 * along the {@link Hypergradient}, to answer rightly although a few images bear it.
 *
 * <pre>
 * inner:  f(p, θ) = mean(-CE(net(x + p; θ), y)) + λ ‖p‖²
 * outer:  L(p, θ) = mean CE(net(x + p on a few images; θ), y)
 * </pre>
 *
 * The network runs in training mode throughout, as in the reference. Of the passes of one
 * hypergradient the outer one and the first inner one update the running statistics, the others
 * leave no trace, and all share one dropout mask.
 */
public final class IBau {
  private final Settings settings;
  private final Hypergradient hypergradient;

  /** I-BAU with these settings. */
  public IBau(Settings settings) {
    this.settings = settings;
    this.hypergradient =
        new Hypergradient(settings.iterations(), settings.innerStep(), settings.tolerance());
  }

  /**
   * All that I-BAU can be told.
   *
   * @param rounds searches for a perturbation, at least 1
   * @param learningRate of the network (Adam)
   * @param perturbationRate of the perturbation (Adam)
   * @param iterations K of the fixed point, at least 1
   * @param innerStep η of the inner map
   * @param tolerance the error that an early end of the fixed point may cost, as a share of its
   *     result; 0 runs all K iterations
   * @param penalty λ of ‖p‖²
   * @param largestNorm p is shortened to this Euclidean norm
   * @param patchedShare share of each batch that bears p in the outer loss, 0 to 1
   * @param batchSize images a step, at least 2
   */
  public record Settings(
      int rounds,
      double learningRate,
      double perturbationRate,
      int iterations,
      double innerStep,
      double tolerance,
      double penalty,
      double largestNorm,
      double patchedShare,
      int batchSize) {
    private static final int SMALL_SET = 20_000;

    /** Checks the ranges. */
    public Settings {
      Ranges.atLeast("rounds", rounds, 1);
      Ranges.between("learningRate", learningRate, 0, 10);
      Ranges.between("perturbationRate", perturbationRate, 0, 10);
      Ranges.atLeast("iterations", iterations, 1);
      Ranges.between("innerStep", innerStep, 0, 10);
      Ranges.within("tolerance", tolerance, 0, 1);
      Ranges.within("penalty", penalty, 0, 1000);
      Ranges.between("largestNorm", largestNorm, 0, 1e6);
      Ranges.within("patchedShare", patchedShare, 0, 1);
      Ranges.atLeast("batchSize", batchSize, 2);
    }

    /** The artifact's. */
    public static Settings paper() {
      return new Settings(5, 0.002, 0.05, 5, 0.1, 0, 0.001, 10, 0.02, 128);
    }

    /**
     * The artifact's, but for a tolerance of 0.01: on a CPU a batch takes about half the time, and
     * the gradient differs by less than a thousandth.
     */
    public static Settings compact() {
      return Records.with(paper(), "tolerance", 0.01);
    }

    /**
     * The same for a network trained on this many images. Below 20,000 the learning rate is
     * doubled: on the embedded signs (13,000) and with a clean base set the artifact's 0.002 left
     * an ASR of 36 % after five rounds (seed 0), 0.004 one of 17, 3 and 1 % (seeds 0, 1, 2).
     */
    public Settings fittedTo(int images) {
      return images < SMALL_SET ? withLearningRate(2 * learningRate) : this;
    }

    @Override
    public String toString() {
      return "%d rounds, batch %d, lr %s, lr of the perturbation %s, K %d, tolerance %s"
          .formatted(rounds, batchSize, learningRate, perturbationRate, iterations, tolerance);
    }

    /** The same with another number of rounds. */
    public Settings withRounds(int value) {
      return Records.with(this, "rounds", value);
    }

    /** The same with another learning rate. */
    public Settings withLearningRate(double value) {
      return Records.with(this, "learningRate", value);
    }

    /** The same with another number of iterations of the fixed point. */
    public Settings withIterations(int value) {
      return Records.with(this, "iterations", value);
    }
  }

  /**
   * Purifies a copy of a network; the one given stays as it is.
   *
   * @param base images trusted to be clean
   * @param seed fixes the order of the batches, the dropout and which images bear the perturbation
   * @return the purified network
   * @throws IllegalArgumentException when the base set does not fit the network or has less than
   *     two images
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public Network purify(Network network, ImageSet base, long seed) {
    Inference.checkFit(network, base);
    if (base.size() < 2) {
      throw new IllegalArgumentException(
          "a base set of %d images; at least 2 are needed".formatted(base.size()));
    }
    final SplittableRandom random = new SplittableRandom(seed);
    Compute.seed(random.nextInt());
    final List<int[]> batches = Batches.shuffled(base.size(), settings.batchSize(), random);
    // batch normalisation needs two images
    batches.removeIf(batch -> batch.length < 2);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages images = DeviceImages.open(base, root);
        Progress progress = Progress.of("I-BAU", 2L * settings.rounds() * batches.size())) {
      final Purification work =
          new Purification(
              live,
              new Shape(1, base.channels(), base.height(), base.width()),
              images,
              batches,
              random,
              progress);
      for (int round = 1; round <= settings.rounds(); round++) {
        work.round(round);
      }
      return live.snapshot();
    }
  }

  /** One purification at work. */
  private final class Purification {
    private final LiveNetwork live;
    private final DeviceImages images;
    private final List<int[]> batches;
    private final SplittableRandom random;
    private final Progress progress;
    private final Adam adam;
    private final NDArray p; // from zero, and on from round to round
    private final Adam search;

    Purification(
        LiveNetwork live,
        Shape shape,
        DeviceImages images,
        List<int[]> batches,
        SplittableRandom random,
        Progress progress) {
      this.live = live;
      this.images = images;
      this.batches = batches;
      this.random = random;
      this.progress = progress;
      this.adam = new Adam(live.parameters(), 0.9, 0.999, 0);
      this.p = live.manager().zeros(shape);
      this.search = new Adam(Map.of("p", p), 0.9, 0.999, 0);
    }

    void round(int number) {
      searchPerturbation(number);
      try (NDManager scratch = live.manager().newSubManager()) {
        final double norm = p.norm().getFloat();
        final NDArray shortened = p.mul(Math.min(1, settings.largestNorm() / norm));
        shortened.attach(scratch);
        for (final int[] batch : batches) {
          unlearn(shortened, batch);
          progress.step("round %d, unlearning, ‖p‖ %.2f".formatted(number, norm));
        }
      }
    }

    /** Adam on f(p), a step a batch; labels are what the network itself says. */
    private void searchPerturbation(int round) {
      for (final int[] batch : batches) {
        try (NDManager step = live.manager().newSubManager()) {
          final NDArray x = images.batch(step, batch);
          final Weights weights = live.constants(step);
          final NDArray own =
              live.forward(Dual.still(x), weights, Pass.training()).value().argMax(1);
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

    private void unlearn(NDArray p, int[] batch) {
      try (NDManager step = live.manager().newSubManager()) {
        final Weights weights = live.leaves(step);
        final NDArray leaf = LiveNetwork.leaf(p, step);
        final NDArray x = images.batch(step, batch);
        final NDArray chosen = chosen(step, batch.length);
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          final NDArray scores =
              live.forward(Dual.still(x.add(leaf.mul(chosen))), weights, Pass.training()).value();
          gradients.backward(CrossEntropy.costs(scores, images.labels(step, batch)).mean());
        }
        final Map<String, NDArray> direct = new LinkedHashMap<>();
        weights.values().forEach((name, array) -> direct.put(name, array.getGradient()));
        final Weights mixed = live.leaves(step);
        final Map<String, NDArray> total =
            hypergradient.total(
                step, inner(step, mixed), p, leaf.getGradient(), direct, mixed.values());
        adam.stepAlong(total, settings.learningRate());
      }
    }

    /** The tangent of f on the first batch, with one dropout mask for all passes. */
    private Hypergradient.Inner inner(NDManager step, Weights mixed) {
      final NDArray x = images.batch(step, batches.get(0));
      final NDArray labels = images.labels(step, batches.get(0));
      final Pass shadow = Pass.shadow(step);
      final Pass tracing = shadow.updating();
      // sums start with p: their result, and all that follows, dies with the manager of this pass
      return (p, v, byTheta, first) -> {
        final Weights weights = byTheta ? mixed : live.constants(p.getManager());
        final Dual scores = live.forward(new Dual(p.add(x), v), weights, first ? tracing : shadow);
        final NDArray cost = CrossEntropy.costs(scores, labels).tangent().mean();
        return p.mul(v).sum().mul(Dual.number(p, 2 * settings.penalty())).sub(cost);
      };
    }

    /**
     * 1 for the few images of a batch that bear the perturbation, 0 for the others: (b, 1, 1, 1).
     */
    private NDArray chosen(NDManager step, int size) {
      final float[] flags = new float[size];
      final int count = (int) (size * settings.patchedShare());
      final int[] order = Batches.permutation(size, random);
      for (int k = 0; k < count; k++) {
        flags[order[k]] = 1;
      }
      return step.create(flags, new Shape(size, 1, 1, 1)).toType(DataType.FLOAT32, false);
    }
  }
}
