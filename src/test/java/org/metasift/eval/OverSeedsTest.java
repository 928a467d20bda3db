package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OverSeedsTest {
  @Test
  void meanAndDeviationOfASample() {
    final OverSeeds seeds = OverSeeds.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(seeds.mean()).isEqualTo(5);
    assertThat(seeds.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(seeds.lowest()).isEqualTo(2);
    assertThat(seeds.highest()).isEqualTo(9);
    assertThat(OverSeeds.of(3).deviation()).isNaN();
    assertThatThrownBy(OverSeeds::of).isInstanceOf(IllegalArgumentException.class);
  }
}
