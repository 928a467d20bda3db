package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The least, the middle and the most of numbers in any order, which stay as they are. */
class SpreadTest {
  @Test
  void theMedianIsInTheMiddle() {
    final double[] numbers = {3, -1, 2};
    assertThat(Spread.of(numbers)).isEqualTo(new Spread(-1, 2, 3));
    assertThat(numbers).containsExactly(3, -1, 2);
    assertThat(Spread.of(4, 1, 2, 7)).isEqualTo(new Spread(1, 3, 7));
    assertThat(Spread.of(1)).hasToString("1.000 to 1.000, median 1.000");
    assertThatThrownBy(() -> Spread.of()).hasMessageContaining("at least one is needed");
  }
}
