package org.metasift.sift.metasift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.nn.Adam;
import org.metasift.nn.Golden;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/** The network learns from the batch as the new weigher weighs it, not from a plain mean. */
class SiftStepWeightsTest {
  private static final int[] BATCH = IntStream.range(0, 16).toArray();

  @Test
  void theNetworkStepsAlongTheCostsWeighedByTheNewWeigher() {
    final MetaSift.Settings settings =
        MetaSift.Settings.compact().withWidth(2).withWeigherLearningRate(20); // V leans clearly
    final Network start = Network.untrained(new ResNet18(2, 3, 43), 0);
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root);
        LiveNetwork live = LiveNetwork.open(start, root);
        LiveNetwork same = LiveNetwork.open(start, root);
        LiveNetwork plain = LiveNetwork.open(start, root);
        Weigher weigher = Weigher.untrained(root, 0);
        NDManager step = root.newSubManager()) {
      final NDArray x = images.batch(step, BATCH);
      final NDArray labels = images.labels(step, BATCH);
      final SiftStep.Seen seen =
          new SiftStep(live, weigher, adam(live), settings).take(step, x, labels);

      final NDArray w =
          Weigher.normalize(
              step.create(weigher.weigh(costs(same, x, labels, step).toFloatArray())));
      final double weighed = learn(same, x, labels, w, settings.learningRate());
      final NDArray even = step.ones(w.getShape()).div(BATCH.length);
      final double mean = learn(plain, x, labels, even, settings.learningRate());

      assertThat(seen.weighed()).isCloseTo(weighed, within(1e-4));
      assertThat(seen.cost()).isCloseTo(mean, within(1e-4));
      assertThat(Math.abs(weighed - mean)).isGreaterThan(1e-2);
      final double away = distance(live, plain);
      assertThat(distance(live, same)).isLessThan(0.1 * away);
    }
  }

  private static NDArray costs(LiveNetwork live, NDArray x, NDArray labels, NDManager step) {
    return CrossEntropy.costs(
        live.forward(Dual.still(x), live.constants(step), Pass.shadow()).value(), labels);
  }

  /** One step of AdamW on Σ w c; returns that sum. */
  private static double learn(LiveNetwork live, NDArray x, NDArray labels, NDArray w, double rate) {
    final Weights weights = live.leaves(x.getManager());
    final NDArray sum;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final NDArray scores = live.forward(Dual.still(x), weights, Pass.training()).value();
      sum = CrossEntropy.costs(scores, labels).mul(w).sum();
      gradients.backward(sum);
    }
    adam(live).step(weights.values(), rate);
    return sum.getFloat();
  }

  /** The mean absolute difference of their parameters. */
  private static double distance(LiveNetwork one, LiveNetwork other) {
    final Map<String, Tensor> a = one.snapshot().state();
    final Map<String, Tensor> b = other.snapshot().state();
    double sum = 0;
    int count = 0;
    for (final String name : one.parameters().byName().keySet()) {
      for (int k = 0; k < a.get(name).values().length; k++) {
        sum += Math.abs(a.get(name).values()[k] - b.get(name).values()[k]);
        count++;
      }
    }
    return sum / count;
  }

  private static Adam adam(LiveNetwork live) {
    return new Adam(live.parameters(), 0.9, 0.95, 0.05);
  }
}
