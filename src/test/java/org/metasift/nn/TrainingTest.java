package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Told;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.Augment;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;

/** Training learns, repeats itself by seed, and leaves nothing behind; inference judges it. */
class TrainingTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 30, 30, 30);
  private static final Network START = Network.untrained(new ResNet18(2, 3, 3), 1);
  private static final Training SHORT = new Training(new Training.Settings(1, 16, 1e-2, 0.01));

  @Test
  void learnsClassesThatCanBeToldApart() {
    final Training.Result result =
        new Training(new Training.Settings(12, 10, 1e-2, 0.01)).train(START, IMAGES, 0);
    assertThat(result.losses()).hasSize(12 * 9);
    assertThat(result.losses().get(result.losses().size() - 1))
        .isLessThan(result.losses().get(0) / 3);
    assertThat(Inference.predict(result.network(), IMAGES)).isEqualTo(IMAGES.labels());
    assertThat(Inference.predict(result.network(), IMAGES)).isEqualTo(IMAGES.labels());
  }

  @Test
  void theSeedFixesTheWeightsAndTheStartStays() {
    final Map<String, float[]> before = values(START);
    final Map<String, float[]> one = values(SHORT.train(START, IMAGES, 1).network());
    assertThat(same(values(START), before)).isTrue();
    assertThat(same(one, before)).isFalse();
    assertThat(same(values(SHORT.train(START, IMAGES, 1).network()), one)).isTrue();
    assertThat(same(values(SHORT.train(START, IMAGES, 2).network()), one)).isFalse();
  }

  @Test
  void theRateRisesOverAFifthOfTheStepsAndFallsToZeroAlongACosine() {
    // (1 + cos(π k / 8)) / 2 from the second step on
    final double[] shares = {
      0.5, 1, 0.9619398, 0.8535534, 0.6913417, 0.5, 0.3086583, 0.1464466, 0.0380602
    };
    final Training.Result result =
        new Training(new Training.Settings(3, 30, 1e-2, 0.01)).train(START, IMAGES, 7);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(START, root);
        DeviceImages resident = DeviceImages.open(IMAGES, root)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
      final SplittableRandom random = RandomStream.BATCHES.from(7);
      final List<int[]> batches = new ArrayList<>();
      for (int epoch = 0; epoch < 3; epoch++) {
        batches.addAll(Batches.shuffled(90, 30, random));
      }
      for (int k = 0; k < 9; k++) {
        final double loss = Training.step(live, resident, batches.get(k), adam, 1e-2 * shares[k]);
        assertThat(result.losses().get(k)).isCloseTo(loss, within(1e-5));
      }
      live.snapshot()
          .state()
          .forEach(
              (name, tensor) ->
                  assertThat(result.network().state().get(name).values())
                      .as(name)
                      .containsExactly(tensor.values(), within(1e-5f)));
    }
  }

  @Test
  void aLastSmallerBatchIsLeftOutUnlessItIsTheOnlyOne() {
    final Training training = new Training(new Training.Settings(2, 16, 1e-2, 0));
    assertThat(training.train(START, IMAGES, 0).losses()).hasSize(2 * 5);
    assertThat(training.train(START, IMAGES.select(0, 1, 2), 0).losses()).hasSize(2);
  }

  @Test
  void theLossOfAStepIsTheMeanCostBeforeIt() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(START, root);
        DeviceImages resident = DeviceImages.open(IMAGES, root)) {
      final int[] batch = {0, 1, 2, 3, 4};
      final double expected =
          CrossEntropy.costs(
                  live.forward(
                          Dual.still(resident.batch(root, batch)),
                          live.constants(root),
                          Pass.shadow())
                      .value(),
                  resident.labels(root, batch))
              .mean()
              .getFloat();
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0);
      assertThat(Training.step(live, resident, batch, adam, 1e-2))
          .isCloseTo(expected, within(1e-6));
      assertThat(Training.step(live, resident, batch, adam, 1e-2)).isLessThan(expected);
    }
  }

  @Test
  void theSeedFixesTheDropout() {
    final ImageSet few = TinyImages.of(32, 3, 1, 4, 4);
    final Network vgg = Network.untrained(new SmallVgg16(3, 2), 1);
    final Training oneBatch = new Training(new Training.Settings(1, 8, 1e-2, 0));
    final Map<String, float[]> one = values(oneBatch.train(vgg, few, 1).network());
    assertThat(same(values(oneBatch.train(vgg, few, 1).network()), one)).isTrue();
    // one batch of all images, in whatever order: only dropout differs
    assertThat(same(values(oneBatch.train(vgg, few, 2).network()), one)).isFalse();
  }

  @Test
  void noNativeArrayIsLeftBehind() {
    final int before = Compute.liveArrays();
    SHORT.train(START, IMAGES, 0);
    Inference.predict(START, IMAGES);
    assertThat(Compute.liveArrays()).isEqualTo(before);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> SHORT.train(START, IMAGES, 0))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> Inference.predict(START, IMAGES))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @Test
  void costsAreOfEachImageInOrderAndMoveWithTheAugmentation() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(START, root);
        DeviceImages all = DeviceImages.open(IMAGES, root);
        DeviceImages last = DeviceImages.open(IMAGES.select(89), root)) {
      final float[] costs = Inference.costs(live, all, null, null);
      assertThat(costs).hasSize(90);
      assertThat(costs[89]).isCloseTo(Inference.costs(live, last, null, null)[0], within(1e-4f));
      final float[] moved =
          Inference.costs(live, all, Augment.reference(), new SplittableRandom(1));
      assertThat(moved).isNotEqualTo(costs);
      assertThat(Inference.costs(live, all, Augment.reference(), new SplittableRandom(1)))
          .isEqualTo(moved);
    }
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Inference.predict(START, TinyImages.of(8, 1, 0, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grey")
        .hasMessageContaining("expects 3 channels and at most 3 classes");
    assertThatThrownBy(() -> SHORT.train(START, TinyImages.of(8, 3, 0, 2, 2, 2, 2), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 classes");
    final Network vgg = Network.untrained(new SmallVgg16(3, 2), 1);
    assertThatThrownBy(() -> Inference.predict(vgg, TinyImages.of(28, 3, 0, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("28 x 28")
        .hasMessageContaining("32 x 32");
  }

  @Test
  void whatIsShownNamesTheNetworkTheEpochAndTheLoss() {
    final List<Double> losses = new ArrayList<>();
    final List<String> shown =
        Told.by(
            () ->
                losses.addAll(
                    new Training(new Training.Settings(2, 45, 1e-2, 0))
                        .train(START, IMAGES, 0)
                        .losses()));
    assertThat(shown).hasSize(1 + 4 + 1).startsWith("Training ResNet18 of 4");
    assertThat(shown.get(3)).isEqualTo("3 epoch 2 of 2, loss %.3f".formatted(losses.get(2)));
  }

  @Test
  void theStandardSettingsAreTheOnesSaid() {
    assertThat(Training.Settings.standard())
        .isEqualTo(new Training.Settings(5, 128, 3e-3, 0.01))
        .hasToString("5 epochs, batch 128, AdamW, lr 0.003, decay 0.01");
    assertThat(Training.Settings.standard().withEpochs(7).epochs()).isEqualTo(7);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Training.Settings(0, 8, 0.1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs is 0; at least 1 is allowed");
    assertThatThrownBy(() -> new Training.Settings(1, 1, 0.1, 0))
        .hasMessage("batchSize is 1; at least 2 is allowed");
    assertThatThrownBy(() -> new Training.Settings(1, 8, 0, 0))
        .hasMessageContaining("learningRate is 0.0");
    assertThatThrownBy(() -> new Training.Settings(1, 8, 0.1, 1.5))
        .hasMessageContaining("weightDecay is 1.5; 0.0 to 1.0");
  }

  private static Map<String, float[]> values(Network network) {
    return NetworkTest.values(network);
  }

  private static boolean same(Map<String, float[]> a, Map<String, float[]> b) {
    return NetworkTest.same(a, b);
  }
}
