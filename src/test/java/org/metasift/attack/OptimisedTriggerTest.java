package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.attack.surrogate.PublicImages;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;

/** That what an attack optimises moves its loss the right way, seen by the surrogate it was for. */
@Tag("optimises")
class OptimisedTriggerTest {
  private static final int TARGET = 1;
  private static final int SOURCE = 2;
  private static final long SEED = 3;
  private static final ImageSet CLEAN = TinyImages.of(8, 3, 1, 200, 200, 200);

  @Test
  void cleanLabelRaisesTheCostOfTheImagesItPoisons() {
    final PoisonedSet poisoned = new CleanLabel(TARGET, 0.3, 16.0 / 255).poison(CLEAN, SEED);
    final int[] chosen = poisoned.poisonedIndices();
    final Trigger square = Trigger.whiteSquare(BadNets.SIDE);
    final Network surrogate = Surrogate.train(CLEAN, SEED);
    final double plain = cost(surrogate, square.on(CLEAN.select(chosen)));
    final double hardened = cost(surrogate, poisoned.images().select(chosen));
    assertThat(hardened).isGreaterThan(1.02 * plain);
  }

  @Test
  void poisonFrogsComeNearerToTheirVictimThanABlendOfTheTwo() {
    final PoisonFrogs attack = PoisonFrogs.on(CLEAN, 0, TARGET, 0.1);
    final PoisonedSet poisoned = attack.poison(CLEAN, SEED);
    final int[] chosen = poisoned.poisonedIndices();
    final Network surrogate = Surrogate.ofVictimsKind(CLEAN, SEED);
    final ImageSet victim = poisoned.backdoor().victims();
    final ImageSet bases = CLEAN.select(chosen);
    final ImageSetEditor blend = bases.edit();
    for (int i = 0; i < bases.size(); i++) {
      final byte[] pixels = bases.pixels(i);
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = Pattern.toByte(0.7 * (pixels[k] & 0xff) + 0.3 * (victim.pixels(0)[k] & 0xff));
      }
      blend.pixels(i, pixels);
    }
    final double far = distance(surrogate, blend.done(), victim);
    final double near = distance(surrogate, poisoned.images().select(chosen), victim);
    assertThat(near).isLessThan(0.5 * far);
    assertThat(far).isLessThan(distance(surrogate, bases, victim));
  }

  @Test
  void narcissusLowersTheCostOfTheTargetsOwnImages() {
    final Narcissus attack = Narcissus.synthesised(TARGET, 0.1).withEffort(1, 20);
    final ImageSet known = PublicImages.with(CLEAN.select(CLEAN.indicesOf(TARGET)));
    final ImageSet own = known.select(known.indicesOf(known.classes() - 1));
    final Pattern pattern = attack.synthesise(CLEAN, SEED);
    final Network surrogate = Surrogate.train(known, 1, SEED);
    assertThat(cost(surrogate, Trigger.added(pattern).on(own)))
        .isLessThan(0.95 * cost(surrogate, own));
    assertThat(pattern.largest()).isBetween(0.01, Narcissus.RADIUS + 1e-6);
  }

  @Test
  void smoothLowersTheCostOfTheTargetsLabelOnOtherImages() {
    final Pattern pattern =
        SmoothTrigger.make(CLEAN, TARGET, new Narcissus.Effort(Surrogate.EPOCHS, 30), SEED);
    final Network surrogate = Surrogate.train(CLEAN, SEED);
    final BiFunction<Trigger, ImageSet, Double> asTarget =
        (trigger, images) -> {
          final ImageSetEditor wanted = trigger.on(images).edit();
          for (int i = 0; i < images.size(); i++) {
            wanted.label(i, TARGET);
          }
          return cost(surrogate, wanted.done());
        };
    final ImageSet others = CLEAN.select(Poisoning.others(CLEAN, TARGET));
    final double with = asTarget.apply(Trigger.added(pattern), others);
    assertThat(with).isLessThan(0.98 * asTarget.apply(Trigger.NONE, others));
  }

  /** Of the candidates the network takes some for another class than theirs: none of these. */
  @Test
  void theVictimIsTakenForTheTargetMostOfThoseThatAreRecognised() {
    final ImageSet candidates = CLEAN.select(Poisoning.others(CLEAN, TARGET));
    final ImageSet victim =
        new PoisonFrogs(TARGET, 0.1, candidates).poison(CLEAN, SEED).backdoor().victims();
    final Network surrogate = Surrogate.ofVictimsKind(CLEAN, SEED);
    assertThat(Inference.predict(surrogate, victim)).containsExactly(victim.label(0));
    final int[] said = Inference.predict(surrogate, candidates);
    final int right = Inference.right(said, candidates.labels());
    assertThat(right).isBetween(1, said.length - 1);
    final double[] margins = margins(surrogate, candidates);
    final double chosen = margins(surrogate, victim)[0];
    for (int i = 0; i < said.length; i++) {
      if (said[i] == candidates.label(i)) {
        assertThat(margins[i]).isLessThanOrEqualTo(chosen + 1e-4);
      }
    }
  }

  @Test
  void atTestTimeATriggerOfNarcissusIsMagnified() {
    final float[] values = new float[CLEAN.imageBytes()];
    Arrays.fill(values, 4 / 255f);
    final Pattern four = new Pattern(8, 8, 3, values);
    final Narcissus attack = new Narcissus(TARGET, 0.1, four, 3, new Narcissus.Effort(1, 1));
    final PoisonedSet poisoned = attack.poison(CLEAN, SEED);
    final int changed = poisoned.poisonedIndices()[0];
    assertThat(poisoned.images().pixels(changed)[0] & 0xff)
        .as("to learn from")
        .isEqualTo((CLEAN.pixels(changed)[0] & 0xff) + 4);
    final ImageSet others = CLEAN.select(CLEAN.indicesOf(SOURCE)[0]);
    assertThat(poisoned.backdoor().attacked(others).pixels(0)[0] & 0xff)
        .as("at test time")
        .isEqualTo((others.pixels(0)[0] & 0xff) + 12);
  }

  /** The score of the target less that of its own class, image by image. */
  private static double[] margins(Network network, ImageSet images) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      final float[][] scores = Inference.seen(live, resident).scores();
      return IntStream.range(0, scores.length)
          .mapToDouble(i -> scores[i][TARGET] - scores[i][images.label(i)])
          .toArray();
    }
  }

  @Test
  void aMaskIsNearlyZeroOrOne() {
    try (NDManager root = Compute.open()) {
      final float[] z = {-3, -0.2f, 0, 0.1f, 3};
      final float[] masks = InputAwareTrigger.steep(root.create(z)).toFloatArray();
      for (int k = 0; k < z.length; k++) {
        final double sigmoid = 1 / (1 + Math.exp(-z[k]));
        assertThat((double) masks[k])
            .isCloseTo(0.5 + 0.5 * Math.tanh(20 * sigmoid - 10), within(1e-5));
      }
    }
  }

  @Test
  void theTriggerGeneratorSeesTriggersOfOtherImagesAsWell() {
    try (NDManager root = Compute.open()) {
      // of 8 images: x_i = i, m_i = i / 10, g_i = 10 i; parts of two
      final NDArray x = root.arange(8f).reshape(new Shape(8, 1, 1, 1));
      final NDArray shown = InputAwareTraining.shown(x, x.div(10), x.mul(10), 2);
      final float[] expected = new float[8];
      for (int i = 0; i < 8; i++) {
        final int trigger = i < 2 ? i : i < 4 ? i + 2 : -1;
        final float m = trigger / 10f;
        expected[i] = trigger < 0 ? i : (1 - m) * i + m * 10 * trigger;
      }
      assertThat(shown.toFloatArray())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(expected);
    }
  }

  /** The mean cost of images with their own labels. */
  private static double cost(Network network, ImageSet images) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      double sum = 0;
      for (final float one : Inference.costs(live, resident, null, null)) {
        sum += one / images.size();
      }
      return sum;
    }
  }

  /** The mean squared distance of images' features from those of one image. */
  private static double distance(Network network, ImageSet images, ImageSet from) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root);
        DeviceImages single = DeviceImages.open(from, root)) {
      final float[] wanted = Inference.seen(live, single).features()[0];
      double sum = 0;
      for (final float[] one : Inference.seen(live, resident).features()) {
        for (int k = 0; k < wanted.length; k++) {
          sum += Math.pow(one[k] - wanted[k], 2) / images.size();
        }
      }
      return sum;
    }
  }
}
