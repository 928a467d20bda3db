package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What answers to an audit mean. */
class AuditScoreTest {
  private static final Study AUDIT = AuditTest.audit(3);

  /** Calls poisoned the first of the planted pictures and the first of the others. */
  static Answers answers(Study audit, String name, int found, int suspects) {
    final List<Boolean> calls = new ArrayList<>();
    int planted = 0;
    int others = 0;
    for (int k = 0; k < audit.size(); k++) {
      calls.add(audit.isPoisoned(k) ? planted++ >= found : others++ >= suspects);
    }
    return new Answers(name, calls);
  }

  private static Answers answers(String name, int found, int suspects) {
    return answers(AUDIT, name, found, suspects);
  }

  @Test
  void plantedAndOthersAreCountedApart() {
    final AuditScore score = AuditScore.of(AUDIT, answers("anna", 7, 2));
    assertThat(score.size()).isEqualTo(65);
    assertThat(score.looks()).isEqualTo(25);
    assertThat(score.planted()).isEqualTo(10);
    assertThat(score.found()).isEqualTo(7);
    assertThat(score.leftOut()).isZero();
    assertThat(score.suspects()).hasSize(2).noneMatch(AUDIT::isPoisoned);
    assertThat(score.sensitivityAtLeast()).isEqualTo(AuditBounds.sensitivityAtLeast(7, 10, 0.025));
    assertThat(score.poisonedAtMost())
        .isEqualTo(AuditBounds.poisonedAtMost(65, 25, 2, score.sensitivityAtLeast(), 0.025));
    assertThat(score.leftAtMost()).isEqualTo(score.poisonedAtMost() - 2);
  }

  @Test
  void whoStopsHasLookedAtLessAndWhoLeavesOutHasOverlooked() {
    final List<Boolean> calls = new ArrayList<>(answers("ben", 10, 0).calls());
    for (int k = 20; k < calls.size(); k++) {
      calls.set(k, null);
    }
    final AuditScore stopped = AuditScore.of(AUDIT, new Answers("ben", calls));
    assertThat(stopped.looks() + stopped.planted()).isEqualTo(20);
    assertThat(stopped.found()).isEqualTo(stopped.planted());
    assertThat(stopped.leftOut()).isZero();
    int first = 0;
    while (!AUDIT.isPoisoned(first)) {
      first++;
    }
    calls.set(first, null);
    final AuditScore picky = AuditScore.of(AUDIT, new Answers("ben", calls));
    assertThat(picky.planted()).isEqualTo(stopped.planted());
    assertThat(picky.found()).isEqualTo(stopped.found() - 1);
    assertThat(picky.leftOut()).isEqualTo(1);
    final AuditScore none =
        AuditScore.of(
            AUDIT, new Answers("nobody", Collections.nCopies(AUDIT.size(), (Boolean) null)));
    assertThat(none.looks()).isZero();
    assertThat(none.poisonedAtMost()).isEqualTo(65);
  }

  @Test
  void togetherPeopleSeeWhatAnyOfThemSees() {
    final Answers anna = new Answers("anna", nulls(true, false, true, null, null, true));
    final Answers ben = new Answers("ben", nulls(true, true, false, false, null, null));
    assertThat(AuditScore.together("all", List.of(anna, ben)).calls())
        .containsExactly(true, false, false, false, null, true);
    assertThat(AuditScore.together("all", List.of(ben, anna)).calls())
        .containsExactly(true, false, false, false, null, true);
  }

  private static List<Boolean> nulls(Boolean... calls) {
    return Arrays.asList(calls);
  }

  private static AuditScore of(int looks, int suspects, int planted, int found) {
    return new AuditScore(
        "anna", 1000, looks, IntStream.range(0, suspects).boxed().toList(), planted, found, 0);
  }

  @Test
  void theSentencesSayWhatIsExcluded() {
    assertThat(of(404, 0, 40, 40).statement(8))
        .isEqualTo(
            "anna, with 95 % confidence: at most 7 of the 1,000 images are poisoned. 8 or more are excluded.");
    assertThat(of(403, 0, 40, 40).statement(8))
        .isEqualTo(
            "anna, with 95 % confidence: at most 8 of the 1,000 images are poisoned. 8 or more are not excluded; at this sensitivity a look at 404 images would be enough, if no more were called poisoned.");
    assertThat(of(700, 2, 40, 40).statement(8))
        .as("only without the suspects")
        .isEqualTo(
            "anna, with 95 % confidence: at most 8 of the 1,000 images are poisoned, at most 6 once the 2 called poisoned are taken out. 8 or more are excluded then.");
    final AuditScore one = of(700, 1, 40, 40);
    assertThat(one.statement(8))
        .contains(
            ", at most %d once the one called poisoned is taken out. 8"
                .formatted(one.leftAtMost()));
    final AuditScore doubtful = of(600, 2, 40, 40);
    assertThat(doubtful.statement(8))
        .contains("at most 8 once the 2 called poisoned are taken out. 8 or more are not excluded;")
        .contains("a look at %d images".formatted(doubtful.toLookAt(8).orElseThrow()));
    assertThat(of(doubtful.toLookAt(8).orElseThrow(), 2, 40, 40).leftAtMost()).isEqualTo(7);
    assertThat(of(doubtful.toLookAt(8).orElseThrow() - 1, 2, 40, 40).leftAtMost()).isEqualTo(8);
    assertThat(of(1000, 200, 40, 40).statement(8))
        .contains("with so many called poisoned not even a look at all images would be enough.");
  }

