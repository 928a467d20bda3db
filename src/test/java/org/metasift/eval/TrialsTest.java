package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrialsTest {
  @Test
  void meanAndDeviationOfASample() {
    final Trials trials = Trials.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(trials.mean()).isEqualTo(5);
    assertThat(trials.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(trials.lowest()).isEqualTo(2);
    assertThat(trials.highest()).isEqualTo(9);
    assertThat(Trials.of(3).deviation()).isNaN();
    assertThatThrownBy(Trials::of).isInstanceOf(IllegalArgumentException.class);
  }
}
