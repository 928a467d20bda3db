package org.metasift.nn.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.compute.Compute;

/** One gather for the whole batch against crop and rotation one after the other, pixel by pixel. */
class AugmentTest {
  private static final int COUNT = 6;

  @ParameterizedTest
  @CsvSource({"4, 25, 3, 32, 32", "2, 180, 1, 7, 10", "0, 90, 3, 9, 9", "3, 0, 1, 8, 5"})
  void movesEachImageAsCropThenRotation(
      int padding, double degrees, int channels, int height, int width) {
    final float[] pixels = pixels(channels, height, width);
    try (NDManager root = Compute.open()) {
      final NDArray batch = root.create(pixels, new Shape(COUNT, channels, height, width));
      final NDArray moved = new Augment(padding, degrees).apply(batch, new SplittableRandom(5));
      assertThat(root.getManagedArrays()).hasSize(2);
      assertThat(moved.getShape()).isEqualTo(batch.getShape());
      assertThat(batch.toFloatArray()).isEqualTo(pixels);
      assertThat(moved.toFloatArray())
          .isEqualTo(naive(pixels, padding, degrees, channels, height, width))
          .isNotEqualTo(pixels);
    }
  }

  @Test
  void withoutPaddingAndRotationNothingMoves() {
    final float[] pixels = pixels(3, 8, 8);
    try (NDManager root = Compute.open()) {
      final NDArray batch = root.create(pixels, new Shape(COUNT, 3, 8, 8));
      assertThat(new Augment(0, 0).apply(batch, new SplittableRandom(5)).toFloatArray())
          .isEqualTo(pixels);
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Augment(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("padding is -1; at least 0 is allowed");
    assertThatThrownBy(() -> new Augment(0, 181)).hasMessageContaining("degrees is 181.0");
    assertThatThrownBy(() -> new Augment(0, Double.NaN)).hasMessageContaining("degrees is NaN");
    assertThat(Augment.reference()).isEqualTo(new Augment(4, 25));
  }

  private static float[] pixels(int channels, int height, int width) {
    final SplittableRandom random = new SplittableRandom(1);
    final float[] pixels = new float[COUNT * channels * height * width];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = 0.1f + (float) random.nextDouble();
    }
    return pixels;
  }

  private static float[] naive(
      float[] pixels, int padding, double degrees, int channels, int height, int width) {
    final SplittableRandom random = new SplittableRandom(5);
    final float[] out = new float[pixels.length];
    final int area = height * width;
    for (int i = 0; i < COUNT; i++) {
      final double angle = Math.toRadians((2 * random.nextDouble() - 1) * degrees);
      final int right = random.nextInt(2 * padding + 1) - padding;
      final int down = random.nextInt(2 * padding + 1) - padding;
      for (int c = 0; c < channels; c++) {
        final int plane = (i * channels + c) * area;
        final float[] crop = new float[area];
        for (int row = 0; row < height; row++) {
          for (int column = 0; column < width; column++) {
            final int fromRow = row + down;
            final int fromColumn = column + right;
            if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width) {
              crop[row * width + column] = pixels[plane + fromRow * width + fromColumn];
            }
          }
        }
        for (int row = 0; row < height; row++) {
          for (int column = 0; column < width; column++) {
            final float x = column - (width - 1) / 2f;
            final float y = row - (height - 1) / 2f;
            final float cos = (float) Math.cos(angle);
            final float sin = (float) Math.sin(angle);
            final int u = (int) Math.rint(x * cos - y * sin + (width - 1) / 2f);
            final int v = (int) Math.rint(x * sin + y * cos + (height - 1) / 2f);
            if (u >= 0 && u < width && v >= 0 && v < height) {
              out[plane + row * width + column] = crop[v * width + u];
            }
          }
        }
      }
    }
    return out;
  }
}
