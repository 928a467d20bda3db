package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.sift.BaseSet;

/** Shares of common images in closed form. */
class AgreementTest {
  private static BaseSet pick(String sifter, String data, int... indices) {
    return new BaseSet(
        sifter,
        "",
        0,
        data,
        IntStream.of(indices).mapToObj(i -> new BaseSet.Pick(i, "image " + i, 0, 1)).toList(),
        0);
  }

  @Test
  void theShareIsOfTheSmallerPickAndAlikeFromBothSides() {
    final BaseSet four = pick("A", "x", 1, 2, 3, 4);
    final BaseSet two = pick("B", "x", 9, 4);
    assertThat(Agreement.percent(four, two)).isEqualTo(50);
    assertThat(Agreement.percent(two, four)).isEqualTo(50);
    assertThat(Agreement.percent(four, four)).isEqualTo(100);
    assertThat(Agreement.mean(List.of(four, two, pick("C", "x", 8)))).isEqualTo(50.0 / 3);
    assertThat(Agreement.mean(List.of(four, two))).isEqualTo(50);
    assertThat(Agreement.table(List.of(four, two)).print()).contains("A", "B", "100", "50");
  }

  @Test
  void picksFromOtherDataOrOfNothingCannotAgree() {
    final BaseSet one = pick("A", "x", 1);
    assertThatThrownBy(() -> Agreement.percent(one, pick("B", "y", 1)))
        .hasMessageContaining("A picked from data x, B from data y");
    assertThatThrownBy(() -> Agreement.percent(one, pick("B", "x")))
        .hasMessageContaining("nothing was picked");
    assertThatThrownBy(() -> Agreement.percent(pick("B", "x"), one))
        .hasMessageContaining("nothing was picked");
    assertThatThrownBy(() -> Agreement.mean(List.of(one))).hasMessageContaining("at least 2");
  }
}
