package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Bounds, and the sentence that names field, value and range. */
class RangesTest {
  @Test
  void boundsAreAllowedUnlessExcluded() {
    assertThat(Ranges.within("k", 1, 1, 3)).isEqualTo(1);
    assertThat(Ranges.within("k", 3, 1, 3)).isEqualTo(3);
    assertThat(Ranges.atLeast("k", Integer.MAX_VALUE, 1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Ranges.within("x", 0.5, 0.5, 0.5)).isEqualTo(0.5);
    assertThat(Ranges.between("x", Double.MIN_VALUE, 0, 1)).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void theSentenceNamesFieldValueAndRange() {
    refused("k is 0; 1 to 3 is allowed", () -> Ranges.within("k", 0, 1, 3));
    refused("k is 4; 1 to 3 is allowed", () -> Ranges.within("k", 4, 1, 3));
    refused("k is 0; at least 1 is allowed", () -> Ranges.atLeast("k", 0, 1));
    refused("x is NaN; 0.0 to 1.0 is allowed", () -> Ranges.within("x", Double.NaN, 0, 1));
    refused("x is 1.5; 0.0 to 1.0 is allowed", () -> Ranges.within("x", 1.5, 0, 1));
    final String excluded = "x is %s; it must lie between 0.0 and 1.0, bounds excluded";
    refused(excluded.formatted("0.0"), () -> Ranges.between("x", 0, 0, 1));
    refused(excluded.formatted("1.0"), () -> Ranges.between("x", 1, 0, 1));
    refused(excluded.formatted("NaN"), () -> Ranges.between("x", Double.NaN, 0, 1));
  }

  private static void refused(String sentence, ThrowingCallable check) {
    assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
  }
}
