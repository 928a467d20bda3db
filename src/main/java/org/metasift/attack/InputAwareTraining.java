package org.metasift.attack;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Autoencoder;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/**
 * Trains the generators of {@link InputAware} (Nguyen and Tran 2020, algorithm 1): first the masks,
 * which are to be small and to differ between images; then, the masks kept, the patterns together
 * with a surrogate f.
 *
 * <pre>
 * masks:    mean ‖x - x'‖ / ‖m(x) - m(x')‖ + 100 mean max(0, m - 0.032)
 * patterns: CE(f(attacked), target) and CE(f(cross), own label) and CE(f(x), own label) in one batch
 *           + mean ‖x - x'‖ / ‖g(x) - g(x')‖
 * </pre>
 *
 * <p>The masks' second term is the one of the authors' published code, over every pixel by itself;
 * theirs takes half of a batch for it, this one all.
 *
 * <p>A quarter of a batch is attacked and a quarter is cross: with the trigger of another image x'.
 */
final class InputAwareTraining {
  private static final int WIDTH = 16;
  private static final int BATCH = 128;
  private static final int PART = BATCH / 4;
  private static final double RATE = 2e-3;
  private static final double DENSITY = 0.032;
  private static final double DENSITY_WEIGHT = 100;

  private final ImageSet clean;
  private final int target;
  private final int epochs;
  private final int patternSteps;
  private final int maskSteps;
  private final long seed;
  private final SplittableRandom random;

  /**
   * Prepares the training.
   *
   * @param effort how long the surrogate learns, and the steps of the patterns
   */
  InputAwareTraining(ImageSet clean, int target, Narcissus.Effort effort, long seed) {
    InputAwareTrigger.checkSize(clean);
    this.clean = clean;
    this.target = target;
    this.epochs = effort.epochs();
    this.patternSteps = effort.steps();
    this.maskSteps = (patternSteps + 1) / 2;
    this.seed = seed;
    this.random = RandomStream.TRIGGER_BATCHES.from(seed);
  }

  InputAwareTrigger trigger() {
    final Network surrogate = Surrogate.train(clean, epochs, seed);
    Compute.seed(RandomStream.GENERATOR.seed(seed));
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(clean, root);
        LiveNetwork masks = generator(root, 1, 0);
        LiveNetwork patterns = generator(root, clean.channels(), 1);
        LiveNetwork judge = LiveNetwork.open(surrogate, root);
        Progress progress = Progress.of("Triggers of IAB", maskSteps + patternSteps)) {
      trainMasks(images, masks, progress);
      trainPatterns(images, masks, patterns, judge, progress);
      return new InputAwareTrigger(masks.snapshot(), patterns.snapshot());
    }
  }

  private LiveNetwork generator(NDManager root, int planes, int number) {
    return LiveNetwork.open(
        Network.untrained(
            new Autoencoder(WIDTH, clean.channels(), planes),
            RandomStream.GENERATOR.seed(seed, number)),
        root);
  }

  private void trainMasks(DeviceImages images, LiveNetwork masks, Progress progress) {
    final Adam adam = new Adam(masks.parameters(), 0.9, 0.999, 0);
    Steps.run(
        masks.manager(),
        maskSteps,
        progress,
        step -> {
          final Weights weights = masks.leaves(step);
          final NDArray x = images.batch(step, batch());
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            final NDArray m = InputAwareTrigger.mask(masks, x, weights, Pass.training());
            gradients.backward(sameness(x, m).add(excess(m).mul(Dual.number(m, DENSITY_WEIGHT))));
          }
          adam.step(weights.values(), RATE);
          return "masks";
        });
  }

  /** mean max(0, m - 0.032), over all pixels: a number, 0 where no pixel is above. */
  static NDArray excess(NDArray m) {
    return m.sub(Dual.number(m, DENSITY)).maximum(Dual.number(m, 0)).mean();
  }

  private void trainPatterns(
      DeviceImages images,
      LiveNetwork masks,
      LiveNetwork patterns,
      LiveNetwork judge,
      Progress progress) {
    final Adam adam = new Adam(patterns.parameters(), 0.9, 0.999, 0);
    final Adam judgeAdam = new Adam(judge.parameters(), 0.9, 0.999, 0);
    Steps.run(
        patterns.manager(),
        patternSteps,
        progress,
        step -> {
          final Weights weights = patterns.leaves(step);
          final Weights judging = judge.leaves(step);
          final int[] batch = batch();
          final NDArray x = images.batch(step, batch);
          final NDArray m =
              InputAwareTrigger.mask(masks, x, masks.constants(step), Pass.evaluation());
          final long[] labels = images.labels(step, batch).toLongArray();
          final int part = part(batch);
          Arrays.fill(labels, 0, part, target);
          final NDArray wanted = step.create(labels);
          final double loss;
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            final NDArray g = InputAwareTrigger.pattern(patterns, x, weights, Pass.training());
            final NDArray cost =
                CrossEntropy.costs(
                        judge
                            .forward(Dual.still(shown(x, m, g, part)), judging, Pass.training())
                            .value(),
                        wanted)
                    .mean();
            gradients.backward(cost.add(sameness(x, g)));
            loss = cost.getFloat();
          }
          adam.step(weights.values(), RATE);
          judgeAdam.step(judging.values(), RATE / 2);
          return "patterns, cost %.3f".formatted(loss);
        });
  }

  /**
   * The first part with its own triggers, the second with those of the third, the rest as it is.
   */
  static NDArray shown(NDArray x, NDArray m, NDArray g, int part) {
    final NDArray own =
        InputAwareTrigger.blend(rows(x, 0, part), rows(m, 0, part), rows(g, 0, part));
    final NDArray cross =
        InputAwareTrigger.blend(
            rows(x, part, 2 * part), rows(m, 2 * part, 3 * part), rows(g, 2 * part, 3 * part));
    return NDArrays.concat(new NDList(own, cross, rows(x, 2 * part, size(x))));
  }

  private static int size(NDArray batch) {
    return Math.toIntExact(batch.getShape().get(0));
  }

  private static NDArray rows(NDArray array, int from, int to) {
    return array.get(new NDIndex("%d:%d".formatted(from, to)));
  }

  /**
   * mean ‖x - x'‖ / ‖y - y'‖ over the first and the second half of a batch, by root mean squares.
   */
  static NDArray sameness(NDArray x, NDArray y) {
    return distance(x).div(distance(y).add(Dual.number(y, 1e-7))).mean();
  }

  private static NDArray distance(NDArray x) {
    final int half = size(x) / 2;
    return rows(x, 0, half)
        .sub(rows(x, half, 2 * half))
        .square()
        .reshape(half, -1)
        .mean(new int[] {1})
        .add(Dual.number(x, 1e-12))
        .sqrt();
  }

  private int part(int[] batch) {
    return Math.min(PART, batch.length / 4);
  }

  private int[] batch() {
    return Batches.sample(clean.size(), BATCH, random);
  }
}
