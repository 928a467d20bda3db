package org.metasift.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.metasift.compute.Compute;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/**
 * Plain training of a classifier: mean cross entropy, AdamW, a learning rate that rises over the
 * first fifth of the steps and falls to zero along a cosine.
 */
public final class Training {
  private final Settings settings;

  /** Training with these settings. */
  public Training(Settings settings) {
    this.settings = settings;
  }

  /**
   * What a training run is made of.
   *
   * @param epochs passes over the set, at least 1
   * @param batchSize images a step, at least 2 (batch normalisation)
   * @param learningRate the highest learning rate, above 0
   * @param weightDecay decoupled weight decay, 0 to 1
   */
  public record Settings(int epochs, int batchSize, double learningRate, double weightDecay) {
    /** Checks the ranges. */
    public Settings {
      Ranges.atLeast("epochs", epochs, 1);
      Ranges.atLeast("batchSize", batchSize, 2);
      Ranges.between("learningRate", learningRate, 0, 10);
      Ranges.within("weightDecay", weightDecay, 0, 1);
    }

    /** Settings that train a small network well: 5 epochs, batches of 128, 3e-3, decay 0.01. */
    public static Settings standard() {
      return new Settings(5, 128, 3e-3, 0.01);
    }

    /**
     * Settings that train a narrow network on a small set: 10 epochs, batches of 64, 4e-3, 0.01.
     */
    public static Settings ofSmallSets() {
      return new Settings(10, 64, 4e-3, 0.01);
    }

    @Override
    public String toString() {
      return "%d epochs, batch %d, AdamW, lr %s, decay %s"
          .formatted(epochs, batchSize, learningRate, weightDecay);
    }

    /** The same with another number of epochs. */
    public Settings withEpochs(int value) {
      return new Settings(value, batchSize, learningRate, weightDecay);
    }
  }

  /**
   * The outcome of a training run.
   *
   * @param network the trained network
   * @param losses the mean cross entropy of each step's batch
   */
  public record Result(Network network, List<Double> losses) {}

  /**
   * Trains a copy of a network; the one given stays as it is.
   *
   * @param seed fixes the order of the batches and the dropout
   * @throws IllegalArgumentException when the images do not fit the network
   * @throws DivergedException when the cost or a weight is not a finite number any more
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public Result train(Network start, ImageSet images, long seed) {
    Inference.checkFit(start, images);
    final SplittableRandom random = RandomStream.BATCHES.from(seed);
    Compute.seed(seed);
    final int perEpoch = Math.max(1, images.size() / settings.batchSize());
    final int total = perEpoch * settings.epochs();
    final List<Double> losses = new ArrayList<>();
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(start, root);
        DeviceImages resident = DeviceImages.open(images, root);
        Progress progress = Progress.of("Training " + name(start), total)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, settings.weightDecay());
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        // a last, smaller batch is left out: each epoch leaves out others
        for (final int[] batch :
            Batches.shuffled(images.size(), settings.batchSize(), random).subList(0, perEpoch)) {
          final double rate =
              settings.learningRate() * share((losses.size() + 1.0) / (total + 1.0));
          losses.add(
              DivergedException.check(
                  step(live, resident, batch, adam, rate),
                  "the training of a " + name(start),
                  "epoch " + (epoch + 1),
                  remedy()));
          progress.step(
              "epoch %d of %d, loss %.3f"
                  .formatted(epoch + 1, settings.epochs(), losses.get(losses.size() - 1)));
        }
      }
      return new Result(live.snapshot("the training of a " + name(start)), losses);
    }
  }

  /**
   * One step on the mean cross entropy of a batch.
   *
   * @return the loss before the step
   */
  public static double step(
      LiveNetwork live, DeviceImages images, int[] batch, Adam adam, double learningRate) {
    try (NDManager step = live.manager().newSubManager()) {
      final Weights weights = live.leaves(step);
      final NDArray x = images.batch(step, batch);
      final NDArray labels = images.labels(step, batch);
      final NDArray loss;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final NDArray scores = live.forward(Dual.still(x), weights, Pass.training()).value();
        loss = CrossEntropy.costs(scores, labels).mean();
        gradients.backward(loss);
      }
      adam.step(weights.values(), learningRate);
      return loss.getFloat();
    }
  }

  private String remedy() {
    return DivergedException.lower("learning rate", settings.learningRate());
  }

  private static double share(double done) {
    final double rise = 0.2;
    return done < rise ? done / rise : 0.5 * (1 + Math.cos(Math.PI * (done - rise) / (1 - rise)));
  }

  private static String name(Network network) {
    return network.architecture().getClass().getSimpleName();
  }
}
