package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of an audit: published values, closed forms, enumeration, directions. */
class AuditBoundsTest {
  private static final double RISK = AuditBounds.RISK;

  @ParameterizedTest
  @CsvSource({
    "1000, 8, 1, 312",
    "1000, 10, 1, 258",
    "1000, 30, 1, 94",
    "1000, 8, 0.5, 625",
    "1000, 10, 0.5, 517",
    "1000, 30, 0.5, 189",
    "1000, 30, 0.2, 475"
  })
  void soManyImagesExcludeSoMuchPoison(int size, int limit, double sensitivity, int looks) {
    assertThat(AuditBounds.toLookAt(size, limit, sensitivity, RISK)).hasValue(looks);
    assertThat(AuditBounds.poisonedAtMost(size, looks, 0, sensitivity, RISK)).isLessThan(limit);
    assertThat(AuditBounds.poisonedAtMost(size, looks - 1, 0, sensitivity, RISK))
        .isGreaterThanOrEqualTo(limit);
  }

  @Test
  void whoSeesAFifthCannotExcludeEight() {
    assertThat(AuditBounds.toLookAt(1000, 8, 0.2, RISK)).isEqualTo(OptionalInt.empty());
    assertThat(AuditBounds.poisonedAtMost(1000, 1000, 0, 0.2, RISK)).isGreaterThanOrEqualTo(8);
    final double least = AuditBounds.leastSensitivity(8, RISK);
    assertThat(least).isCloseTo(0.3123, within(1e-4));
    assertThat(AuditBounds.toLookAt(1000, 8, least + 1e-9, RISK)).hasValue(1000);
    assertThat(AuditBounds.toLookAt(1000, 8, least - 1e-9, RISK)).isEmpty();
  }

  /** Every choice of n of N images, and every subset of the poisoned ones among them as seen. */
  private static double enumerated(int found, int size, int poisoned, int looked, double s) {
    double chance = 0;
    int draws = 0;
    final int bad = (1 << poisoned) - 1; // images 0 to M - 1
    for (int drawn = 0; drawn < 1 << size; drawn++) {
      if (Integer.bitCount(drawn) != looked) {
        continue;
      }
      draws++;
      for (int seen = 0; seen <= bad; seen++) {
        final int possible = drawn & bad;
        if ((seen & ~possible) == 0 && Integer.bitCount(seen) <= found) {
          final int k = Integer.bitCount(seen);
          chance += Math.pow(s, k) * Math.pow(1 - s, Integer.bitCount(possible) - k);
        }
      }
    }
    return chance / draws;
  }

  @Test
  void theChanceIsThatOfAllCasesCounted() {
    for (int size = 1; size <= 7; size++) {
      for (int poisoned = 0; poisoned <= size; poisoned++) {
        for (int looked = 0; looked <= size; looked++) {
          for (int found = 0; found <= looked; found++) {
            for (final double s : new double[] {0, 0.2, 0.5, 0.9, 1}) {
              assertThat(AuditBounds.chanceOfAtMost(found, size, poisoned, looked, s))
                  .as("k %d, N %d, M %d, n %d, s %s", found, size, poisoned, looked, s)
                  .isCloseTo(enumerated(found, size, poisoned, looked, s), within(1e-12));
            }
          }
        }
      }
    }
  }

  @Test
  void whatIsNotExcludedIsStillPossible() {
    for (int looked = 0; looked <= 12; looked++) {
      for (int found = 0; found <= looked; found++) {
        for (final double s : new double[] {0.3, 0.8, 1}) {
          int most = 12;
          while (most > found && AuditBounds.chanceOfAtMost(found, 12, most, looked, s) <= RISK) {
            most--;
          }
          assertThat(AuditBounds.poisonedAtMost(12, looked, found, s, RISK)).isEqualTo(most);
        }
      }
    }
  }

  @Test
  void whatIsLeftIsExcludedFromThatLookOn() {
    for (int found = 0; found < 6; found++) {
      final int looks = AuditBounds.toLookAt(200, 8, found, 0.9, RISK).orElseThrow();
      assertThat(AuditBounds.poisonedAtMost(200, looks, found, 0.9, RISK) - found).isLessThan(8);
      assertThat(AuditBounds.poisonedAtMost(200, looks - 1, found, 0.9, RISK) - found)
          .isGreaterThanOrEqualTo(8);
    }
    assertThat(AuditBounds.toLookAt(200, 8, 20, 0.5, RISK)).isEmpty();
  }

  @Test
  void theEndsAreClosedForms() {
    assertThat(AuditBounds.poisonedAtMost(1000, 1000, 0, 1, RISK)).as("all seen").isZero();
    assertThat(AuditBounds.poisonedAtMost(1000, 1000, 7, 1, RISK)).as("all counted").isEqualTo(7);
    assertThat(AuditBounds.poisonedAtMost(1000, 0, 0, 1, RISK)).as("none seen").isEqualTo(1000);
    assertThat(AuditBounds.poisonedAtMost(1000, 500, 0, 0, RISK)).as("blind").isEqualTo(1000);
    assertThat(AuditBounds.chanceOfAtMost(0, 1000, 8, 1000, 0.2))
        .isCloseTo(Math.pow(0.8, 8), within(1e-12));
    assertThat(AuditBounds.sensitivityAtLeast(40, 40, 0.025))
        .isCloseTo(Math.pow(0.025, 1 / 40.0), within(1e-8));
    assertThat(AuditBounds.sensitivityAtLeast(1, 40, 0.025))
        .as("P(at least 1 of 40) = risk")
        .isCloseTo(1 - Math.pow(0.975, 1 / 40.0), within(1e-8));
    assertThat(AuditBounds.sensitivityAtLeast(0, 40, 0.025)).isZero();
    assertThat(AuditBounds.sensitivityAtLeast(0, 0, 0.025)).isZero();
    final double least = AuditBounds.sensitivityAtLeast(36, 40, 0.025);
    assertThat(IntStream.rangeClosed(36, 40).mapToDouble(k -> binomial(k, 40, least)).sum())
        .as("P(at least 36 of 40) = risk")
        .isCloseTo(0.025, within(1e-8));
  }

