package org.metasift.sift.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
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
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;

/** The weigher's gradient against the reference step in PyTorch, and the memory of many steps. */
class SiftStepTest {
  private static final MetaSift.Settings SETTINGS = MetaSift.Settings.compact().withWidth(4);

  @Test
  void weigherGradientAgreesWithDoubleBackwardThroughTheWholeVirtualStep() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root)) {
      final Map<String, NDArray> golden = Golden.read(root, "sift_step.npz");
      try (LiveNetwork live = LiveNetwork.open(network(golden), root);
          Weigher weigher = exported(root);
          NDManager step = live.manager().newSubManager()) {
        final SiftStep siftStep = new SiftStep(live, weigher, adam(live), SETTINGS);
        final int[] all = IntStream.range(0, 64).toArray();
        final NDArray x = images.batch(step, all);
        final NDArray labels = images.labels(step, all);
        final int cut = live.headStart(15);
        final NDArray h =
            live.forward(Dual.still(x), live.constants(step), Pass.shadow(), 0, cut).value();
        final Map<String, NDArray> v = weigher.leaves(step);
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          final SiftStep.Virtual virtual = siftStep.virtualStep(step, gradients, h, labels);
          assertThat(Golden.relativeError(virtual.costs(), golden.get("costs"))).isLessThan(1e-4);
          final NDArray tangent =
              siftStep
                  .headCosts(
                      h, labels, live.constants(step).moving(virtual.direction()), Pass.shadow())
                  .tangent();
          gradients.backward(siftStep.weigherLoss(virtual, tangent, v));
        }
        final Map<String, NDArray> gradients = new HashMap<>();
        v.forEach((name, leaf) -> gradients.put(name, leaf.getGradient()));
        final double relative = differenceFromGolden(gradients, golden);
        System.out.printf("weigher gradient: relative difference %.5f%n", relative);
        assertThat(relative).isLessThan(0.01);
      }
    }
  }

  @Test
  void aStepMovesTheWeigherAlongThatGradientAndTheStatisticsOnce() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root)) {
      final Map<String, NDArray> golden = Golden.read(root, "sift_step.npz");
      try (LiveNetwork live = LiveNetwork.open(network(golden), root);
          LiveNetwork plain = LiveNetwork.open(network(golden), root);
          Weigher weigher = exported(root);
          NDManager step = live.manager().newSubManager()) {
        final int[] all = IntStream.range(0, 64).toArray();
        final NDArray x = images.batch(step, all);
        final Map<String, NDArray> before = new HashMap<>();
        weigher.constants(step).forEach((name, array) -> before.put(name, array.duplicate()));
        final double rate = 0.5; // large, so that rounding does not hide the difference
        new SiftStep(live, weigher, adam(live), SETTINGS.withWeigherLearningRate(rate))
            .take(step, x, images.labels(step, all));
        final Map<String, NDArray> moved = new HashMap<>();
        weigher
            .constants(step)
            .forEach((name, now) -> moved.put(name, before.get(name).sub(now).div(rate)));
        assertThat(differenceFromGolden(moved, golden)).isLessThan(0.01);

        plain.forward(Dual.still(x), plain.constants(step), Pass.training());
        final Map<String, Tensor> once = plain.snapshot().state();
        final Map<String, Tensor> taken = live.snapshot().state();
        for (final String name : new String[] {"bn1.running_mean", "layer4.1.bn2.running_var"}) {
          assertThat(taken.get(name).values())
              .usingComparatorWithPrecision(1e-5f)
              .containsExactly(once.get(name).values());
        }
      }
    }
  }

  /** The Euclidean distance of all arrays together, as a share of the golden ones' length. */
  private static double differenceFromGolden(
      Map<String, NDArray> gradients, Map<String, NDArray> golden) {
    double difference = 0;
    double size = 0;
    for (final Map.Entry<String, NDArray> gradient : gradients.entrySet()) {
      final NDArray expected = golden.get("v." + gradient.getKey());
      final NDArray actual = gradient.getValue().reshape(expected.getShape());
      difference += Math.pow(actual.sub(expected).norm().getFloat(), 2);
      size += Math.pow(expected.norm().getFloat(), 2);
    }
    return Math.sqrt(difference / size);
  }

  @Test
  void stepsChangeBothNetworksAndKeepNoNativeArray() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root);
        LiveNetwork live = LiveNetwork.open(Network.untrained(new ResNet18(2, 3, 43), 0), root);
        Weigher weigher = Weigher.untrained(root, 0)) {
      final SiftStep siftStep = new SiftStep(live, weigher, adam(live), SETTINGS.withWidth(2));
      final float[] before = live.parameters().byName().get("conv1.weight").toFloatArray();
      final float[] weights = weigher.weigh(new float[] {0.1f, 4f});
      step(live, images, siftStep);
      final int arrays = live.manager().getManagedArrays().size();
      final int all = root.getManagedArrays().size();
      for (int k = 0; k < 5; k++) {
        step(live, images, siftStep);
      }
      assertThat(live.manager().getManagedArrays().size()).isEqualTo(arrays);
      assertThat(root.getManagedArrays().size()).isEqualTo(all);
      assertThat(live.parameters().byName().get("conv1.weight").toFloatArray())
          .isNotEqualTo(before);
      assertThat(weigher.weigh(new float[] {0.1f, 4f})).isNotEqualTo(weights);
    }
  }

  private static void step(LiveNetwork live, DeviceImages images, SiftStep siftStep) {
    try (NDManager step = live.manager().newSubManager()) {
      final int[] all = IntStream.range(0, 16).toArray();
      siftStep.take(step, images.batch(step, all), images.labels(step, all));
    }
  }

  /** The weigher whose gradient was exported: its weights are drawn as the exporter draws them. */
  private static Weigher exported(NDManager root) {
    final SplittableRandom random = new SplittableRandom(9);
    final int[] sizes = {1, 100, 150, 1};
    final Map<String, float[]> weights = new HashMap<>();
    for (int k = 1; k < sizes.length; k++) {
      final double bound = 1 / Math.sqrt(sizes[k - 1]);
      weights.put("w" + k, Golden.uniform(random, (long) sizes[k] * sizes[k - 1], bound));
      weights.put("b" + k, Golden.uniform(random, sizes[k], bound));
    }
    return Weigher.of(root, weights);
  }

  private static Adam adam(LiveNetwork live) {
    return new Adam(live.parameters(), 0.9, 0.95, 0.05);
  }

  private static Network network(Map<String, NDArray> golden) {
    final Map<String, Tensor> state = new HashMap<>();
    golden.forEach(
        (name, array) -> {
          if (name.startsWith("net.")) {
            state.put(
                name.substring(4), new Tensor(array.getShape().getShape(), array.toFloatArray()));
          }
        });
    return Network.of(new ResNet18(4, 3, 43), state);
  }
}
