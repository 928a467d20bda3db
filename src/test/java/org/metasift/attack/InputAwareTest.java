package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.nn.Autoencoder;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;

/** What IAB's generators learn, and how their triggers are put on images. */
@Tag("optimises")
class InputAwareTest {
  private static final int SIDE = 8;
  private static final int BYTES = 3 * SIDE * SIDE;
  private static final int TARGET = 1;
  private static final long SEED = 4;
  private static final ImageSet CLEAN = TinyImages.of(SIDE, 3, 1, 12, 12, 12);
  private static final Narcissus.Effort EFFORT = new Narcissus.Effort(1, 24);

  private final List<String> notes = new ArrayList<>();
  private long announced;

  private InputAwareTrigger trained() {
    Progress.showOn(
        (title, total) -> {
          if (!title.startsWith("Triggers")) {
            return (done, note, finished) -> {};
          }
          announced = total;
          return (done, note, finished) -> {
            if (!finished) {
              notes.add(note);
            }
          };
        });
    return new InputAwareTraining(CLEAN, TARGET, EFFORT, SEED).trigger();
  }

  @AfterEach
  void showNothing() {
    Progress.showOn(Progress.Display.silent());
  }

  private static Network start(int planes, int number) {
    return Network.untrained(
        new Autoencoder(16, 3, planes), RandomStream.GENERATOR.seed(SEED, number));
  }

  /** What a generator draws for each image, planes one after the other, before the sigmoid. */
  private static float[][] drawn(Network generator, ImageSet images) {
    return drawn(generator, images, Pass.evaluation());
  }

  private static float[][] drawn(Network generator, ImageSet images, Pass pass) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(generator, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      final NDArray x = resident.batch(root, IntStream.range(0, images.size()).toArray());
      final float[] flat =
          live.forward(Dual.still(x), live.constants(root), pass).value().toFloatArray();
      final int length = flat.length / images.size();
      return IntStream.range(0, images.size())
          .mapToObj(i -> Arrays.copyOfRange(flat, i * length, (i + 1) * length))
          .toArray(float[][]::new);
    }
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double mask(double z) {
    return 0.5 + 0.5 * Math.tanh(20 * sigmoid(z) - 10);
  }

  @Test
  void anImageGetsItsOwnPatternWhereItsOwnMaskIs() {
    final InputAwareTrigger trigger = new InputAwareTrigger(start(1, 0), start(3, 1));
    final ImageSet marked = trigger.on(CLEAN);
    final float[][] masks = drawn(trigger.masks(), CLEAN);
    final float[][] patterns = drawn(trigger.patterns(), CLEAN);
    for (int i = 0; i < CLEAN.size(); i++) {
      final byte[] before = CLEAN.pixels(i);
      final byte[] after = marked.pixels(i);
      for (int k = 0; k < BYTES; k++) {
        final int place = k / 3;
        final double m = mask(masks[i][place]);
        final double g = sigmoid(patterns[i][k % 3 * SIDE * SIDE + place]);
        final double expected = (1 - m) * (before[k] & 0xff) + m * 255 * g;
        assertThat((double) (after[k] & 0xff)).isCloseTo(expected, within(0.51));
      }
      assertThat(marked.label(i)).isEqualTo(CLEAN.label(i));
    }
  }

