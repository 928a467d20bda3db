package org.metasift.sift.baseline;

import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/**
 * DCM: trusts the images nearest to the mean image of their class, by the mean absolute difference
 * of pixels (the automatic baseline of the paper's section 2.3). The score is the negative
 * distance, in grey levels, -255 to 0.
 *
 * <p>Unlike the reference it respects the budget, and takes two passes over the bytes instead of a
 * Python loop.
 */
public record ClassMeanDistance() implements Sifter {
  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final double[] scores = scores(images, means(images));
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  private static float[][] means(ImageSet images) {
    final int bytes = images.imageBytes();
    final long[][] sums = new long[images.classes()][bytes];
    final int[] counts = images.classCounts();
    final byte[] image = new byte[bytes];
    for (int i = 0; i < images.size(); i++) {
      Progress.checkStop();
      images.read(i, image, 0);
      final long[] sum = sums[images.label(i)];
      for (int k = 0; k < bytes; k++) {
        sum[k] += image[k] & 0xff;
      }
    }
    final float[][] means = new float[images.classes()][bytes];
    for (int c = 0; c < means.length; c++) {
      for (int k = 0; k < bytes; k++) {
        means[c][k] = (float) ((double) sums[c][k] / counts[c]);
      }
    }
    return means;
  }

  /**
   * The negative mean absolute difference of each image to the picture of its class.
   *
   * @param centres in grey levels, (classes, height x width x channels)
   */
  static double[] scores(ImageSet images, float[][] centres) {
    final int bytes = images.imageBytes();
    final byte[] image = new byte[bytes];
    final double[] scores = new double[images.size()];
    for (int i = 0; i < images.size(); i++) {
      Progress.checkStop();
      images.read(i, image, 0);
      final float[] mean = centres[images.label(i)];
      double distance = 0;
      for (int k = 0; k < bytes; k++) {
        distance += Math.abs((image[k] & 0xff) - mean[k]);
      }
      scores[i] = -distance / bytes;
    }
    return scores;
  }

  @Override
  public String settings() {
    return "L1 distance to the class mean";
  }

  @Override
  public int revision() {
    return 2; // draws from named streams
  }

  @Override
  public String name() {
    return "DCM";
  }
}
