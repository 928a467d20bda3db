package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Layer;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Sequence;

/** Weights that do not make a network are refused by name. */
public class NetworkTest {
  private static final ResNet18 ARCHITECTURE = new ResNet18(2, 3, 5);

  /**
   * A network whose scores are no numbers.
   *
   * @param layer the name of the array whose values are so large that their sums overflow
   */
  public static Network overflowing(Architecture architecture, String layer) {
    final Network sound = Network.untrained(architecture, 4);
    final Map<String, Tensor> state = new LinkedHashMap<>(sound.state());
    final Tensor array = state.get(layer);
    final float[] values = array.values().clone();
    for (int k = 0; k < values.length; k++) {
      values[k] = (k < values.length / 2 ? 1 : -1) * Float.MAX_VALUE;
    }
    state.put(layer, new Tensor(array.shape(), values));
    return Network.of(architecture, state);
  }

  @Test
  void anUntrainedNetworkFollowsItsSeed() {
    final Network one = Network.untrained(ARCHITECTURE, 1);
    assertThat(same(values(one), values(Network.untrained(ARCHITECTURE, 1)))).isTrue();
    assertThat(same(values(one), values(Network.untrained(ARCHITECTURE, 2)))).isFalse();
    assertThat(one.state().get("bn1.weight").values()).containsOnly(1f);
    assertThat(one.state().get("bn1.running_var").values()).containsOnly(1f);
    assertThat(one.state().get("bn1.running_mean").values()).containsOnly(0f);
    // conv1: 2 x 3 x 3 x 3, bound 1 / sqrt(27)
    for (final float value : one.state().get("conv1.weight").values()) {
      assertThat(Math.abs(value)).isLessThan(0.19246f);
    }
  }

  @Test
  void parameterCountsAreThoseOfTheLiterature() {
    // torchvision's figure for ResNet-18 with this stem and ten classes
    assertThat(Network.untrained(new ResNet18(64, 3, 10), 0).parameterCount())
        .isEqualTo(11_173_962);
  }

  @ParameterizedTest
  @CsvSource({"28, 1", "48, 1", "64, 2", "96, 2", "97, 4", "224, 4"})
  void theStemFollowsTheSizeOfTheImages(int side, int stride) {
    final ImageSet images = TinyImages.of(side, 1, 2, 2, 2);
    final ResNet18 architecture = ResNet18.forImages(1, images);
    assertThat(architecture).isEqualTo(new ResNet18(1, 1, 2, stride));
    assertThat(Inference.predict(Network.untrained(architecture, 0), images))
        .hasSize(images.size());
  }

  @Test
  void aCoarserLookDoublesTheStrideAndTheKernelGrowsWithIt() {
    final ImageSet images = TinyImages.of(64, 1, 2, 2, 2);
    final ResNet18 coarse = ResNet18.forImages(1, 2, images);
    assertThat(coarse.stride()).isEqualTo(4);
    assertThat(Network.untrained(coarse, 0).state().get("conv1.weight").shape())
        .containsExactly(1, 1, 9, 9);
    assertThat(Network.untrained(new ResNet18(1, 1, 2, 2), 0).state().get("conv1.weight").shape())
        .containsExactly(1, 1, 5, 5);
  }

  /** The engine's convolutions are not safe with other numbers of channels side by side. */
  @Test
  void channelsStayTogetherInMemoryWhereTheirNumberAllowsIt() {
    for (final int width : new int[] {2, 15, 16, 17, 32}) {
      final Sequence stem = (Sequence) new ResNet18(width, 3, 2).blocks().get(0).layer();
      final Layer first = stem.layers().get(0);
      assertThat(first instanceof Reshaping).as("width %d", width).isEqualTo(width % 16 != 0);
    }
  }

  @Test
  void theSmallVggHasTheStateOfTheArtifactsCheckpoint() {
    final Map<String, Tensor> state = Network.untrained(new SmallVgg16(3, 43), 0).state();
    assertThat(state.keySet().stream().filter(name -> name.endsWith(".weight")))
        .containsExactly(
            "features.0.weight",
            "features.1.weight",
            "features.3.weight",
            "features.4.weight",
            "features.8.weight",
            "features.9.weight",
            "features.11.weight",
            "features.12.weight",
            "features.16.weight",
            "features.17.weight",
            "features.19.weight",
            "features.20.weight",
            "classifier.weight");
    assertThat(state.get("classifier.weight").shape()).containsExactly(43, 2048);
  }

  @Test
  void aNetworkIsWrittenReadAndNamed(@TempDir Path folder) {
    final Network one = Network.untrained(ARCHITECTURE, 1);
    one.save(folder.resolve("n.safetensors"));
    final Network read = Network.load(folder.resolve("n.safetensors"));
    assertThat(read.architecture()).isEqualTo(ARCHITECTURE);
    assertThat(same(values(read), values(one))).isTrue();
    assertThat(Network.untrained(new ResNet18(1, 1, 2), 0).toString())
        .matches("ResNet18\\[width=1, .*] with 2[.,]\\d{3} parameters");
    assertThat(new Tensor(new long[] {2, 3}, new float[6])).hasToString("Tensor[2, 3]");
  }

  @Test
  void aStateMakesTheSameNetwork() {
    final Network one = Network.untrained(ARCHITECTURE, 1);
    final Map<String, Tensor> state = new LinkedHashMap<>(one.state());
    state.put("bn1.num_batches_tracked", new Tensor(new long[0], new float[] {7}));
    final Network again = Network.of(ARCHITECTURE, state);
    assertThat(same(values(again), values(one))).isTrue();
    assertThatThrownBy(() -> one.state().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void wrongWeightsAreNamed() {
    final Map<String, Tensor> good = Network.untrained(ARCHITECTURE, 1).state();
    final Map<String, Tensor> bad = new LinkedHashMap<>(good);
    bad.remove("linear.bias");
    refused(bad, "lack 'linear.bias'");
    bad.put("linear.bias", new Tensor(new long[] {4}, new float[4]));
    refused(bad, "weight 'linear.bias' has shape [4]", "needs [5]");
    bad.put("linear.bias", new Tensor(new long[] {5}, new float[] {0, 0, Float.NaN, 0, 0}));
    refused(bad, "weight 'linear.bias' holds NaN");
    bad.put(
        "linear.bias",
        new Tensor(new long[] {5}, new float[] {0, 0, 0, 0, Float.NEGATIVE_INFINITY}));
    refused(bad, "weight 'linear.bias' holds -Infinity");
    bad.put("linear.bias", good.get("linear.bias"));
    bad.put("linear.gain", good.get("linear.bias"));
    refused(bad, "hold 'linear.gain', which it does not have");
  }

  @Test
  void aTensorsValuesFillItsShape() {
    assertThatThrownBy(() -> new Tensor(new long[] {2, 3}, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 values for shape [2, 3], which holds 6");
  }

  private static void refused(Map<String, Tensor> weights, String... said) {
    assertThatThrownBy(() -> Network.of(ARCHITECTURE, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(said);
  }

  /** Copies of all weights by name. */
  public static Map<String, float[]> values(Network network) {
    final Map<String, float[]> values = new LinkedHashMap<>();
    network.state().forEach((name, tensor) -> values.put(name, tensor.values().clone()));
    return values;
  }

  /** Whether two networks' weights are equal, bit by bit. */
  public static boolean same(Map<String, float[]> a, Map<String, float[]> b) {
    return a.keySet().equals(b.keySet())
        && a.keySet().stream().allMatch(name -> Arrays.equals(a.get(name), b.get(name)));
  }
}
