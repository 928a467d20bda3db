package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.device.DeviceImages;

/** What each view shows, and what it is blind to. */
class ViewTest {
  private static final int SIDE = 32;

  private interface Painter {
    double at(int channel, int row, int column);
  }

  private static float[] seen(View view, Painter painter) {
    try (NDManager root = Compute.open()) {
      final float[] values = new float[3 * SIDE * SIDE];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) painter.at(k / (SIDE * SIDE), k / SIDE % SIDE, k % SIDE);
      }
      final NDArray batch = root.create(values, new Shape(1, 3, SIDE, SIDE));
      final NDArray out = view.of(batch);
      assertThat(out.getShape()).isEqualTo(new Shape(1, view.channels(3), SIDE, SIDE));
      assertThat(batch.toFloatArray()).isEqualTo(values);
      return out.toFloatArray();
    }
  }

  private static double noise(int row, int column) {
    return new SplittableRandom(97L * row + column).nextDouble();
  }

  @Test
  void greyIsTheMeanOfTheChannelsAndBlindToColour() {
    final float[] grey = seen(View.GREY, (channel, row, column) -> 0.2 * channel + 0.01 * row);
    assertThat(grey[5 * SIDE]).isCloseTo(0.25f, within(1e-6f));
    final float[] reddish =
        seen(View.GREY, (channel, row, column) -> 0.2 * (2 - channel) + 0.01 * row);
    assertThat(reddish).containsExactly(grey, within(1e-6f));
  }

  @Test
  void edgesAreBlindToLowFrequenciesAndOfOneContrast() {
    final Painter sharp = (channel, row, column) -> noise(row, column);
    final Painter faint =
        (channel, row, column) ->
            0.4 + 0.2 * noise(row, column) + 0.2 * Math.sin(Math.PI * row / SIDE);
    final float[] edges = seen(View.EDGES, sharp);
    final double mean = mean(edges);
    double square = 0;
    for (final float value : edges) {
      square += (value - mean) * (value - mean);
    }
    assertThat(Math.sqrt(square / (edges.length - 1))).isCloseTo(0.25, within(0.02));
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(correlation(edges, seen(View.EDGES, faint))).isGreaterThan(0.98);
    assertThat(seen(View.EDGES, (channel, row, column) -> 0.7))
        .containsOnly(new float[SIDE * SIDE], within(1e-4f));
  }

  @Test
  void theInteriorIsBlindToTheBorder() {
    final Painter image = (channel, row, column) -> noise(row, column);
    final Painter marked =
        (channel, row, column) ->
            Math.min(Math.min(row, column), SIDE - 1 - Math.max(row, column)) < 6
                ? 1
                : noise(row, column);
    final float[] interior = seen(View.INTERIOR, image);
    assertThat(seen(View.INTERIOR, marked)).containsExactly(interior, within(1e-6f));
    // enlarged from 20 to 32 pixels: the corner is the pixel at 6, 6
    assertThat(interior[0]).isCloseTo((float) noise(6, 6), within(1e-5f));
    // row 4 looks at (4.5 · 20 / 32 - 0.5) = 2.3125 of the middle
    final double left = 0.6875 * noise(8, 6) + 0.3125 * noise(9, 6);
    assertThat(interior[4 * SIDE]).isCloseTo((float) left, within(1e-5f));
  }

  @Test
  void picturesOfAViewShowWhatAMemberSees() {
    final ImageSet images = TinyImages.of(8, 3, 2, 2, 2);
    for (final View view : View.values()) {
      final ImageSet seen = view.pictures(images, 3, 1);
      assertThat(seen.ids()).containsExactly(images.id(3), images.id(1));
      assertThat(seen.channels()).isEqualTo(3);
      final byte[] before = images.pixels(3);
      final byte[] after = seen.pixels(0);
      if (view == View.WHOLE) {
        assertThat(after).isEqualTo(before);
      } else {
        assertThat(after).isNotEqualTo(before);
      }
      if (view == View.GREY) {
        final int sum = (before[0] & 0xff) + (before[1] & 0xff) + (before[2] & 0xff);
        assertThat(after[0] & 0xff).isCloseTo(Math.round(sum / 3f), within(1));
        assertThat(after[2]).isEqualTo(after[0]);
      }
    }
  }

  /** A quarter above what is around it is an eighth of the grey levels above the middle. */
  @Test
  void picturesOfEdgesLieAroundMiddleGrey() {
    final ImageSet images = TinyImages.of(8, 1, 2, 2);
    final byte[] picture = View.EDGES.pictures(images, 1).pixels(0);
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root)) {
      final float[] seen = View.EDGES.of(resident.batch(root, new int[] {1})).toFloatArray();
      for (int k = 0; k < picture.length; k++) {
        assertThat((double) (picture[k] & 0xff))
            .isCloseTo(Math.max(0, Math.min(255, 127.5 + 127.5 * seen[k])), within(0.51));
      }
    }
  }

  @Test
  void aBlurKeepsConstantsAndItsWeightsAreNormal() {
    final float[][] rows = Separable.blur(9, 9, 1, 1).rows();
    for (final float[] row : rows) {
      double sum = 0;
      for (final float weight : row) {
        sum += weight;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
    assertThat(rows[4][4] / rows[4][5]).isCloseTo((float) Math.exp(0.5), within(1e-4f));
    assertThat(rows[4][0]).isZero(); // four sigmas away
    assertThat(rows[0][1]).isEqualTo(2 * rows[4][5], within(1e-6f)); // and its mirror image
  }

  private static double mean(float... values) {
    double sum = 0;
    for (final float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double correlation(float[] a, float[] b) {
    final double ma = mean(a);
    final double mb = mean(b);
    final double[] sums = new double[3];
    for (int k = 0; k < a.length; k++) {
      sums[0] += (a[k] - ma) * (b[k] - mb);
      sums[1] += (a[k] - ma) * (a[k] - ma);
      sums[2] += (b[k] - mb) * (b[k] - mb);
    }
    assertThat(Arrays.stream(sums).allMatch(Double::isFinite)).isTrue();
    return sums[0] / Math.sqrt(sums[1] * sums[2]);
  }
}
