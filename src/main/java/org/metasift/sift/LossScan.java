package org.metasift.sift;

import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import org.metasift.data.Augment;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.run.Compute;
import org.metasift.run.Progress;
import org.metasift.run.Ranges;

/**
 * Loss-Scan: trusts the images with the lowest loss early in plain training (the automatic baseline
 * of the paper's section 2.3, after Li et al. 2021). The score is the negative cross entropy, its
 * mean where several networks vote.
 *
 * @param width channels of the first stage of the ResNet-18, 1 to 256
 * @param stride as {@link MetaSift.Settings#stride}, 1 or 2
 * @param epochs epochs of plain training before the scan, 0 to 1000; 1 in {@link #compact}
 * @param accuracy goes on after these as {@link MetaSift.Settings#warmupAccuracy} says, 0 to 1; 0
 *     in the paper: no more than the epochs
 * @param further epochs of plain training after that, 0 to 1000, of both kinds at least 1; 0 in the
 *     paper
 * @param networks how many networks vote, 1 to 100; 1 in the paper
 * @param views how often an image is moved at random before its loss is taken, as Meta-Sift does,
 *     and the mean taken; 0 in the paper: once, as it is
 * @param batchSize images a step, at least 2
 * @param learningRate of AdamW
 */
public record LossScan(
    int width,
    int stride,
    int epochs,
    double accuracy,
    int further,
    int networks,
    int views,
    int batchSize,
    double learningRate)
    implements Sifter {
  /** Checks the ranges. */
  public LossScan {
    Ranges.within("width", width, 1, 256);
    Ranges.within("stride", stride, 1, 2);
    Ranges.within("epochs", epochs, 0, 1000);
    Ranges.within("accuracy", accuracy, 0.0, 1.0);
    Ranges.within("further", further, 0, 1000);
    Ranges.atLeast("epochs + further", epochs + further, 1);
    Ranges.within("networks", networks, 1, 100);
    Ranges.within("views", views, 0, 100);
    Ranges.within("batchSize", batchSize, 2, 65536);
    Ranges.between("learningRate", learningRate, 0, 10);
  }

  /** Width 16, a stride of 2, one network, one epoch. */
  public static LossScan compact() {
    return new LossScan(16, 2, 1, 0, 0, 1, 0, 128, 1e-3);
  }

  /**
   * All that Meta-Sift has but the weigher: as many networks, the same warm-up, as many plain steps
   * as it takes sifting ones, the same augmented scoring. Beside it Meta-Sift shows what the
   * weigher adds.
   */
  public static LossScan withoutWeigher(MetaSift.Settings settings) {
    return new LossScan(
        settings.width(),
        settings.stride(),
        settings.warmupEpochs(),
        settings.warmupAccuracy(),
        settings.siftEpochs(),
        settings.sifters(),
        settings.views(),
        settings.batchSize(),
        settings.learningRate());
  }

  @Override
  public BaseSet pick(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    ClassBudget.quotas(images, budget);
    final double[] scores = new double[images.size()];
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root)) {
      for (int k = 0; k < networks; k++) {
        scan(images, resident, root, k, seed, scores);
      }
    }
    return BaseSet.ofBest(name(), settings(), images, scores, budget, seed, start);
  }

  /** Takes the costs under one network from the scores, its part of the mean. */
  private void scan(
      ImageSet images,
      DeviceImages resident,
      NDManager root,
      int number,
      long seed,
      double[] scores) {
    final SplittableRandom random = new SplittableRandom(seed * 1000 + number);
    Compute.seed(random.nextInt());
    try (LiveNetwork live =
            LiveNetwork.open(Scout.untrained(width, stride, images, random.nextLong()), root);
        Progress progress =
            Progress.of(
                "%s %d of %d".formatted(name(), number + 1, networks),
                (long) (epochs + further) * Scout.steps(images, batchSize))) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.95, 0.05);
      if (accuracy > 0) {
        Scout.warmUp(
            live,
            images,
            resident,
            adam,
            learningRate,
            batchSize,
            epochs,
            accuracy,
            random,
            progress);
      }
      final int left = accuracy > 0 ? further : epochs + further;
      Scout.train(live, resident, adam, learningRate, batchSize, left, random, progress);
      final Augment augment = views == 0 ? null : Augment.reference();
      final int looks = Math.max(1, views);
      for (int look = 0; look < looks; look++) {
        final float[] costs = Inference.costs(live, resident, augment, random);
        for (int i = 0; i < scores.length; i++) {
          scores[i] -= costs[i] / looks / networks;
        }
      }
    }
  }

  private String settings() {
    return "ResNet-18 width %d, stride %d, networks %d, %d%s%s epochs, batch %d, lr %s%s"
        .formatted(
            width,
            stride,
            networks,
            epochs,
            MetaSift.Settings.upTo(accuracy),
            further > 0 ? " + " + further : "",
            batchSize,
            learningRate,
            views > 0 ? ", %d views".formatted(views) : "");
  }

  @Override
  public String name() {
    return networks == 1 && views == 0 ? "Loss-Scan" : "Loss-Scan, averaged";
  }
}
