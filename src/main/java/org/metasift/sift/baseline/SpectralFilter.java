package org.metasift.sift.baseline;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.Ranking;

/**
 * SF-Least: spectral filtering (Tran et al. 2018), the least suspicious kept (the automatic
 * baseline of the paper's section 2.3). With h the features before the last layer and μ, v the mean
 * and the first right singular vector of a class's centred features, the score is -((h - μ) · v)²:
 * 0 is the best.
 *
 * @param scout trains the network whose features are looked at
 */
public record SpectralFilter(Scout scout) implements ScoutSifter {
  private static final int ITERATIONS = 100;

  /** With a scout of its own. */
  public static SpectralFilter compact() {
    return new SpectralFilter(Scout.compact());
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final float[][] features;
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(scout.network(images, seed), root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      features = Inference.seen(live, resident).features();
    }
    final double[] scores = new double[images.size()];
    for (int c = 0; c < images.classes(); c++) {
      Progress.checkStop();
      score(images.indicesOf(c), features, RandomStream.POWER_ITERATION.from(seed, c), scores);
    }
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  /**
   * Scores the images of one class.
   *
   * @param own their indices
   * @param features of all images, (n, d)
   * @param scores of all images, of which these are set
   */
  static void score(int[] own, float[][] features, SplittableRandom random, double[] scores) {
    if (own.length == 0) {
      return;
    }
    final double[] mean = new double[features[own[0]].length];
    for (final int i : own) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += features[i][k] / (double) own.length;
      }
    }
    final double[] v = firstDirection(own, features, mean, random);
    for (final int i : own) {
      scores[i] = -Math.pow(along(features[i], mean, v), 2);
    }
  }

  /** The first right singular vector of the centred features, by power iteration. */
  private static double[] firstDirection(
      int[] own, float[][] features, double[] mean, SplittableRandom random) {
    double[] v = random.doubles(mean.length, -1, 1).toArray();
    for (int step = 0; step < ITERATIONS; step++) {
      final double[] next = new double[v.length];
      for (final int i : own) {
        final double projection = along(features[i], mean, v);
        for (int k = 0; k < next.length; k++) {
          next[k] += projection * (features[i][k] - mean[k]);
        }
      }
      final double norm = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
      if (norm == 0) {
        return v; // all features are equal, all scores 0
      }
      v = Arrays.stream(next).map(x -> x / norm).toArray();
    }
    return v;
  }

  private static double along(float[] feature, double[] mean, double[] v) {
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      sum += (feature[k] - mean[k]) * v[k];
    }
    return sum;
  }

  @Override
  public String name() {
    return "SF-Least";
  }
}
