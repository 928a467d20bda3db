package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.compute.Compute;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Weights;

/** Where a network is cut, what it keeps, and what its steps leave behind. */
class LiveNetworkTest {
  private static final Network NETWORK = Network.untrained(new ResNet18(2, 3, 3), 4);

  @Test
  void theHeadIsTheSmallestThatHoldsTheLastArrays() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(NETWORK, root)) {
      assertThat(live.parameters().byName()).hasSize(62);
      assertThat(live.parameterNames(live.headStart(15)))
          .hasSize(17)
          .startsWith("layer4.0.conv1.weight")
          .endsWith("linear.weight", "linear.bias");
      assertThat(live.parameterNames(live.headStart(2)))
          .containsExactly("linear.weight", "linear.bias");
      assertThat(live.parameterNames(live.headStart(3))).startsWith("layer4.1.conv1.weight");
      assertThat(live.headStart(62)).isZero();
      for (final int topK : new int[] {0, -1, 63}) {
        assertThatThrownBy(() -> live.headStart(topK))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("top_k is %d; 1 to 62", topK);
      }
    }
  }

  @Test
  void featuresAndTheLastLayerMakeTheScores() {
    for (final Architecture architecture : List.of(new ResNet18(2, 3, 3), new SmallVgg16(3, 3))) {
      try (NDManager root = Compute.open();
          LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 4), root);
          DeviceImages images = DeviceImages.open(TinyImages.of(32, 3, 1, 2, 1, 2), root)) {
        final NDArray x = images.batch(root, new int[] {0, 1, 2, 3, 4});
        final Weights weights = live.constants(root);
        final Dual features = live.features(Dual.still(x), weights, Pass.evaluation());
        final NDArray scores = live.forward(Dual.still(x), weights, Pass.evaluation()).value();
        assertThat(features.value().getShape())
            .as(architecture.toString())
            .isEqualTo(new Shape(5, architecture instanceof SmallVgg16 ? 2048 : 16));
        assertThat(live.classify(features, weights, Pass.evaluation()).value().toFloatArray())
            .containsExactly(scores.toFloatArray());
      }
    }
  }

  @Test
  void aSnapshotIsTheNetwork() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(NETWORK, root)) {
      final Network snapshot = live.snapshot();
      assertThat(snapshot.architecture()).isEqualTo(NETWORK.architecture());
      assertThat(NetworkTest.same(NetworkTest.values(snapshot), NetworkTest.values(NETWORK)))
          .isTrue();
      live.parameters().byName().get("linear.bias").addi(1);
      assertThat(live.snapshot().state().get("linear.bias").values())
          .isNotEqualTo(NETWORK.state().get("linear.bias").values());
      assertThat(snapshot.state().get("linear.bias").values())
          .isEqualTo(NETWORK.state().get("linear.bias").values());
    }
  }

  @Test
  void trunkAndHeadAreTheWholeNetwork() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(NETWORK, root);
        NDManager step = root.newSubManager()) {
      final NDArray x = step.ones(new Shape(4, 3, 8, 8));
      final Weights weights = live.constants(step);
      final int cut = live.headStart(15);
      final Dual h = live.forward(Dual.still(x), weights, Pass.evaluation(), 0, cut);
      final Dual whole = live.forward(Dual.still(x), weights, Pass.evaluation());
      assertThat(live.forward(h, weights, Pass.evaluation(), cut, live.blockCount()).value())
          .isEqualTo(whole.value());
      assertThat(whole.value().getShape()).isEqualTo(new Shape(4, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 32})
  void judgingWithNormalisationsFoldedInGivesTheSameScores(int side) {
    final Network network =
        side == 8 ? NETWORK : Network.untrained(new SmallVgg16(3, 3), 4); // with biases as well
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(TinyImages.of(side, 3, 0, 4, 4, 4), root);
        LiveNetwork live = LiveNetwork.open(network, root);
        NDManager step = root.newSubManager()) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
      for (int k = 0; k < 3; k++) { // so that no statistic and no scale is at its start
        Training.step(live, images, new int[] {0, 1, 2, 3}, adam, 0.1);
      }
      final NDArray x = images.batch(step, new int[] {0, 1, 2, 3});
      final Weights weights = live.constants(step);
      for (final NDArray array : live.parameters().byName().values()) {
        array.addi(0.1f);
      }
      final NDArray folded = live.forward(Dual.still(x), weights, Pass.evaluation()).value();
      final NDArray plain = live.forward(Dual.still(x), weights, Pass.frozen()).value();
      assertThat(Golden.relativeError(folded, plain)).isLessThan(1e-5);
    }
  }

  /** A batch keeps its channels together in memory, and so do the layers of such a width. */
  @Test
  void channelsTogetherGiveWhatPlanesGive() {
    final Network network = Network.untrained(new ResNet18(Reshaping.TOGETHER, 3, 3, 2), 4);
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(TinyImages.of(32, 3, 0, 3, 3, 2), root);
        LiveNetwork live = LiveNetwork.open(network, root)) {
      final int[] all = {0, 1, 2, 3, 4, 5, 6, 7};
      final NDArray labels = images.labels(root, all);
      final NDArray x = images.batch(root, all);
      final NDArray along = images.batch(root, new int[] {7, 6, 5, 4, 3, 2, 1, 0});
      final UnaryOperator<NDArray> planar = Reshaping.planar().function();
      final List<NDArray> together = gradientAndTangent(live, x, along, labels);
      final List<NDArray> apart =
          gradientAndTangent(live, planar.apply(x), planar.apply(along), labels);
      for (int k = 0; k < together.size(); k++) {
        assertThat(Golden.relativeError(together.get(k), apart.get(k))).isLessThan(1e-4);
      }
    }
  }

  private static List<NDArray> gradientAndTangent(
      LiveNetwork live, NDArray x, NDArray along, NDArray labels) {
    final NDManager root = x.getManager();
    final Weights weights = live.leaves(root);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      final Dual costs =
          CrossEntropy.costs(live.forward(new Dual(x, along), weights, Pass.shadow()), labels);
      gradients.backward(costs.value().sum().add(costs.tangent().sum()));
      return List.of(
          costs.value(), costs.tangent(), live.parameters().gradient(weights.values(), root));
    }
  }

  @Test
  void stepsLeaveNoArrayBehind() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(TinyImages.of(8, 3, 0, 4, 4, 4), root);
        LiveNetwork live = LiveNetwork.open(NETWORK, root)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
      final int before = root.getManagedArrays().size();
      final int own = live.manager().getManagedArrays().size();
      Training.step(live, images, new int[] {0, 1, 2, 3}, adam, 0.01);
      Inference.predict(live, images);
      Inference.costs(live, images, null, null);
      assertThat(root.getManagedArrays()).hasSize(before);
      assertThat(live.manager().getManagedArrays()).hasSize(own);
    }
  }

  @Test
  void closingFreesTheWeights() {
    try (NDManager root = Compute.open()) {
      try (LiveNetwork live = LiveNetwork.open(NETWORK, root)) {
        assertThat(root.getManagedArrays()).hasSizeGreaterThan(live.parameters().byName().size());
      }
      assertThat(root.getManagedArrays()).isEmpty();
      assertThat(root.isOpen()).isTrue();
    }
  }

  @Test
  void judgingKeepsNoPictureOfTheLayersBetween() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(TinyImages.of(8, 3, 0, 2, 2, 1), root);
        LiveNetwork live = LiveNetwork.open(NETWORK, root);
        NDManager step = root.newSubManager()) {
      final NDArray x = images.batch(step, new int[] {0, 1, 2, 3, 4});
      live.forward(Dual.still(x), live.constants(step), Pass.evaluation());
      assertThat(pictures(step)).containsExactly(x);
      live.forward(Dual.still(x), live.constants(step), Pass.frozen());
      assertThat(pictures(step)).hasSizeGreaterThan(20);
    }
  }

  private static List<NDArray> pictures(NDManager step) {
    return step.getManagedArrays().stream()
        .filter(array -> array.getShape().dimension() == 4 && array.getShape().get(0) == 5)
        .toList();
  }

  @Test
  void anAutoencoderMakesPicturesAndHasNoLastLinearLayer() {
    final Network network = Network.untrained(new Autoencoder(2, 3, 1), 1);
    // 3 x 3 convolutions without a bias and two parameters a channel behind each, but for the last
    assertThat(network.parameterCount())
        .isEqualTo(9 * (3 * 2 + 2 * 4 + 4 * 8 + 8 * 8 + 8 * 4 + 4 * 2 + 2) + 1 + 2 * 28);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root)) {
      final Dual x = Dual.still(root.ones(new Shape(2, 3, 8, 12)));
      assertThat(live.forward(x, live.constants(root), Pass.shadow()).value().getShape())
          .isEqualTo(new Shape(2, 1, 8, 12));
      assertThat(network.architecture().classes()).isEqualTo(1);
      assertThatThrownBy(() -> live.classify(x, live.constants(root), Pass.shadow()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not end in a linear layer");
    }
  }

  @Test
  void evaluationChangesNothingAndTrainingTheRunningStatistics() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(TinyImages.of(8, 3, 0, 4, 4, 4), root);
        LiveNetwork live = LiveNetwork.open(NETWORK, root)) {
      Inference.predict(live, images);
      assertThat(NetworkTest.same(NetworkTest.values(live.snapshot()), NetworkTest.values(NETWORK)))
          .isTrue();
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
      Training.step(live, images, new int[] {0, 1, 2, 3}, adam, 0.01);
      final Network after = live.snapshot();
      for (final String name :
          new String[] {"bn1.running_mean", "bn1.running_var", "linear.bias"}) {
        assertThat(after.state().get(name).values())
            .isNotEqualTo(NETWORK.state().get(name).values());
      }
    }
  }
}
