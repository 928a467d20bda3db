package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The class that was counted most often. */
class MostOftenTest {
  @Test
  void theFirstOfTheLargestCountsIsTaken() {
    assertThat(MostOften.of(1, 4, 0, 4)).isEqualTo(1);
    assertThat(MostOften.of(0, 0, 2)).isEqualTo(2);
    assertThat(MostOften.of(3, 2)).isZero();
  }

  @Test
  void whereNothingWasCountedThereIsNone() {
    assertThat(MostOften.of(0, 0, 0)).isEqualTo(-1);
    assertThat(MostOften.of()).isEqualTo(-1);
  }
}
