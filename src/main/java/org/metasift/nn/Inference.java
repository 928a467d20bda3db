package org.metasift.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.device.Augment;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/** A trained network's answers on images. Nothing is changed; dropout is off. */
public final class Inference {
  private static final int BATCH = 256;

  private Inference() {}

  /**
   * The class with the highest score for each image.
   *
   * @return n labels, in the order of the set
   * @throws IllegalArgumentException when the images do not fit the network
   */
  public static int[] predict(Network network, ImageSet images) {
    checkFit(network, images);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      return predict(live, resident);
    }
  }

  /** As above, of a network and images on the device. */
  public static int[] predict(LiveNetwork live, DeviceImages images) {
    return predict(live, images, IntStream.range(0, images.size()).toArray());
  }

  /** As above for the images at these indices, in their order. */
  public static int[] predict(LiveNetwork live, DeviceImages images, int[] indices) {
    final int[] predictions = new int[indices.length];
    for (final int[] places : Batches.inOrder(indices.length, BATCH)) {
      Progress.checkStop();
      try (NDManager step = live.manager().newSubManager()) {
        final int[] batch = Batches.at(indices, places);
        final NDArray scores = scores(live, images.batch(step, batch));
        final long[] best = scores.argMax(1).toLongArray();
        for (int k = 0; k < places.length; k++) {
          predictions[places[k]] = (int) best[k];
        }
      }
    }
    return predictions;
  }

  /** As below, of the images as they are. */
  public static float[] costs(LiveNetwork live, DeviceImages images) {
    return costs(live, images, null, null);
  }

  /**
   * The cross entropy of each image against its own label, in evaluation mode.
   *
   * @param augment moves each image first; null leaves it as it is
   * @param random fixes the moves; not used without {@code augment}
   * @return n costs, at least 0; higher = the network agrees less with the label
   */
  public static float[] costs(
      LiveNetwork live, DeviceImages images, Augment augment, SplittableRandom random) {
    final float[] costs = new float[images.size()];
    for (final int[] batch : Batches.inOrder(images.size(), BATCH)) {
      Progress.checkStop();
      try (NDManager step = live.manager().newSubManager()) {
        NDArray x = images.batch(step, batch);
        if (augment != null) {
          x = augment.apply(x, random);
        }
        final NDArray labels = images.labels(step, batch);
        final float[] values = CrossEntropy.costs(scores(live, x), labels).toFloatArray();
        System.arraycopy(values, 0, costs, batch[0], values.length);
      }
    }
    return costs;
  }

  /**
   * What a network makes of images.
   *
   * @param features what the last layer is fed, (n, d)
   * @param costs n cross entropies, as {@link #costs}
   */
  @SuppressWarnings("ArrayRecordComponent") // large, read once
  public record Looks(float[][] features, float[] costs) {}

  /**
   * The features of all images, and their costs, in one pass.
   *
   * @param live a network whose last layer is linear
   */
  public static Looks looks(LiveNetwork live, DeviceImages images) {
    final float[][] features = new float[images.size()][];
    final float[] costs = new float[images.size()];
    each(
        live,
        images,
        (batch, f, scores) -> {
          rows(f, features, batch[0]);
          final NDArray labels = images.labels(scores.getManager(), batch);
          final float[] values = CrossEntropy.costs(scores, labels).toFloatArray();
          System.arraycopy(values, 0, costs, batch[0], values.length);
        });
    return new Looks(features, costs);
  }

  /** How many predictions equal the labels, which stand in the same order. */
  public static int right(int[] predictions, int[] labels) {
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      right += predictions[i] == labels[i] ? 1 : 0;
    }
    return right;
  }

  /**
   * What a network sees in images.
   *
   * @param features what the last layer is fed, (n, d)
   * @param scores (n, classes)
   */
  @SuppressWarnings("ArrayRecordComponent") // large, read once
  public record Outputs(float[][] features, float[][] scores) {}

  /**
   * The features and class scores of all images.
   *
   * @param live a network whose last layer is linear
   */
  public static Outputs seen(LiveNetwork live, DeviceImages images) {
    final float[][] features = new float[images.size()][];
    final float[][] scores = new float[images.size()][];
    each(
        live,
        images,
        (batch, f, s) -> {
          rows(f, features, batch[0]);
          rows(s, scores, batch[0]);
        });
    return new Outputs(features, scores);
  }

  /** What is done with a batch: its images, their features (b, d) and scores (b, classes). */
  private interface Taken {
    void take(int[] batch, NDArray features, NDArray scores);
  }

  private static void each(LiveNetwork live, DeviceImages images, Taken taken) {
    for (final int[] batch : Batches.inOrder(images.size(), BATCH)) {
      Progress.checkStop();
      try (NDManager step = live.manager().newSubManager()) {
        final Weights weights = live.constants(step);
        final Dual x = Dual.still(images.batch(step, batch));
        final Dual f = live.features(x, weights, Pass.evaluation());
        taken.take(batch, f.value(), live.classify(f, weights, Pass.evaluation()).value());
      }
    }
  }

  /**
   * The features of images, as in {@link Outputs}, recorded where x collects a gradient.
   *
   * @param x (b, c, h, w); the result, (b, d), belongs to its manager
   */
  public static NDArray features(LiveNetwork live, NDArray x) {
    return live.features(Dual.still(x), live.constants(x.getManager()), Pass.frozen()).value();
  }

  /**
   * The gradient by the images of Σ ‖f(x) - f‖² / ‖f‖², f(x) their {@link #features}.
   *
   * @param x (b, c, h, w); what is computed belongs to its manager
   * @param wanted f, (1, d)
   * @return x's shape
   */
  public static NDArray featureGradient(LiveNetwork live, NDArray x, NDArray wanted) {
    final NDArray leaf = LiveNetwork.leaf(x, x.getManager());
    final NDArray f = LiveNetwork.constant(wanted, x.getManager());
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final NDArray gap = features(live, leaf).sub(f).square().sum();
      gradients.backward(gap.div(f.square().sum()));
    }
    return leaf.getGradient();
  }

  private static void rows(NDArray from, float[][] to, int first) {
    final float[] values = from.toFloatArray();
    final int width = (int) from.getShape().get(1);
    for (int k = 0; k < values.length / width; k++) {
      to[first + k] = Arrays.copyOfRange(values, k * width, (k + 1) * width);
    }
  }

  /**
   * The gradient by the images of their mean cost, the network in evaluation mode.
   *
   * @param x (b, c, h, w); what is computed belongs to its manager
   * @param labels int64, (b)
   * @return x's shape
   */
  public static NDArray gradientByImages(LiveNetwork live, NDArray x, NDArray labels) {
    final NDManager step = x.getManager();
    final NDArray leaf = LiveNetwork.leaf(x, step);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final NDArray scores =
          live.forward(Dual.still(leaf), live.constants(step), Pass.frozen()).value();
      gradients.backward(CrossEntropy.costs(scores, LiveNetwork.constant(labels, step)).mean());
    }
    return leaf.getGradient();
  }

  private static NDArray scores(LiveNetwork live, NDArray x) {
    return live.forward(Dual.still(x), live.constants(x.getManager()), Pass.evaluation()).value();
  }

  /**
   * Checks that a network can take a set.
   *
   * @throws IllegalArgumentException when channels, classes or size differ
   */
  public static void checkFit(Network network, ImageSet images) {
    final Architecture architecture = network.architecture();
    if (architecture.channels() != images.channels() || architecture.classes() < images.classes()) {
      throw new IllegalArgumentException(
          "%s cannot take %s: it expects %d channels and at most %d classes"
              .formatted(architecture, images, architecture.channels(), architecture.classes()));
    }
    final int side = architecture.side();
    if (side > 0 && (images.height() != side || images.width() != side)) {
      throw new IllegalArgumentException(
          "%s cannot take %s: it expects images of %d x %d"
              .formatted(architecture, images, side, side));
    }
  }
}
