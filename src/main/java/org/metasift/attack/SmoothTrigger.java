package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.data.Batches;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.run.Compute;
import org.metasift.run.Progress;

/**
 * A trigger without high frequencies (after Zeng et al. 2021, "Rethinking the Backdoor Attacks'
 * Triggers: A Frequency Perspective"): a universal perturbation δ = clip(G P Gᵀ), G a Gaussian blur
 * of 3 pixels, that makes a {@link Surrogate surrogate} take images for the target class; ‖δ‖∞ at
 * most 24/255. P descends on the mean cost of the target's label by Adam.
 */
final class SmoothTrigger {
  private static final double RADIUS = 24.0 / 255;
  private static final double BLUR = 3;
  private static final int STEPS = 100;
  private static final int BATCH = 128;
  private static final double RATE = 0.05;

  private SmoothTrigger() {}

  static Pattern make(ImageSet clean, int target, long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Surrogate.train(clean, seed), root);
        DeviceImages images = DeviceImages.open(clean, root);
        Progress progress = Progress.of("Smooth trigger", STEPS)) {
      final NDArray p = root.zeros(new Shape(1, clean.channels(), clean.height(), clean.width()));
      final NDArray down = root.create(blur(clean.height()));
      final NDArray across = root.create(blur(clean.width()));
      final Adam adam = new Adam(Map.of("p", p), 0.9, 0.999, 0);
      for (int k = 0; k < STEPS; k++) {
        final int[] batch = Batches.sample(clean.size(), BATCH, random);
        try (NDManager step = root.newSubManager()) {
          final NDArray x = images.batch(step, batch).add(delta(step, p, down, across));
          final NDArray wanted =
              step.full(new Shape(batch.length), target).toType(DataType.INT64, false);
          final NDArray gradient =
              Inference.gradientByImages(live, x, wanted).sum(new int[] {0}, true);
          // both blurs are symmetric
          adam.stepAlong(Map.of("p", blurred(gradient, down, across)), RATE);
        }
        progress.step("");
      }
      try (NDManager last = root.newSubManager()) {
        return Pattern.ofPlanes(
            clean.channels(),
            clean.height(),
            clean.width(),
            delta(last, p, down, across).toFloatArray());
      }
    }
  }

  private static NDArray delta(NDManager step, NDArray p, NDArray down, NDArray across) {
    return blurred(LiveNetwork.constant(p, step), down, across).clip(-RADIUS, RADIUS);
  }

  /** G x Gᵀ; the result belongs to x's manager. */
  private static NDArray blurred(NDArray x, NDArray down, NDArray across) {
    final NDArray rows = LiveNetwork.constant(down, x.getManager());
    return rows.matMul(x).matMul(across);
  }

  /**
   * A Gaussian kernel as a symmetric matrix, (size, size); at the edges it loses what lies beyond.
   */
  private static float[][] blur(int size) {
    final float[][] matrix = new float[size][size];
    final double norm = BLUR * Math.sqrt(2 * Math.PI);
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        matrix[i][k] = (float) (Math.exp(-(i - k) * (i - k) / (2 * BLUR * BLUR)) / norm);
      }
    }
    return matrix;
  }
}
