package org.metasift.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.nn.Architecture;
import org.metasift.nn.Golden;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.device.DeviceImages;

/** Every layer's value and tangent against PyTorch's forward-mode derivative. */
class TangentTest {
  private static final double TOLERANCE = 1e-5;
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  private NDManager manager;
  private Map<String, NDArray> golden;

  @BeforeEach
  void open() {
    manager = Compute.open();
    golden = Golden.read(manager, "tangents.npz");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void convolution() {
    final Layer layer = new Convolution("c", 4, 5, 3, 1, 1, true);
    check(layer, moving("x"), weights("c.weight", "w", "c.bias", "b"), Pass.training(), "conv");
  }

  @Test
  void stridedConvolutionWithoutBias() {
    final Layer layer = new Convolution("c", 4, 5, 3, 2, 1, false);
    check(layer, moving("x"), weights("c.weight", "w"), Pass.training(), "strided");
  }

  @Test
  void batchNormalizationByTheBatch() {
    final Weights weights = weights("n.weight", "gamma", "n.bias", "beta");
    check(new BatchNormalization("n", 4), moving("x"), weights, Pass.shadow(), "batch");
  }

  @Test
  void batchNormalizationByRunningStatistics() {
    final Weights weights = weights("n.weight", "gamma", "n.bias", "beta");
    // an evaluation pass frees its input: it gets copies
    final Dual x = new Dual(golden.get("x").duplicate(), golden.get("dx").duplicate());
    check(new BatchNormalization("n", 4), x, weights, Pass.evaluation(), "running");
  }

  @Test
  void activationsAndPooling() {
    check(new Elu(), moving("x"), weights(), Pass.training(), "elu");
    check(new Relu(), moving("x"), weights(), Pass.training(), "relu");
    check(new MaxPooling(), moving("x"), weights(), Pass.training(), "pool");
  }

  @Test
  void maxPoolingTakesTheFirstOfEqualValues() {
    final NDArray x = manager.ones(new Shape(1, 1, 2, 2));
    final NDArray tangent = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
    final Dual y = new MaxPooling().forward(new Dual(x, tangent), weights(), Pass.training());
    assertThat(y.tangent().toFloatArray()).containsExactly(1f);
  }

  @Test
  void linear() {
    final Layer layer = Sequence.of(Reshaping.flatten(), new Linear("l", 144, 7));
    check(layer, moving("x"), weights("l.weight", "lw", "l.bias", "lb"), Pass.training(), "linear");
  }

  @Test
  void crossEntropy() {
    final Dual cost = CrossEntropy.costs(moving("scores"), manager.create(new long[] {1, 3, 0}));
    compare(cost, "cost");
  }

  @Test
  void runningStatisticsFollowPyTorchAndShadowsLeaveNoTrace() {
    final Weights weights = weights("n.weight", "gamma", "n.bias", "beta");
    final float[] before = weights.statistic("n.running_mean").toFloatArray();
    final float[] spread = weights.statistic("n.running_var").toFloatArray();
    new BatchNormalization("n", 4).forward(moving("x"), weights, Pass.shadow());
    assertThat(weights.statistic("n.running_mean").toFloatArray()).containsExactly(before);
    assertThat(weights.statistic("n.running_var").toFloatArray()).containsExactly(spread);
    new BatchNormalization("n", 4).forward(Dual.still(golden.get("x")), weights, Pass.training());
    final NDArray batchMean = golden.get("x").sum(new int[] {0, 2, 3}).div(108);
    final NDArray expected = manager.create(before).mul(0.9).add(batchMean.mul(0.1));
    assertThat(Golden.relativeError(weights.statistic("n.running_mean"), expected))
        .isLessThan(1e-5);
  }

  @Test
  void normalisationDoesNotSeeAShiftHoweverFar() {
    final Weights weights = weights("n.weight", "gamma", "n.bias", "beta");
    final Layer layer = new BatchNormalization("n", 4);
    final Dual near = moving("x");
    final Dual far = new Dual(near.value().add(1000f), near.tangent());
    final NDArray expected = layer.forward(near, weights, Pass.shadow()).tangent();
    final NDArray actual = layer.forward(far, weights, Pass.shadow()).tangent();
    // float32 holds x + 1000 to 3e-5
    assertThat(Golden.relativeError(actual, expected)).isLessThan(1e-3);
  }

  /** Reverse over forward: the gradient of the tangent against differences of tangents. */
  @Test
  void theTangentOfANormalisationHasTheRightGradient() {
    final Layer layer = new BatchNormalization("n", 4);
    final NDArray x = golden.get("x");
    final NDArray along = golden.get("dx");
    final NDArray other = manager.create(Golden.uniform(RANDOM, x.size(), 1), x.getShape());
    final NDArray share = manager.create(Golden.uniform(RANDOM, x.size(), 1), x.getShape());
    for (final Pass pass : new Pass[] {Pass.shadow(), Pass.frozen()}) {
      final Weights weights = weights("n.weight", "gamma", "n.bias", "beta");
      final NDArray leaf = LiveNetwork.leaf(x, manager);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final Dual y = layer.forward(new Dual(leaf, along), weights, pass);
        gradients.backward(y.tangent().mul(share).sum());
      }
      final double h = 1e-2;
      final double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        final NDArray moved = x.add(other.mul(side == 0 ? -h : h));
        sums[side] =
            layer
                .forward(new Dual(moved, along), weights, pass)
                .tangent()
                .mul(share)
                .sum()
                .getFloat();
      }
      final double expected = (sums[1] - sums[0]) / (2 * h);
      assertThat((double) leaf.getGradient().mul(other).sum().getFloat())
          .isCloseTo(expected, within(1e-2 * Math.abs(expected)));
      assertThat(Math.abs(expected)).isGreaterThan(0.1);
    }
  }

  @Test
  void wholeResNetAllParametersMoving() {
    wholeNetwork(new ResNet18(4, 3, 43), 3, "resnet");
  }

  @Test
  void wholeVggAllParametersMoving() {
    wholeNetwork(new SmallVgg16(3, 43), 4, "vgg");
  }

  private void wholeNetwork(Architecture architecture, long seed, String name) {
    try (LiveNetwork live = LiveNetwork.open(Golden.untrained(architecture, seed), manager);
        DeviceImages images = DeviceImages.open(Golden.batch(), manager)) {
      final SplittableRandom random = new SplittableRandom(5);
      final Map<String, NDArray> along = new HashMap<>();
      live.parameters()
          .byName()
          .forEach(
              (key, array) ->
                  along.put(
                      key,
                      manager.create(
                          Golden.uniform(random, array.size(), 0.05), array.getShape())));
      final NDArray move =
          manager.create(Golden.uniform(random, 3072, 0.1), new Shape(1, 3, 32, 32));
      final NDArray x = images.batch(manager, IntStream.range(0, 8).toArray());
      final Dual scores =
          live.forward(
              new Dual(x, move),
              live.constants(manager).moving(along),
              Pass.shadow().withoutDropout());
      assertThat(Golden.relativeError(scores.value(), golden.get(name))).isLessThan(1e-4);
      assertThat(Golden.relativeError(scores.tangent(), golden.get("d" + name))).isLessThan(1e-4);
    }
  }

  private void check(Layer layer, Dual x, Weights weights, Pass pass, String name) {
    compare(layer.forward(x, weights, pass), name);
  }

  private void compare(Dual actual, String name) {
    assertThat(Golden.relativeError(actual.value(), golden.get(name))).isLessThan(TOLERANCE);
    assertThat(Golden.relativeError(actual.tangent(), golden.get("d" + name)))
        .isLessThan(TOLERANCE);
  }

  private Dual moving(String name) {
    return new Dual(golden.get(name), golden.get("d" + name));
  }

  private Weights weights(String... names) {
    final Map<String, Dual> parameters = new HashMap<>();
    for (int k = 0; k < names.length; k += 2) {
      parameters.put(names[k], moving(names[k + 1]));
    }
    return new Weights(
        parameters,
        Map.of(
            "n.running_mean", golden.get("mean").duplicate(),
            "n.running_var", golden.get("var").duplicate()));
  }
}
