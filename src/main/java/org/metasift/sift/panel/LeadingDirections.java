package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.metasift.compute.Progress;

/**
 * The directions along which many rows lie apart from the others: the first right singular vectors
 * of a matrix, by subspace iteration on its rows' Gram matrix. It is deterministic given the random
 * numbers that it starts from.
 */
final class LeadingDirections {
  private static final int BLOCK = 8; // directions that are followed, so that three come out well
  private static final int ITERATIONS = 25;
  private static final double TINY = 1e-9;

  private LeadingDirections() {}

  /**
   * The strongest of them, (d, count), of any length; those beyond the number of rows are 0.
   *
   * @param z (n, d)
   * @param random for the start
   */
  static NDArray of(NDArray z, int count, SplittableRandom random) {
    final float[] vectors = leftVectors(z, iterated(z, random), count);
    final Shape shape = new Shape(count, z.getShape().get(0));
    return z.transpose().matMul(z.getManager().create(vectors, shape).transpose());
  }

  /** An orthonormal basis of the space that the iteration arrives at, a direction a row. */
  private static double[][] iterated(NDArray z, SplittableRandom random) {
    final int rows = (int) z.getShape().get(0);
    final int block = Math.min(BLOCK, rows);
    double[][] q = new double[block][rows];
    for (final double[] direction : q) {
      Arrays.setAll(direction, i -> random.nextDouble() - 0.5);
    }
    for (int k = 0; k < ITERATIONS; k++) {
      Progress.checkStop();
      orthonormalise(q);
      q = gram(z, q);
    }
    orthonormalise(q);
    return q;
  }

  /** The first eigenvectors of z zᵀ within the space of q, (count, n); 0 where it has fewer. */
  private static float[] leftVectors(NDArray z, double[][] q, int count) {
    final int block = q.length;
    final int rows = q[0].length;
    final double[][] image = gram(z, q);
    final RealMatrix small = new Array2DRowRealMatrix(block, block);
    for (int a = 0; a < block; a++) {
      for (int b = 0; b < block; b++) {
        small.setEntry(a, b, (product(q[a], image[b]) + product(q[b], image[a])) / 2);
      }
    }
    final EigenDecomposition eigen = new EigenDecomposition(small); // largest first
    final float[] vectors = new float[count * rows];
    for (int k = 0; k < Math.min(count, block); k++) {
      final double[] weights = eigen.getEigenvector(k).toArray();
      for (int i = 0; i < rows; i++) {
        for (int a = 0; a < block; a++) {
          vectors[k * rows + i] += (float) (weights[a] * q[a][i]);
        }
      }
    }
    return vectors;
  }

  /** z zᵀ times each row of q, by d. */
  private static double[][] gram(NDArray z, double[][] q) {
    final long wide = z.getShape().get(1);
    try (NDManager scratch = z.getManager().newSubManager()) {
      final float[] flat = new float[q.length * q[0].length];
      for (int k = 0; k < flat.length; k++) {
        flat[k] = (float) q[k / q[0].length][k % q[0].length];
      }
      final NDArray along = scratch.create(flat, new Shape(q.length, q[0].length)).matMul(z);
      final NDArray image = along.matMul(z.transpose());
      along.attach(scratch);
      image.attach(scratch);
      final float[] values = image.toFloatArray();
      final double[][] rows = new double[q.length][q[0].length];
      for (int k = 0; k < values.length; k++) {
        rows[k / q[0].length][k % q[0].length] = values[k] / wide;
      }
      return rows;
    }
  }

  /** Gram and Schmidt; a row that the others leave nothing of becomes 0. */
  private static void orthonormalise(double[]... rows) {
    for (int a = 0; a < rows.length; a++) {
      for (int b = 0; b < a; b++) {
        final double common = product(rows[a], rows[b]);
        for (int i = 0; i < rows[a].length; i++) {
          rows[a][i] -= common * rows[b][i];
        }
      }
      final double norm = Math.sqrt(product(rows[a], rows[a]));
      for (int i = 0; i < rows[a].length; i++) {
        rows[a][i] = norm > TINY ? rows[a][i] / norm : 0;
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
