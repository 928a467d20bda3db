package org.metasift.nn.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** Batches are the pixels in [0, 1], channels first. */
class DeviceImagesTest {
  @ParameterizedTest
  @CsvSource({"1, 1000000", "3, 1000000", "1, 0", "3, 0"})
  void aBatchIsThePixelsInPlanes(int channels, long mostResident) {
    final ImageSet set = TinyImages.of(5, channels, 3, 4, 3);
    final byte[] white = new byte[25 * channels];
    java.util.Arrays.fill(white, (byte) 255);
    final ImageSet images = set.edit().pixels(6, white).done();
    final int[] indices = {6, 0, 3};
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root, mostResident)) {
      final int before = root.getManagedArrays().size();
      try (NDManager step = root.newSubManager()) {
        final NDArray batch = resident.batch(step, indices);
        final NDArray labels = resident.labels(step, indices);
        assertThat(step.getManagedArrays()).hasSize(2);
        assertThat(batch.getShape()).isEqualTo(new Shape(3, channels, 5, 5));
        assertThat(batch.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(batch.toFloatArray()).isEqualTo(planes(images, indices));
        assertThat(labels.toLongArray())
            .containsExactly(images.label(6), images.label(0), images.label(3));
      }
      assertThat(root.getManagedArrays()).hasSize(before);
      assertThat(resident.size()).isEqualTo(7);
    }
  }

  @org.junit.jupiter.api.Test
  void closingFreesTheImages() {
    try (NDManager root = Compute.open()) {
      DeviceImages.open(TinyImages.of(5, 3, 3, 4, 3), root).close();
      assertThat(root.getManagedArrays()).isEmpty();
    }
  }

  private static float[] planes(ImageSet images, int... indices) {
    final int channels = images.channels();
    final float[] planes = new float[indices.length * channels * 25];
    int at = 0;
    for (final int i : indices) {
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < 25; p++) {
          planes[at++] = (images.pixels(i)[p * channels + c] & 0xff) / 255f;
        }
      }
    }
    return planes;
  }
}
