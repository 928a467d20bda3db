package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaintedImagesTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20}) // in a file, on the heap
  void everyImageIsAsItWasPainted(long inMemory) {
    final ImageSet set =
        PaintedImages.of(
            new int[] {1, 0, 1},
            new ImageShape(2, 1, 3),
            List.of("a", "b"),
            List.of("x", "y", "z"),
            (i, pixels) -> {
              for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (100 * i + p);
              }
            },
            inMemory);
    assertThat(set.labels()).containsExactly(1, 0, 1);
    assertThat(set.pixels(0)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(set.pixels(2)).containsExactly(200, 201, 202, 203, 204, 205);
  }
}
