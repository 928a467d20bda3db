package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Parameters;
import org.metasift.nn.device.DeviceImages;

/**
 * A trigger without high frequencies (Zeng et al. 2021, "Rethinking the Backdoor Attacks' Triggers:
 * A Frequency Perspective"): a universal perturbation δ = 0.2 N(G P Gᵀ), with G a Gaussian blur of
 * 6 pixels in 32, and N, which moves and scales to [0, 1].
 *
 * <p>P descends by Adam for up to 100 steps on the mean cost of the target's label, seen by a
 * {@link Surrogate surrogate}; as in the paper's code it stops as soon as 20 % of the images of
 * other classes are taken for something else than without it. That code finds the perturbation by
 * DeepFool, image by image, and takes for the target what most images were then taken for; here the
 * target is given. A perturbation that fools a clean network every time would need no poison.
 */
final class SmoothTrigger {
  private static final double RANGE = 0.2;
  private static final double BLUR = 6.0 / 32;
  private static final double ENOUGH = 0.2;

  /** The paper's code's most steps, with a surrogate that learns as all do here. */
  static final Narcissus.Effort USUAL = new Narcissus.Effort(Surrogate.EPOCHS, 100);

  private static final int BATCH = 128;
  private static final int WATCHED = 512;
  private static final double RATE = 0.05;

  private SmoothTrigger() {}

  /**
   * The trigger that is put on images.
   *
   * @param given null to make one for the set, as below
   */
  static Trigger orGiven(
      Pattern given, ImageSet clean, int target, Narcissus.Effort effort, long seed) {
    return Trigger.added(given == null ? make(clean, target, effort, seed) : given);
  }

  /**
   * The trigger for a set.
   *
   * @param effort how long the surrogate learns, and the most steps
   */
  static Pattern make(ImageSet clean, int target, Narcissus.Effort effort, long seed) {
    final SplittableRandom random = RandomStream.TRIGGER_BATCHES.from(seed);
    final ImageSet others = clean.select(Poisoning.others(clean, target));
    final ImageSet watched =
        others.select(
            Batches.sample(others.size(), WATCHED, RandomStream.WATCHED_IMAGES.from(seed)));
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Surrogate.train(clean, effort.epochs(), seed), root);
        DeviceImages images = DeviceImages.open(clean, root);
        Progress progress = Progress.of("Smooth trigger", effort.steps())) {
      final NDArray p = root.zeros(new Shape(1, clean.channels(), clean.height(), clean.width()));
      final NDArray down = root.create(blur(clean.height()));
      final NDArray across = root.create(blur(clean.width()));
      final Adam adam = new Adam(Parameters.of("p", p), 0.9, 0.999, 0);
      final int[] before = predicted(live, watched);
      Steps.run(
          root,
          effort.steps(),
          () -> fooled(live, watched, pattern(clean, p, down, across), before) >= ENOUGH,
          progress,
          step -> {
            final int[] batch = Batches.sample(clean.size(), BATCH, random);
            final NDArray x = images.batch(step, batch).add(delta(step, p, down, across));
            final NDArray wanted =
                step.full(new Shape(batch.length), target).toType(DataType.INT64, false);
            final NDArray gradient =
                Inference.gradientByImages(live, x.clip(0, 1), wanted).sum(new int[] {0}, true);
            // both blurs are symmetric; Adam does not ask how far N scales
            adam.stepAlong(blurred(gradient, down, across), RATE);
            return "";
          });
      return pattern(clean, p, down, across);
    }
  }

  /** The share of the images that are taken for something else with the pattern on them. */
  private static double fooled(LiveNetwork live, ImageSet images, Pattern pattern, int... before) {
    final int[] now = predicted(live, Trigger.added(pattern).on(images));
    return before.length == 0 ? 1 : 1 - (double) Inference.right(now, before) / before.length;
  }

  private static int[] predicted(LiveNetwork live, ImageSet images) {
    try (NDManager own = live.manager().newSubManager();
        DeviceImages resident = DeviceImages.open(images, own)) {
      return Inference.predict(live, resident);
    }
  }

  private static Pattern pattern(ImageSet like, NDArray p, NDArray down, NDArray across) {
    try (NDManager own = p.getManager().newSubManager()) {
      return Pattern.ofPlanes(
          like.channels(), like.height(), like.width(), delta(own, p, down, across).toFloatArray());
    }
  }

  private static NDArray delta(NDManager step, NDArray p, NDArray down, NDArray across) {
    final NDArray smooth = blurred(LiveNetwork.constant(p, step), down, across);
    final double lowest = smooth.min().getFloat();
    final double range = smooth.max().getFloat() - lowest;
    return range == 0 ? smooth.mul(0) : smooth.sub(lowest).mul(RANGE / range);
  }

  /** G x Gᵀ; the result belongs to x's manager. */
  private static NDArray blurred(NDArray x, NDArray down, NDArray across) {
    final NDArray rows = LiveNetwork.constant(down, x.getManager());
    return rows.matMul(x).matMul(across);
  }

  /**
   * A Gaussian kernel as a symmetric matrix, (size, size); at the edges it loses what lies beyond.
   */
  static float[][] blur(int size) {
    final float[][] matrix = new float[size][size];
    final double width = BLUR * size;
    final double norm = width * Math.sqrt(2 * Math.PI);
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        matrix[i][k] = (float) (Math.exp(-(i - k) * (i - k) / (2 * width * width)) / norm);
      }
    }
    return matrix;
  }
}
