package org.metasift.sift;

import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import org.metasift.data.Batches;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.run.Compute;
import org.metasift.run.Progress;
import org.metasift.run.Ranges;

/**
 * Loss-Scan: trusts the images with the lowest loss early in plain training (the automatic baseline
 * of the paper's section 2.3, after Li et al. 2021). The score is the negative cross entropy.
 *
 * @param width channels of the first stage of the ResNet-18, 1 to 256
 * @param epochs epochs of plain training before the scan, at least 1
 */
public record LossScan(int width, int epochs) implements Sifter {
  private static final int BATCH = 128;
  private static final double LEARNING_RATE = 1e-3;

  /** Checks the ranges. */
  public LossScan {
    Ranges.within("width", width, 1, 256);
    Ranges.within("epochs", epochs, 1, 1000);
  }

  /** Width 16 and one epoch. */
  public static LossScan compact() {
    return new LossScan(16, 1);
  }

  @Override
  public BaseSet pick(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    ClassBudget.quotas(images, budget);
    final SplittableRandom random = new SplittableRandom(seed);
    Compute.seed(random.nextInt());
    final Network network =
        Network.untrained(
            new ResNet18(width, images.channels(), Math.max(2, images.classes())),
            random.nextLong());
    final double[] scores = new double[images.size()];
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      train(live, resident, random);
      final float[] costs = Inference.costs(live, resident, null, random);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = -costs[i];
      }
    }
    final String settings =
        "ResNet-18 width %d, %d epochs, batch %d, lr %s"
            .formatted(width, epochs, BATCH, LEARNING_RATE);
    return BaseSet.ofBest(name(), settings, images, scores, budget, seed, start);
  }

  private void train(LiveNetwork live, DeviceImages resident, SplittableRandom random) {
    final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
    final int steps = Batches.inOrder(resident.size(), BATCH).size() * epochs;
    try (Progress progress = Progress.of(name(), steps)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (final int[] batch : Batches.shuffled(resident.size(), BATCH, random)) {
          final double loss = Training.step(live, resident, batch, adam, LEARNING_RATE);
          progress.step("loss %.3f".formatted(loss));
        }
      }
    }
  }

  @Override
  public String name() {
    return "Loss-Scan";
  }
}
