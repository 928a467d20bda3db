package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

class ClassRanksTest {
  /** Labels 0, 2, 0, 2, 0, 2, 0; of class 1 there is no image. */
  @Test
  void ranksCountFromOneWithinALabelAndEqualNumbersShareThem() {
    final ImageSet images = TinyImages.of(4, 1, 0, 4, 0, 3);
    assertThat(images.label(0)).isZero();
    assertThat(images.label(1)).isEqualTo(2);
    assertThat(ClassRanks.of(images, 7, -100, 3, 50, 3, 50, 9))
        .containsExactly(3, 1, 1.5, 2.5, 1.5, 2.5, 4);
  }
}
