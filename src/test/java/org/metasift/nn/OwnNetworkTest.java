package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.TinySettings;

/** A DJL block of somebody's own as the network of a sifter. */
class OwnNetworkTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 23);
  private static final MetaSift.Settings TINY =
      TinySettings.tiny().withWeigherLearningRate(0.5).withEpochs(2, 2);

  @TempDir private Path folder;

  private static Block block() {
    return new SequentialBlock()
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(5)
                .build())
        .add(BatchNorm.builder().build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
  }

  @Test
  void itComputesWhatTheBlockAndALinearLayerCompute() {
    final Block block = block();
    final OwnNetwork architecture = OwnNetwork.around("mine", block, IMAGES);
    final Network network = Network.untrained(architecture, 3);
    assertThat(network.state()).hasSize(6 + 2);
    assertThat(network.state().get("head.weight").shape()).containsExactly(2, 5 * 4 * 4);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(IMAGES, root)) {
      final NDArray x = resident.batch(root, new int[] {0, 7, 30, 47});
      final Block twin = block();
      twin.initialize(root, DataType.FLOAT32, new Shape(4, 3, 8, 8));
      for (int k = 0; k < twin.getParameters().size(); k++) {
        final Tensor tensor =
            network.state().get("features." + block.getParameters().get(k).getKey());
        twin.getParameters().get(k).getValue().getArray().set(tensor.values());
      }
      for (final boolean training : new boolean[] {false, true}) {
        final NDArray features =
            twin.forward(new ParameterStore(root, false), new NDList(x), training)
                .singletonOrThrow()
                .reshape(4, -1);
        final NDArray expected =
            features
                .matMul(live.parameters().byName().get("head.weight").transpose())
                .add(live.parameters().byName().get("head.bias"));
        final NDArray scores =
            live.forward(
                    Dual.still(x),
                    live.constants(root),
                    training ? Pass.training() : Pass.evaluation())
                .value();
        assertThat(scores.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-6f));
      }
    }
  }

  @Test
  void aTrainingPassAloneMovesTheRunningStatistics() {
    final OwnNetwork architecture = OwnNetwork.around("mine", block(), IMAGES);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 3), root);
        DeviceImages resident = DeviceImages.open(IMAGES, root)) {
      final NDArray x = resident.batch(root, new int[] {0, 7, 30, 47});
      final float[] before = means(live);
      live.forward(Dual.still(x), live.constants(root), Pass.shadow());
      live.forward(Dual.still(x), live.constants(root), Pass.evaluation());
      assertThat(means(live)).containsExactly(before);
      live.forward(Dual.still(x), live.constants(root), Pass.training());
      assertThat(means(live)).isNotEqualTo(before);
    }
  }

  private static float[] means(LiveNetwork live) {
    return live.snapshot().state().entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).contains("mean"))
        .findFirst()
        .orElseThrow()
        .getValue()
        .values();
  }

  @Test
  void aSifterLearnsWithIt() {
    final Block shared = block();
    final MetaSift metaSift =
        new MetaSift(TINY, images -> OwnNetwork.around("mine", shared, images));
    final Outcome outcome = metaSift.sift(IMAGES, 10, 4);
    final var losses = outcome.siftings().get(0).losses();
    assertThat(losses.get(losses.size() - 1)).isLessThan(0.9 * losses.get(0));
    assertThat(outcome.base().settings()).contains("mine (own network, 80 features)");
    final BaseSet again =
        new MetaSift(TINY, images -> OwnNetwork.around("mine", block(), images))
            .pick(IMAGES, 10, 4);
    assertThat(again.picks()).isEqualTo(outcome.base().picks());
    assertThat(metaSift.pick(IMAGES, 10, 5).picks()).isNotEqualTo(again.picks());
  }

  @Test
  void theHeadIsWhatFollowsTheBlock() {
    try (NDManager root = Compute.open();
        LiveNetwork live =
            LiveNetwork.open(
                Network.untrained(OwnNetwork.around("mine", block(), IMAGES), 1), root)) {
      for (final int topK : new int[] {1, 2, 3, 15}) {
        assertThat(live.headStart(topK)).isEqualTo(1);
      }
      assertThat(live.parameterNames(1)).containsExactly("head.weight", "head.bias");
    }
  }

  @Test
  void startingWeightsComeFromTheBlocksInitializersAndTheSeed() {
    final OwnNetwork architecture = OwnNetwork.around("mine", block(), IMAGES);
    final float[] one = first(Network.untrained(architecture, 1));
    assertThat(first(Network.untrained(architecture, 1))).containsExactly(one);
    assertThat(first(Network.untrained(architecture, 2))).isNotEqualTo(one);
  }

  private static float[] first(Network network) {
    return network.state().values().iterator().next().values();
  }

  @Test
  void itsShapeIsThatOfTheImages() {
    final OwnNetwork square = OwnNetwork.around("mine", block(), IMAGES);
    assertThat(square.channels()).isEqualTo(3);
    assertThat(square.classes()).isEqualTo(2);
    assertThat(square.side()).isEqualTo(8);
    final ImageSet oblong =
        ImageSet.of(
            new byte[8 * 4],
            new int[] {0},
            new ImageShape(8, 4, 1),
            TinyImages.names(1),
            List.of("a"));
    final OwnNetwork grey = OwnNetwork.around("grey", block(), oblong);
    assertThat(grey.side()).isZero();
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(grey.classes()).isEqualTo(2);
  }

  @Test
  void itKnowsNoTangentsOfItsInput() {
    final OwnNetwork architecture = OwnNetwork.around("mine", block(), IMAGES);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 3), root)) {
      final NDArray x = root.ones(new Shape(2, 3, 8, 8));
      assertThatThrownBy(
              () -> live.forward(new Dual(x, x), live.constants(root), Pass.evaluation()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("mine does not support tangents");
    }
  }

  @Test
  void wrongUseIsRefusedInASentence() {
    final Block two = new LambdaBlock(in -> new NDList(in.get(0), in.get(0)));
    assertThatThrownBy(() -> OwnNetwork.around("two", two, IMAGES))
        .hasMessageContaining("network 'two'")
        .hasMessageContaining(
            "one array of features, (b, ...), must come out, not [(1, 3, 8, 8), ");
    final Block flat = new LambdaBlock(in -> new NDList(in.singletonOrThrow().flatten()));
    assertThatThrownBy(() -> OwnNetwork.around("flat", flat, IMAGES))
        .hasMessageContaining("one array of features");
    final Block tooDeep =
        new SequentialBlock()
            .add(Conv2d.builder().setKernelShape(new Shape(9, 9)).setFilters(2).build());
    assertThatThrownBy(() -> OwnNetwork.around("deep", tooDeep, IMAGES))
        .hasMessageContaining("network 'deep'")
        .hasMessageContaining("(1, 3, 8, 8)");
    final Network network = Network.untrained(OwnNetwork.around("mine", block(), IMAGES), 1);
    assertThatThrownBy(() -> network.save(folder.resolve("n.safetensors")))
        .hasMessageContaining("cannot be saved");
    assertThat(folder).isEmptyDirectory();
  }
}
