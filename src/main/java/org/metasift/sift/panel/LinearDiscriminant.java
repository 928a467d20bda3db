package org.metasift.sift.panel;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;

/**
 * Which class an image is nearest to by what a network sees in it: linear discriminant analysis
 * (Fisher 1936) of the network's features, in which all classes count alike, however many images
 * they have. An image is measured from the mean of its own class without itself.
 *
 * <p>The classes' common covariance is shrunk a tenth of the way towards equal variances (Friedman
 * 1989), so that few images do not make it singular.
 */
final class LinearDiscriminant {
  private static final double SHRINKAGE = 0.1;
  private static final double LEAST_VARIANCE = 1e-12;

  private LinearDiscriminant() {}

  /**
   * The nearest class of each image.
   *
   * @param features (n, d), in the order of the set
   * @return n labels; an image that is alone in its class has its own
   */
  static int[] nearest(ImageSet images, float[]... features) {
    final int[] counts = images.classCounts();
    final double[][] means = means(images, counts, features);
    final RealMatrix factor = factor(covariance(images, means, features));
    final double[][] centres = new double[means.length][];
    for (int c = 0; c < means.length; c++) {
      centres[c] = whitened(factor, means[c]);
    }
    final int[] nearest = new int[images.size()];
    for (int i = 0; i < nearest.length; i++) {
      Progress.checkStop();
      nearest[i] =
          nearest(centres, counts, whitened(factor, toDouble(features[i])), images.label(i));
    }
    return nearest;
  }

  private static int nearest(double[][] centres, int[] counts, double[] z, int own) {
    if (counts[own] == 1) {
      return own;
    }
    final double without = counts[own] / (counts[own] - 1.0); // the mean moves away by so much
    int best = own;
    double least = without * without * squaredDistance(z, centres[own]);
    for (int c = 0; c < centres.length; c++) {
      if (c != own && counts[c] > 0) {
        final double distance = squaredDistance(z, centres[c]);
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
    }
    return best;
  }

  private static double[][] means(ImageSet images, int[] counts, float[][] features) {
    final double[][] means = new double[counts.length][features[0].length];
    for (int i = 0; i < features.length; i++) {
      final double[] mean = means[images.label(i)];
      for (int k = 0; k < mean.length; k++) {
        mean[k] += features[i][k];
      }
    }
    for (int c = 0; c < means.length; c++) {
      for (int k = 0; k < means[c].length; k++) {
        means[c][k] /= Math.max(1, counts[c]);
      }
    }
    return means;
  }

  /** Within the classes, (d, d), shrunk. */
  private static RealMatrix covariance(ImageSet images, double[][] means, float[]... features) {
    final int wide = means[0].length;
    final double[][] sums = new double[wide][wide];
    final double[] gap = new double[wide];
    for (int i = 0; i < features.length; i++) {
      Progress.checkStop();
      final double[] mean = means[images.label(i)];
      for (int k = 0; k < wide; k++) {
        gap[k] = features[i][k] - mean[k];
      }
      for (int row = 0; row < wide; row++) {
        final double[] sum = sums[row];
        final double factor = gap[row];
        for (int k = 0; k <= row; k++) {
          sum[k] += factor * gap[k];
        }
      }
    }
    double trace = 0;
    for (int row = 0; row < wide; row++) {
      trace += sums[row][row] / features.length;
    }
    final double ridge = SHRINKAGE * trace / wide + LEAST_VARIANCE;
    for (int row = 0; row < wide; row++) {
      for (int k = 0; k <= row; k++) {
        sums[row][k] /= features.length;
        sums[k][row] = sums[row][k];
      }
      sums[row][row] += ridge;
    }
    return new Array2DRowRealMatrix(sums, false);
  }

  /** The covariance's lower Cholesky factor. */
  private static RealMatrix factor(RealMatrix covariance) {
    return new CholeskyDecomposition(
            covariance, CholeskyDecomposition.DEFAULT_RELATIVE_SYMMETRY_THRESHOLD, 0)
        .getL();
  }

  /** Divided by the factor: between such vectors distances are Euclidean. */
  private static double[] whitened(RealMatrix factor, double... x) {
    final RealVector z = new ArrayRealVector(x);
    MatrixUtils.solveLowerTriangularSystem(factor, z);
    return z.toArray();
  }

  private static double[] toDouble(float... x) {
    final double[] wide = new double[x.length];
    Arrays.setAll(wide, k -> x[k]);
    return wide;
  }

  private static double squaredDistance(double[] a, double... b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }
}
