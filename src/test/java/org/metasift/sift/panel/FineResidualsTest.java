package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.DeviceImages;

/** What a blur takes from images, its middle, and its scale, in more than one part. */
class FineResidualsTest {
  private static final int SIDE = 14; // the smallest side that the blur takes something from

  @Test
  void theyAreTheImageWithoutItsBlurWhateverThePart() {
    final ImageSet images = TinyImages.of(SIDE, 3, 2, 300, 2);
    final int[] asked = IntStream.range(0, 300).map(i -> 299 - i).toArray();
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root)) {
      final NDArray found = FineResiduals.of(resident, asked, root);
      assertThat(found.getShape()).isEqualTo(new Shape(300, 3 * SIDE * SIDE));
      for (final int row : new int[] {0, 255, 256, 299}) {
        final NDArray x = resident.batch(root, new int[] {asked[row]});
        final double sigma = SIDE / 40.0;
        final float[] sharp = x.toFloatArray();
        final float[] blurred = Separable.blur(SIDE, SIDE, sigma, sigma).of(x).toFloatArray();
        final float[] rest = found.get(row).toFloatArray();
        for (int k = 0; k < rest.length; k++) {
          assertThat(rest[k]).isCloseTo(sharp[k] - blurred[k], within(1e-6f));
        }
        assertThat(Arrays.equals(rest, new float[rest.length])).isFalse();
      }
    }
  }

  @Test
  void aSideOfFourteenIsTheSmallest() {
    assertThat(FineResiduals.exist(TinyImages.of(SIDE, 3, 1, 1))).isTrue();
    assertThat(FineResiduals.exist(TinyImages.of(SIDE - 1, 3, 1, 1))).isFalse();
  }

  @Test
  void theMiddleIsColumnByColumn() {
    try (NDManager root = Compute.open()) {
      final NDArray odd = root.create(new float[] {1, 8, 9, 6, 2, 7}, new Shape(3, 2));
      assertThat(FineResiduals.median(odd).toFloatArray()).containsExactly(2, 7);
      final NDArray even = root.create(new float[] {1, 8, 9, 6, 2, 7, 4, 0}, new Shape(4, 2));
      assertThat(FineResiduals.median(even).toFloatArray()).containsExactly(3, 6.5f);
      final NDArray wide = root.arange(3f * 300).reshape(new Shape(3, 300));
      final float[] middle = FineResiduals.median(wide).toFloatArray();
      assertThat(middle).hasSize(300);
      for (int k = 0; k < 300; k++) {
        assertThat(middle[k]).isEqualTo(300 + k);
      }
    }
  }

  /** Minus {1, 1, 1, 1} the row is 0, 2, 4, 6: the mean is 3, the variance 5. */
  @Test
  void rowsAreScaledToDeviationOneAndNotMoved() {
    try (NDManager root = Compute.open()) {
      final NDArray rows = root.create(new float[] {1, 3, 5, 7, 2, 2, 2, 2}, new Shape(2, 4));
      final float[] found = FineResiduals.scaled(rows, root.ones(new Shape(1, 4))).toFloatArray();
      for (int k = 0; k < 4; k++) {
        assertThat(found[k]).isCloseTo((float) (2 * k / Math.sqrt(5)), within(1e-4f));
        assertThat(found[4 + k]).as("a flat row").isCloseTo(1e6f, within(1e4f));
      }
    }
  }

  @Test
  void whatIsMadeOfPartsStandsInTheirPlace() {
    try (NDManager root = Compute.open()) {
      final NDArray rows = root.arange(600f).reshape(new Shape(300, 2));
      FineResiduals.inParts(rows, part -> part.mul(-2));
      assertThat(rows.get(new NDIndex("299")).toFloatArray()).containsExactly(-1196, -1198);
      assertThat(rows.get(new NDIndex("1")).toFloatArray()).containsExactly(-4, -6);
      assertThat(rows.sum().getFloat()).isEqualTo(-2f * 599 * 300);
    }
  }

  @Test
  void deviationsAreFromTheMedianByTheMedianDeviation() {
    final double[] found = RobustDeviations.of(1, 2, 3, 4, 100);
    final double one = 1 / 1.4826;
    final double[] expected = {2 * one, one, 0, one, 97 * one};
    for (int k = 0; k < 5; k++) {
      assertThat(found[k]).isCloseTo(expected[k], within(1e-6));
    }
    assertThat(RobustDeviations.median(1, 10, 3, 2)).isEqualTo(2.5);
    assertThat(RobustDeviations.median(7, 1, 3)).isEqualTo(3);
    assertThat(RobustDeviations.of(5, 5, 5)).containsExactly(0, 0, 0);
  }
}