  @Test
  void whoSeesTooLittleIsToldSo() {
    assertThat(of(1000, 0, 40, 8).statement(8))
        .contains("No audit by anna can exclude 8 or more", "at least 9.1 %, and 36.9 % is needed.")
        .doesNotContain("more planted");
    assertThat(of(1000, 0, 4, 3).statement(8))
        .contains("No audit by anna can", "; with more planted it may be shown.");
    assertThat(of(1000, 0, 40, 8).toLookAt(8)).isEmpty();
    assertThat(of(1000, 0, 40, 0).poisonedAtMost()).isEqualTo(1000);
    // at the very sensitivity that is needed a look at all of them is enough
    assertThat(of(1000, 0, 40, 22).statement(8)).doesNotContain("No audit");
    assertThat(of(1000, 0, 40, 22).toLookAt(8)).isPresent();
    assertThat(of(1000, 0, 40, 21).statement(8)).contains("No audit");
  }

  /** What is stated with 95 % is not made of two statements of 95 % each. */
  @Test
  void bothBoundsShareTheRisk() {
    final AuditScore score = of(404, 0, 40, 40);
    assertThat(score.sensitivityAtLeast()).isCloseTo(Math.pow(0.025, 1 / 40.0), within(1e-8));
    final double s = score.sensitivityAtLeast();
    final int most = score.poisonedAtMost();
    assertThat(AuditBounds.chanceOfAtMost(0, 1000, most, 404, s)).isGreaterThan(0.025);
    assertThat(AuditBounds.chanceOfAtMost(0, 1000, most + 1, 404, s)).isLessThanOrEqualTo(0.025);
  }

  @Test
  void theTableNamesEachNumber() {
    final var table =
        AuditScore.table(
            List.of(
                AuditScore.of(AUDIT, answers("anna", 10, 0)),
                AuditScore.of(AUDIT, answers("ben", 1, 4))));
    assertThat(table.column("rater").asList()).hasToString("[anna, ben]");
    assertThat(table.intColumn("called poisoned").asIntArray()).containsExactly(0, 4);
    assertThat(table.intColumn("found").asIntArray()).containsExactly(10, 1);
    assertThat(table.intColumn("without suspects").getInt(1))
        .isEqualTo(table.intColumn("poisoned at most").getInt(1) - 4);
  }

  @Test
  void answersToSomethingElseAreRefused() {
    final Study study = Study.draw(StudyTest.SET, 20, 0.25, 1);
    assertThatThrownBy(() -> AuditScore.of(study, Answers.simulated("a", study, 0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an audit");
    assertThatThrownBy(() -> AuditScore.of(AUDIT, Answers.simulated("a", study, 0, 0, 1)))
        .hasMessage("20 answers for an audit of 35 pictures");
  }

  @Test
  void theUsualNumberOfLooksExcludesTheLimitIfNineOfTenAreFound() {
    final AuditPlan plan = new AuditPlan(1000, List.of(8));
    final int looks = plan.usualLooks(40);
    assertThat(of(looks, 0, 40, 36).poisonedAtMost()).isEqualTo(7);
    assertThat(of(looks - 1, 0, 40, 36).poisonedAtMost()).isEqualTo(8);
    assertThat(plan.usualLooks(2)).as("too few planted to show it").isEqualTo(1000);
    assertThat(plan.ofKnown(List.of(1.0, 0.5, 0.2)).intColumn("8 or more").asList())
        .containsExactly(312, 625, null);
    final var measured = plan.ofMeasured(40);
    assertThat(measured.stringColumn("planted found").asList()).contains("40 of 40", "36 of 40");
    assertThat(measured.intColumn("8 or more").getInt(2)).isEqualTo(looks);
    assertThat(AuditPlan.poisonedAtMost(AUDIT, 10))
        .isEqualTo(AuditScore.of(AUDIT, answers("anna", 10, 0)).poisonedAtMost());
  }
}
