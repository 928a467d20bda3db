package org.metasift.attack;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.CrossEntropy;
import org.metasift.nn.Dual;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.Pass;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;

/**
 * The network an attacker trains to aim at when the victim's is not known: a ResNet-18 of width 16,
 * five epochs on up to 12,800 images, enough to make a trigger that carries over.
 */
final class Surrogate {
  private static final int WIDTH = 16;
  private static final int MOST_IMAGES = 12_800;
  private static final int EPOCHS = 5;

  private Surrogate() {}

  /** Trains a surrogate on a set, as it is. */
  static Network train(ImageSet images, long seed) {
    final int[] order = Batches.permutation(images.size(), new SplittableRandom(seed));
    final ImageSet part = images.select(IntStream.of(order).limit(MOST_IMAGES).toArray());
    final Network start =
        Network.untrained(
            new ResNet18(WIDTH, images.channels(), Math.max(2, images.classes())), seed);
    return new Training(Training.Settings.standard().withEpochs(EPOCHS))
        .train(start, part, seed)
        .network();
  }

  /**
   * The gradient by the images of their mean cost, the network in evaluation mode.
   *
   * @param x (b, c, h, w), owned by {@code step}
   * @return x's shape
   */
  static NDArray gradient(LiveNetwork live, NDManager step, NDArray x, NDArray labels) {
    final NDArray leaf = LiveNetwork.leaf(x, step);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final NDArray scores =
          live.forward(Dual.still(leaf), live.constants(step), Pass.frozen()).value();
      gradients.backward(CrossEntropy.costs(scores, labels).mean());
    }
    return leaf.getGradient();
  }
}