  @Test
  void largeSetsAreBoundedToo() {
    // of so many the draw is as good as with putting back: (1 - n / N)^8 <= 0.05
    assertThat(AuditBounds.toLookAt(50_000, 8, 1, RISK).orElseThrow()).isBetween(15_610, 15_617);
    assertThat(AuditBounds.poisonedAtMost(50_000, 15_617, 0, 1, RISK)).isEqualTo(7);
  }

  @Property(tries = 200)
  void moreLooksAndSharperEyesAndFewerFindsLowerTheBound(
      @ForAll @IntRange(min = 1, max = 80) int size,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0, max = 0.95) double sensitivity,
      @ForAll @DoubleRange(min = 0, max = 1) double part) {
    final int looked = (int) (share * (size - 1));
    final int found = (int) (part * looked);
    final int bound = AuditBounds.poisonedAtMost(size, looked, found, sensitivity, RISK);
    assertThat(bound).isBetween(found, size);
    assertThat(AuditBounds.poisonedAtMost(size, looked + 1, found, sensitivity, RISK))
        .isLessThanOrEqualTo(bound);
    assertThat(AuditBounds.poisonedAtMost(size, looked, found, sensitivity + 0.05, RISK))
        .isLessThanOrEqualTo(bound);
    assertThat(AuditBounds.poisonedAtMost(size, looked, found, sensitivity, RISK / 2))
        .isGreaterThanOrEqualTo(bound);
    // a false alarm that is taken out does not make the rest look cleaner
    assertThat(AuditBounds.poisonedAtMost(size, looked + 1, found + 1, sensitivity, RISK))
        .isGreaterThanOrEqualTo(
            Math.min(
                size, 1 + AuditBounds.poisonedAtMost(size, looked + 1, found, sensitivity, RISK)));
  }

  @Property(tries = 100)
  void moreOfThePlantedFoundIsASharperEye(
      @ForAll @IntRange(min = 1, max = 200) int planted,
      @ForAll @DoubleRange(max = 1) double part) {
    final int found = (int) (part * (planted - 1));
    final double bound = AuditBounds.sensitivityAtLeast(found, planted, RISK);
    assertThat(bound).isBetween(0.0, (double) found / planted);
    assertThat(AuditBounds.sensitivityAtLeast(found + 1, planted, RISK)).isGreaterThan(bound);
  }

  /** Both bounds at half the risk, as an audit states them, against the truth many times over. */
  @Test
  void theStatementHoldsAsOftenAsItSays() {
    final int planted = 30;
    for (final double s : new double[] {0.4, 0.7, 0.95}) {
      for (final int poisoned : new int[] {3, 8, 20}) {
        double wrong = 0;
        for (int seen = 0; seen <= planted; seen++) {
          final double least = AuditBounds.sensitivityAtLeast(seen, planted, RISK / 2);
          final double chance = binomial(seen, planted, s);
          for (int found = 0; found <= poisoned; found++) {
            if (AuditBounds.poisonedAtMost(200, 80, found, least, RISK / 2) < poisoned) {
              wrong += chance * exactly(found, poisoned, s);
            }
          }
        }
        assertThat(wrong).as("s %s, M %d", s, poisoned).isLessThanOrEqualTo(RISK);
      }
    }
  }

  private static double exactly(int found, int poisoned, double s) {
    return AuditBounds.chanceOfAtMost(found, 200, poisoned, 80, s)
        - (found == 0 ? 0 : AuditBounds.chanceOfAtMost(found - 1, 200, poisoned, 80, s));
  }

  private static double binomial(int k, int n, double p) {
    double chance = Math.pow(p, k) * Math.pow(1 - p, n - k);
    for (int i = 0; i < k; i++) {
      chance *= (n - i) / (double) (k - i);
    }
    return chance;
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> AuditBounds.toLookAt(20, 30, 1, RISK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit is 30; 1 to 20 is allowed");
    assertThatThrownBy(() -> AuditBounds.toLookAt(20, 8, 1.5, RISK))
        .hasMessage("sensitivity is 1.5; 0.0 to 1.0 is allowed");
    assertThatThrownBy(() -> AuditBounds.toLookAt(20, 8, Double.NaN, RISK))
        .hasMessageContaining("sensitivity is NaN");
    assertThatThrownBy(() -> AuditBounds.poisonedAtMost(20, 21, 0, 1, RISK))
        .hasMessage("looked is 21; 0 to 20 is allowed");
    assertThatThrownBy(() -> AuditBounds.poisonedAtMost(20, 10, 11, 1, RISK))
        .hasMessage("found is 11; 0 to 10 is allowed");
    assertThatThrownBy(() -> AuditBounds.poisonedAtMost(20, 10, 0, 1, 0))
        .hasMessageContaining("risk is 0.0");
    assertThatThrownBy(() -> AuditBounds.sensitivityAtLeast(5, 4, RISK))
        .hasMessage("found is 5; 0 to 4 is allowed");
  }
}
