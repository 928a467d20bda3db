package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The interval of a counted share is Wilson's. */
class CountedShareTest {
  private static final double Z = 1.959963984540054;

  /** (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). */
  @Test
  void theIntervalIsThatOfTheFormula() {
    for (final int of : new int[] {1, 2, 7, 20, 1000}) {
      for (int count = 0; count <= of; count += Math.max(1, of / 10)) {
        final double p = (double) count / of;
        final double square = Z * Z / of;
        final double half = Z * Math.sqrt(p * (1 - p) / of + square / (4 * of));
        final CountedShare share = CountedShare.of(count, of);
        assertThat(share.value()).isEqualTo(p);
        assertThat(share.least())
            .isCloseTo((p + square / 2 - half) / (1 + square), within(1e-12))
            .isBetween(0.0, p);
        assertThat(share.most())
            .isCloseTo((p + square / 2 + half) / (1 + square), within(1e-12))
            .isBetween(p, 1.0);
      }
    }
  }

  @Test
  void theEndsAreWhole() {
    assertThat(CountedShare.of(0, 10).least()).isZero();
    assertThat(CountedShare.of(10, 10).most()).isEqualTo(1);
  }

  @Test
  void whatIsNoShareIsRefused() {
    assertThatThrownBy(() -> CountedShare.of(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of is 0; at least 1 is allowed");
    assertThatThrownBy(() -> CountedShare.of(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count is 4; 0 to 3 is allowed");
  }
}
