package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates, intervals and agreement, against closed forms and the literature's examples. */
class StudyScoreTest {
  @Test
  void ratesAreSharesOfTheirOwnKind() {
    final StudyScore score = new StudyScore("anna", 100, 20, 900, 90);
    assertThat(score.fnr().percent()).isEqualTo(20);
    assertThat(score.fpr().percent()).as("of 900, not of 100").isEqualTo(10);
    assertThat(score.kept()).isEqualTo(830);
    assertThat(score.precision().percent()).isCloseTo(100 * 810 / 830.0, within(1e-9));
    assertThat(score.ncr()).isCloseTo(100 * (20 / 830.0) / 0.1, within(1e-9));
    assertThat(new StudyScore("all", 100, 100, 900, 0).ncr()).isCloseTo(100, within(1e-9));
    assertThat(new StudyScore("none", 100, 0, 900, 0).ncr()).isZero();
    assertThat(new StudyScore("empty", 0, 0, 0, 0).ncr()).isNaN();
    assertThat(new StudyScore("empty", 0, 0, 0, 0).fnr().toString()).isEqualTo("–");
  }

  @Test
  void intervalsAreWilsons() {
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    interval(81, 263, 25.53, 36.62);
    interval(15, 148, 6.24, 16.05);
    interval(0, 20, 0, 16.11);
    interval(1, 29, 0.61, 17.18);
  }

  private static void interval(int k, int n, double from, double to) {
    final StudyScore.Rate rate = new StudyScore("x", n, k, 0, 0).fnr();
    assertThat(rate.from()).isCloseTo(from, within(0.006));
    assertThat(rate.to()).isCloseTo(to, within(0.006));
  }

  private static Answers answers(int... calls) {
    return new Answers("", Arrays.stream(calls).mapToObj(call -> call == 1).toList());
  }

  @Test
  void kappaOfTwoIsCohens() {
    final List<Boolean> a = new ArrayList<>();
    final List<Boolean> b = new ArrayList<>();
    // both yes 20, only a 5, only b 10, both no 15: agreement 0.7, by chance 0.5
    final int[][] counts = {{20, 1, 1}, {5, 1, 0}, {10, 0, 1}, {15, 0, 0}};
    for (final int[] count : counts) {
      for (int k = 0; k < count[0]; k++) {
        a.add(count[1] == 1);
        b.add(count[2] == 1);
      }
    }
    a.add(null);
    b.add(true);
    assertThat(StudyScore.kappa(List.of(new Answers("a", a), new Answers("b", b))))
        .isCloseTo(0.4, within(1e-12));
    assertThatThrownBy(() -> StudyScore.kappa(List.of(answers(1))))
        .hasMessageContaining("at least 2");
  }

  @Test
  void kappaOfMoreIsFleiss() {
    // pictures with 3, 2, 1 and 0 of three raters for yes: P = 2/3, P_e = 1/2
    final double kappa =
        StudyScore.kappa(List.of(answers(1, 1, 1, 0), answers(1, 1, 0, 0), answers(1, 0, 0, 0)));
    assertThat(kappa).isCloseTo((2 / 3.0 - 0.5) / 0.5, within(1e-12));
    assertThat(StudyScore.kappa(List.of(answers(1, 0), answers(1, 0), answers(1, 0)))).isEqualTo(1);
  }

  @Test
  void theMostMissedStandFirst() {
    final Study study = Study.draw(StudyTest.SET, 20, 0.25, 1);
    final Answers trusting = Answers.simulated("t", study, 1, 0, 1);
    final Answers half = Answers.simulated("h", study, 0.5, 0, 2);
    final List<StudyScore.Missed> missed = StudyScore.missed(study, List.of(trusting, half));
    assertThat(missed).hasSize(5).allMatch(one -> study.isPoisoned(one.picture()));
    assertThat(missed).isSortedAccordingTo((x, y) -> y.missed() - x.missed());
    assertThat(missed.get(0).seen()).isEqualTo(2);
  }
}
