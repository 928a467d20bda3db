package org.metasift.sift.baseline;

import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.PlainTraining;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;
import org.metasift.sift.metasift.MetaSift;

/**
 * Loss-Scan: trusts the images with the lowest loss early in plain training (the automatic baseline
 * of the paper's section 2.3, after Li et al. 2021). The score is the negative cross entropy of the
 * image as it is.
 *
 * @param width channels of the first stage of the ResNet-18, 1 to 256
 * @param stride as {@link MetaSift.Settings#stride}, 1 or 2
 * @param epochs epochs of plain training before the scan, 1 to 1000; 1 in {@link #compact}
 * @param batchSize images a step, at least 2
 * @param learningRate of AdamW
 */
public record LossScan(int width, int stride, int epochs, int batchSize, double learningRate)
    implements Sifter {
  /** Checks the ranges. */
  public LossScan {
    Ranges.within("width", width, 1, 256);
    Ranges.within("stride", stride, 1, 2);
    Ranges.within("epochs", epochs, 1, 1000);
    Ranges.within("batchSize", batchSize, 2, 65536);
    Ranges.between("learningRate", learningRate, 0, 10);
  }

  /** Width 16, a stride of 2, one epoch. */
  public static LossScan compact() {
    return like(MetaSift.Settings.compact());
  }

  /** As {@link #compact}, with the network of Meta-Sift's settings. */
  public static LossScan like(MetaSift.Settings settings) {
    return new LossScan(settings.width(), settings.stride(), 1, 128, 1e-3);
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final long own = RandomStream.LOSS_SCAN.seed(seed);
    final SplittableRandom random = RandomStream.BATCHES.from(own);
    Compute.seed(own);
    final Network untrained = Scout.untrained(width, stride, images, own);
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root);
        LiveNetwork live = LiveNetwork.open(untrained, root);
        Progress progress =
            Progress.of(name(), (long) epochs * PlainTraining.steps(images, batchSize))) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.95, 0.05);
      final PlainTraining.Pace pace = new PlainTraining.Pace(learningRate, batchSize);
      new PlainTraining("the network of Loss-Scan", live, resident, adam, pace, progress)
          .train(epochs, random);
      final float[] costs = Inference.costs(live, resident);
      final double[] scores =
          IntStream.range(0, costs.length).mapToDouble(i -> -costs[i]).toArray();
      return Ranking.of(name(), settings(), images, scores, seed, start);
    }
  }

  @Override
  public String settings() {
    return plainSettings().toString();
  }

  @Override
  public Object plainSettings() {
    return new ScoutSettings(width, stride, epochs, batchSize, learningRate);
  }

  @Override
  public int revision() {
    return 2; // draws from named streams
  }

  @Override
  public String name() {
    return "Loss-Scan";
  }
}
