package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;

/** The directions are the first right singular vectors, times their singular values. */
class LeadingDirectionsTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(6);

  /** 30 rows of 12 numbers: four orthogonal directions, each a little weaker, and noise. */
  private static RealMatrix rows() {
    final RealMatrix rows = new Array2DRowRealMatrix(30, 12);
    for (int i = 0; i < 30; i++) {
      for (int k = 0; k < 12; k++) {
        final int direction = k / 3;
        final double along = Math.cos((i + 0.5) * (direction + 1) * Math.PI / 30);
        rows.setEntry(i, k, along * Math.pow(0.96, direction) + 0.01 * RANDOM.nextDouble());
      }
    }
    return rows;
  }

  private static NDArray array(NDManager manager, RealMatrix rows) {
    final float[] flat = new float[rows.getRowDimension() * rows.getColumnDimension()];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = (float) rows.getEntry(k / rows.getColumnDimension(), k % rows.getColumnDimension());
    }
    return manager.create(flat, new Shape(rows.getRowDimension(), rows.getColumnDimension()));
  }

  @Test
  void theyAreTheFirstSingularVectorsStrongestFirst() {
    final RealMatrix rows = rows();
    final SingularValueDecomposition known = new SingularValueDecomposition(rows);
    try (NDManager root = Compute.open()) {
      final NDArray found = LeadingDirections.of(array(root, rows), 3, new SplittableRandom(1));
      assertThat(found.getShape()).isEqualTo(new Shape(12, 3));
      final float[] flat = found.toFloatArray();
      for (int direction = 0; direction < 3; direction++) {
        final RealVector v = known.getV().getColumnVector(direction);
        double length = 0;
        double along = 0;
        for (int k = 0; k < 12; k++) {
          final double entry = flat[3 * k + direction];
          length += entry * entry;
          along += entry * v.getEntry(k);
        }
        assertThat(Math.abs(along) / Math.sqrt(length)).isCloseTo(1, within(1e-4));
        assertThat(Math.sqrt(length)).isCloseTo(known.getSingularValues()[direction], within(1e-3));
      }
    }
  }

  @Test
  void anotherStartFindsTheSame() {
    final RealMatrix rows = rows();
    try (NDManager root = Compute.open()) {
      final NDArray z = array(root, rows);
      final float[] one = LeadingDirections.of(z, 2, new SplittableRandom(1)).toFloatArray();
      final float[] other = LeadingDirections.of(z, 2, new SplittableRandom(2)).toFloatArray();
      for (int k = 0; k < one.length; k++) {
        assertThat(Math.abs(other[k])).isCloseTo(Math.abs(one[k]), within(1e-3f));
      }
    }
  }

  /** Two rows span two directions; a third there is none. */
  @Test
  void thereAreNoMoreThanRows() {
    try (NDManager root = Compute.open()) {
      final NDArray z = root.create(new float[] {3, 0, 0, 0, 0, 2, 0, 0}, new Shape(2, 4));
      final float[] found = LeadingDirections.of(z, 3, new SplittableRandom(1)).toFloatArray();
      final float[] expected = {3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0};
      for (int k = 0; k < expected.length; k++) {
        assertThat(Math.abs(found[k])).isCloseTo(expected[k], within(1e-4f));
      }
    }
  }

  @Test
  void ofEqualRowsThereIsOne() {
    try (NDManager root = Compute.open()) {
      final NDArray z = root.ones(new Shape(9, 4));
      final float[] found = LeadingDirections.of(z, 2, new SplittableRandom(1)).toFloatArray();
      for (int k = 0; k < 4; k++) {
        assertThat(Math.abs(found[2 * k])).isCloseTo(3, within(1e-3f)); // √9 in each column
        assertThat(found[2 * k + 1]).isCloseTo(0, within(1e-3f));
      }
    }
  }
}
