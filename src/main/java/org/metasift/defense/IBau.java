package org.metasift.defense;

import ai.djl.ndarray.NDManager;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntConsumer;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.io.Records;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;

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
public final class IBau implements Defense {
  static final DefenseType<Settings> TYPE =
      new DefenseType<>("i-bau", List.of("ibau"), Settings.class, Settings::usual, IBau::new);

  private final Settings settings;

  /** I-BAU with these settings. */
  public IBau(Settings settings) {
    this.settings = settings;
  }

  /**
   * The settings of I-BAU.
   *
   * @param rounds searches for a perturbation, at least 1
   * @param learningRate of the network (Adam)
   * @param perturbationRate of the perturbation (Adam)
   * @param iterations K of the fixed point, at least 1
   * @param innerStep η of the inner map
   * @param tolerance the error that an early end of the fixed point may cost, about, as a share of
   *     the gradient; 0 runs all K iterations
   * @param penalty λ of ‖p‖²
   * @param largestNorm p is shortened to this Euclidean norm
   * @param patchedShare share of each batch that bears p in the outer loss, 0 to 1
   * @param batchSize images a step, at least 2
   * @param settling passes over the base set at the end, as it is and without dropout, that renew
   *     the running statistics of batch normalisation; 0 in the reference, which leaves them as the
   *     passes with the perturbation did
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
      int batchSize,
      int settling) {
    private static final int SMALL_SET = 20_000;
    private static final double LIVELY = 0.004;

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
      Ranges.within("settling", settling, 0, 1000);
    }

    /** The artifact's. */
    public static Settings paper() {
      return new Settings(5, 0.002, 0.05, 5, 0.1, 0, 0.001, 10, 0.02, 128, 0);
    }

    /**
     * The artifact's, but for a tolerance that lets most batches take one pass of the fixed point
     * instead of five, twice its learning rate, which unlearns more in as many rounds, and three
     * passes to settle, after which small networks answer clean images better ({@code
     * docs/results/claims.md} and {@code limits.md} have the figures).
     */
    public static Settings compact() {
      return Records.with(Records.with(paper(), "tolerance", 0.02), "settling", 3)
          .withLearningRate(LIVELY);
    }

    /**
     * {@link #paper} on a GPU, else {@link #compact}: the default of I-BAU, whatever the sifter's
     * settings.
     */
    public static Settings forThisMachine() {
      return Compute.onGpu() ? paper() : compact();
    }

    /**
     * The same for a network trained on this many images: below 20,000 with a learning rate of at
     * least 0.004, since a smaller set gives fewer steps in as many rounds.
     */
    public Settings fittedTo(int images) {
      return images < SMALL_SET ? withLearningRate(Math.max(learningRate, LIVELY)) : this;
    }

    /** {@link #forThisMachine}, {@link #fittedTo} a network trained on this many images. */
    public static Settings usual(int images) {
      return forThisMachine().fittedTo(images);
    }

    @Override
    public String toString() {
      return "%d rounds, batch %d, lr %s, lr of the perturbation %s, K %d of step %s, tolerance %s, penalty %s, norm up to %s, %s %% of a batch bear it, %d passes to settle"
          .formatted(
              rounds,
              batchSize,
              learningRate,
              perturbationRate,
              iterations,
              innerStep,
              tolerance,
              penalty,
              largestNorm,
              BigDecimal.valueOf(patchedShare)
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString(),
              settling);
    }

    /** The same with another number of rounds. */
    public Settings withRounds(int value) {
      return Records.with(this, "rounds", value);
    }

    /** The same with another learning rate. */
    public Settings withLearningRate(double value) {
      return Records.with(this, "learningRate", value);
    }

    /** The same with another batch size. */
    public Settings withBatchSize(int value) {
      return Records.with(this, "batchSize", value);
    }

    /** The same with another number of passes to settle. */
    public Settings withSettling(int value) {
      return Records.with(this, "settling", value);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The seed fixes the order of the batches, the dropout and which images bear the perturbation.
   */
  @Override
  public Network purify(Network network, ImageSet base, long seed) {
    return purify(network, base, seed, passes -> {});
  }

  /**
   * As above.
   *
   * @param passes receives how many passes the fixed points of all batches took together
   */
  Network purify(Network network, ImageSet base, long seed, IntConsumer passes) {
    BaseSetCheck.check(network, base);
    final long own = RandomStream.PURIFICATION.seed(seed);
    Compute.seed(own);
    final List<int[]> batches =
        Batches.shuffled(base.size(), settings.batchSize(), RandomStream.BATCHES.from(own));
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages images = DeviceImages.open(base, root);
        Progress progress =
            Progress.of(name(), (2L * settings.rounds() + settings.settling()) * batches.size())) {
      final Purification work =
          new Purification(
              settings, live, images, batches, RandomStream.PATCHED_IMAGES.from(own), progress);
      for (int round = 1; round <= settings.rounds(); round++) {
        work.round(round);
      }
      work.settle();
      passes.accept(work.passes());
      return live.snapshot(name());
    }
  }

  @Override
  public Settings plainSettings() {
    return settings;
  }

  @Override
  public String name() {
    return "I-BAU";
  }
}
