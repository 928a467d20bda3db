package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;

/** Predictions, costs and features of more images than one batch holds, and their gradients. */
class InferenceTest {
  private static final ImageSet IMAGES = TinyImages.of(4, 3, 1, 100, 101, 100);
  private static final Network NETWORK = Network.untrained(new ResNet18(2, 3, 3), 4);

  private NDManager root;
  private LiveNetwork live;
  private DeviceImages resident;

  @BeforeEach
  void open() {
    root = Compute.open();
    live = LiveNetwork.open(NETWORK, root);
    resident = DeviceImages.open(IMAGES, root);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void scoresAreTheLastLayerOfTheFeaturesAndCostsFollowFromThem() {
    final Inference.Outputs seen = Inference.seen(live, resident);
    final float[] costs = Inference.costs(live, resident, null, null);
    final float[] weight = NETWORK.state().get("linear.weight").values();
    final float[] bias = NETWORK.state().get("linear.bias").values();
    assertThat(seen.features()).hasDimensions(301, 16);
    assertThat(costs).hasSize(301);
    for (int i = 0; i < 301; i++) {
      final float[] f = seen.features()[i];
      final double[] z = new double[3];
      for (int c = 0; c < 3; c++) {
        final int from = 16 * c;
        z[c] = bias[c] + IntStream.range(0, 16).mapToDouble(k -> weight[from + k] * f[k]).sum();
        assertThat((double) seen.scores()[i][c]).isCloseTo(z[c], within(1e-5));
      }
      final double cost = Math.log(DoubleStream.of(z).map(Math::exp).sum()) - z[IMAGES.label(i)];
      assertThat((double) costs[i]).isCloseTo(cost, within(1e-5));
    }
  }

  @Test
  void everyImageIsSeenInItsPlaceAlsoBeyondTheFirstBatch() {
    final Inference.Outputs all = Inference.seen(live, resident);
    for (final int i : new int[] {0, 255, 256, 300}) {
      try (DeviceImages one = DeviceImages.open(IMAGES.select(i), root)) {
        final Inference.Outputs alone = Inference.seen(live, one);
        for (int k = 0; k < 16; k++) {
          assertThat(all.features()[i][k]).isCloseTo(alone.features()[0][k], within(1e-5f));
        }
      }
    }
  }

  @Test
  void onePassGivesTheFeaturesAndTheCosts() {
    final Inference.Looks looks = Inference.looks(live, resident);
    assertThat(looks.features()).isDeepEqualTo(Inference.seen(live, resident).features());
    assertThat(looks.costs())
        .containsExactly(Inference.costs(live, resident, null, null), within(1e-6f));
  }

  @Test
  void thePredictionIsTheHighestScoreInTheOrderAskedFor() {
    final float[] means = new float[3]; // without them an untrained network has one answer for all
    for (final float[] z : Inference.seen(live, resident).scores()) {
      IntStream.range(0, 3).forEach(c -> means[c] += z[c] / 301);
    }
    live.parameters().byName().get("linear.bias").subi(root.create(means));
    final float[][] scores = Inference.seen(live, resident).scores();
    final int[] best =
        Arrays.stream(scores)
            .mapToInt(z -> z[0] > z[1] ? z[0] > z[2] ? 0 : 2 : z[1] > z[2] ? 1 : 2)
            .toArray();
    assertThat(Arrays.stream(best).distinct().count()).isGreaterThan(1);
    assertThat(Inference.predict(live, resident)).isEqualTo(best);
    assertThat(Inference.predict(live.snapshot(), IMAGES)).isEqualTo(best);
    final int[] backwards = IntStream.range(0, 301).map(i -> 300 - i).toArray();
    assertThat(Inference.predict(live, resident, backwards))
        .isEqualTo(Arrays.stream(backwards).map(i -> best[i]).toArray());
    assertThat(Inference.predict(live, resident, new int[0])).isEmpty();
  }

  @Test
  void rightCountsThePlacesWhereBothAgree() {
    assertThat(Inference.right(new int[] {1, 2, 3, 2}, new int[] {1, 3, 2, 2})).isEqualTo(2);
    assertThat(Inference.right(new int[0], new int[0])).isZero();
  }

  /** Reverse against forward differentiation: ⟨∇, d⟩ is the tangent along d. */
  @Test
  void theGradientByImagesIsThatOfTheMeanCost() {
    final int[] batch = {0, 1, 2, 3, 4};
    final NDArray x = resident.batch(root, batch);
    final NDArray labels = resident.labels(root, batch);
    final NDArray along = direction(x);
    final NDArray gradient = Inference.gradientByImages(live, x, labels);
    final Dual costs =
        CrossEntropy.costs(
            live.forward(new Dual(x, along), live.constants(root), Pass.frozen()), labels);
    assertThat(gradient.getShape()).isEqualTo(x.getShape());
    final double expected = costs.tangent().mean().getFloat();
    assertThat((double) gradient.mul(along).sum().getFloat())
        .isCloseTo(expected, within(1e-4 * Math.abs(expected)));
  }

  @Test
  void theGradientOfAFeatureGapIsRelativeToTheFeaturesWanted() {
    final NDArray x = resident.batch(root, new int[] {0, 1, 2});
    final NDArray wanted = Inference.features(live, resident.batch(root, new int[] {7}));
    final NDArray along = direction(x);
    final NDArray gradient = Inference.featureGradient(live, x, wanted);
    final Dual f = live.features(new Dual(x, along), live.constants(root), Pass.frozen());
    final double expected =
        2
            * f.value().sub(wanted).mul(f.tangent()).sum().getFloat()
            / wanted.square().sum().getFloat();
    assertThat((double) gradient.mul(along).sum().getFloat())
        .isCloseTo(expected, within(1e-4 * Math.abs(expected)));
  }

  private NDArray direction(NDArray x) {
    return root.create(Golden.uniform(new SplittableRandom(1), x.size(), 1), x.getShape());
  }

  @Test
  void judgingStopsWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Inference.costs(live, resident, null, null))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> Inference.seen(live, resident))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aNetworkOfMoreClassesTakesTheImagesAndOneOfAnotherSideDoesNot() {
    Inference.checkFit(Network.untrained(new ResNet18(1, 3, 4), 0), IMAGES);
    Inference.checkFit(NETWORK, IMAGES);
    final Network vgg = Network.untrained(new SmallVgg16(3, 2), 0);
    for (final int[] shape : new int[][] {{32, 28}, {28, 32}}) {
      final ImageSet oblong =
          ImageSet.of(
              new byte[2 * 32 * 28 * 3],
              new int[] {0, 1},
              new ImageShape(shape[0], shape[1], 3),
              TinyImages.names(2),
              List.of("a", "b"));
      assertThatThrownBy(() -> Inference.checkFit(vgg, oblong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("it expects images of 32 x 32");
    }
  }
}
