package org.metasift.course;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How near is near enough, and whose hint is given. */
class NumberCheckTest {
  private static String hint(NumberCheck check, double answer) {
    final NumberCheck.Result result = check.check(answer);
    return result.right() ? "right" : result.message();
  }

  @Test
  void theToleranceIsPartOfTheAnswerAndOfTheMistake() {
    final NumberCheck check = new NumberCheck(2, 0.5).mistake(8, "eight");
    assertThat(hint(check, 2.5)).isEqualTo("right");
    assertThat(hint(check, 1.5)).isEqualTo("right");
    assertThat(hint(check, 2.5000001)).startsWith("Too large");
    assertThat(hint(check, 1.4999999)).startsWith("Too small");
    assertThat(hint(check, 8.5)).isEqualTo("eight");
    assertThat(hint(check, 7.5)).isEqualTo("eight");
    assertThat(hint(check, 8.5000001)).startsWith("Too large");
    assertThat(check.check(Double.NaN).right()).isFalse();
  }

  @Test
  void aMistakeNearTheRightNumberNarrowsWhatCountsAsRight() {
    final NumberCheck check = new NumberCheck(50, 0.5).mistake(51, "one more");
    assertThat(hint(check, 50.25)).isEqualTo("right");
    assertThat(hint(check, 50.26)).startsWith("Too large");
    assertThat(hint(check, 50.75)).isEqualTo("one more");
  }

  @Test
  void aMistakeThatGivesTheSameNumberIsNone() {
    // the same sum in another order: it differs in the last digits, relative to its size
    final NumberCheck check = new NumberCheck(1000, 0.05).mistake(1000 + 5e-7, "other order");
    assertThat(hint(check, 1000.05 - 1e-6)).isEqualTo("right");
    assertThat(hint(check, 1000 + 5e-7)).isEqualTo("right");
    final NumberCheck apart = new NumberCheck(1000, 0.05).mistake(1000 + 5e-6, "another number");
    assertThat(hint(apart, 1000 + 5e-6)).isEqualTo("another number");
  }

  @Test
  void theFirstOfSeveralHintsForOneNumberIsGiven() {
    final NumberCheck one = new NumberCheck(1, 0.1).mistake(5, "first");
    assertThat(hint(one.mistake(5, "second"), 5)).isEqualTo("first");
    one.mistake(7, "seven");
    assertThat(hint(one, 7)).startsWith("Too large");
  }

  @Test
  void aFractionIsRecognisedWithinHalfAPercentOrHalfTheNumber() {
    assertThat(hint(new NumberCheck(2, 0.05), 0.025)).contains("multiply by 100");
    assertThat(hint(new NumberCheck(2, 0.05), 0.0251)).startsWith("Too small");
    assertThat(hint(new NumberCheck(0.25, 0.05), 0.0025)).contains("multiply by 100");
    assertThat(hint(new NumberCheck(0.25, 0.05), 0.01)).startsWith("Too small");
    assertThat(hint(new NumberCheck(-2, 0.05), -0.02)).startsWith("Too large");
  }
}