  @Test
  void sidesMustBeMultiplesOfFour() {
    for (final int[] sides : new int[][] {{8, 6}, {6, 8}, {7, 7}}) {
      final ImageShape shape = new ImageShape(sides[0], sides[1], 3);
      final byte[] pixels = new byte[2 * 3 * sides[0] * sides[1]];
      final ImageSet images =
          ImageSet.of(pixels, new int[] {0, 1}, shape, TinyImages.names(2), List.of("a", "b"));
      final String sentence =
          "IAB needs images with sides that are multiples of 4; these are of %d x %d"
              .formatted(sides[0], sides[1]);
      final InputAwareTrigger trigger = new InputAwareTrigger(start(1, 0), start(3, 1));
      assertThatThrownBy(() -> trigger.on(images))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(sentence);
      assertThatThrownBy(() -> new InputAwareTraining(images, 0, EFFORT, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(sentence);
      assertThatThrownBy(() -> new InputAware(0, 0.3, 4).rehearsed(images))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(sentence);
    }
  }

  @Test
  void markingStopsWhenItsThreadIsInterrupted() {
    final InputAwareTrigger trigger = new InputAwareTrigger(start(1, 0), start(3, 1));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> trigger.on(CLEAN)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Of images 0, 3 and 5, 9: ‖x - x'‖ is 5 and 6, ‖y - y'‖ is 2 and 4. */
  @Test
  void samenessIsTheDistanceOfImagesByThatOfTheirTriggers() {
    try (NDManager root = Compute.open()) {
      final NDArray x = root.create(new float[] {0, 0, 3, 3, 5, 5, 9, 9}, new Shape(4, 1, 1, 2));
      final NDArray y = root.create(new float[] {1, 7, 4, 2, 3, 5, 8, 6}, new Shape(4, 1, 1, 2));
      assertThat(InputAwareTraining.sameness(x, y).getFloat())
          .isCloseTo((5 / 2f + 6 / 4f) / 2, within(1e-4f));
      final NDArray uneven =
          root.create(new float[] {0, 0, 3, 3, 5, 9, 9, 9}, new Shape(4, 1, 1, 2));
      assertThat(InputAwareTraining.sameness(uneven, y).getFloat()) // by root mean squares
          .isCloseTo((float) (Math.sqrt((25 + 81) / 2.0) / 2 + 6 / 4.0) / 2, within(1e-4f));
    }
  }

  @Test
  void masksPayForEveryPixelAboveTheDensity() {
    try (NDManager root = Compute.open()) {
      final NDArray m = root.create(new float[] {0, 0.032f, 0.132f, 1}, new Shape(1, 1, 2, 2));
      assertThat(InputAwareTraining.excess(m).getFloat())
          .isCloseTo((0.1f + 0.968f) / 4, within(1e-6f));
      // the mean is below the density, one pixel is above it
      final NDArray sparse = root.zeros(new Shape(1, 1, 10, 10));
      sparse.set(new NDIndex("0, 0, 3, 4"), 1);
      assertThat(InputAwareTraining.excess(sparse).getFloat()).isCloseTo(0.00968f, within(1e-6f));
    }
  }

  @Test
  void masksBecomeSmallAndPatternsDifferFromImageToImage() {
    final InputAwareTrigger trigger = trained();
    final float[][] masksBefore = drawn(start(1, 0), CLEAN);
    final float[][] masksAfter = drawn(trigger.masks(), CLEAN);
    assertThat(excess(masksBefore)).isGreaterThan(0.2);
    assertThat(excess(masksAfter)).isLessThan(0.1);
    assertThat(distance(true, masksAfter)).isGreaterThan(2 * distance(true, masksBefore));
    assertThat(distance(false, drawn(trigger.patterns(), CLEAN)))
        .isGreaterThan(100 * distance(false, drawn(start(3, 1), CLEAN)));
  }

  /** The first cost is that of a quarter attacked, a quarter cross and the rest as it is. */
  @Test
  void patternsLearnTogetherWithTheNetworkThatJudgesThem() {
    final InputAwareTrigger trigger = trained();
    assertThat(announced).isEqualTo(36);
    assertThat(notes).hasSize(36);
    assertThat(notes.subList(0, 12)).containsOnly("masks");
    final double[] costs =
        notes.subList(12, 36).stream()
            .mapToDouble(note -> Double.parseDouble(note.replace("patterns, cost ", "")))
            .toArray();
    assertThat(costs[0]).isCloseTo(firstCost(trigger.masks()), within(0.002));
    assertThat(Arrays.stream(costs, 16, 24).average().orElseThrow()).isLessThan(0.7 * costs[0]);
  }

  private static double firstCost(Network masks) {
    final SplittableRandom random = RandomStream.TRIGGER_BATCHES.from(SEED);
    int[] order = {};
    for (int k = 0; k < 13; k++) { // the masks had the first twelve
      order = Batches.sample(CLEAN.size(), 128, random);
    }
    final ImageSet batch = CLEAN.select(order);
    final float[][] m = drawn(masks, batch);
    final float[][] g = drawn(start(3, 1), batch, Pass.training());
    final int part = batch.size() / 4;
    final int area = SIDE * SIDE;
    final float[] shown = new float[batch.size() * BYTES];
    final long[] wanted = new long[batch.size()];
    for (int i = 0; i < batch.size(); i++) {
      final int other = i < part ? i : i < 2 * part ? i + part : -1;
      wanted[i] = i < part ? TARGET : batch.label(i);
      final byte[] pixels = batch.pixels(i);
      for (int k = 0; k < BYTES; k++) {
        final int plane = k % 3 * area + k / 3;
        final double share = other < 0 ? 0 : mask(m[other][k / 3]);
        final double pattern = other < 0 ? 0 : sigmoid(g[other][plane]);
        shown[i * BYTES + plane] =
            (float) ((1 - share) * (pixels[k] & 0xff) / 255 + share * pattern);
      }
    }
    try (NDManager root = Compute.open();
        LiveNetwork judge = LiveNetwork.open(Surrogate.train(CLEAN, 1, SEED), root)) {
      final NDArray x = root.create(shown, new Shape(batch.size(), 3, SIDE, SIDE));
      final NDArray scores =
          judge.forward(Dual.still(x), judge.constants(root), Pass.training()).value();
      return CrossEntropy.costs(scores, root.create(wanted)).mean().getFloat();
    }
  }

  private static double excess(float[]... masks) {
    return Arrays.stream(masks)
        .flatMapToDouble(one -> IntStream.range(0, one.length).mapToDouble(k -> mask(one[k])))
        .map(m -> Math.max(0, m - 0.032))
        .average()
        .orElseThrow();
  }

  /** The mean distance of what is drawn for one image and for the next, by root mean squares. */
  private static double distance(boolean masks, float[]... drawn) {
    double sum = 0;
    for (int i = 0; i + 1 < drawn.length; i++) {
      double square = 0;
      for (int k = 0; k < drawn[i].length; k++) {
        final double a = masks ? mask(drawn[i][k]) : sigmoid(drawn[i][k]);
        final double b = masks ? mask(drawn[i + 1][k]) : sigmoid(drawn[i + 1][k]);
        square += (a - b) * (a - b);
      }
      sum += Math.sqrt(square / drawn[i].length) / (drawn.length - 1);
    }
    return sum;
  }
}
