package org.metasift.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.Table;

/** Which settings are chosen from what the trials say. */
class TuningTest {
  private static final MetaSift.Settings CHEAP = MetaSift.Settings.compact().withSifters(1);
  private static final MetaSift.Settings DEAR = CHEAP.withWidth(32);
  private static final MetaSift.Settings BAD = CHEAP.withWidth(2);

  private static Trial trial(
      MetaSift.Settings settings, int copy, int sifter, double ncr, double seconds) {
    return new Trial(settings, copy, sifter, ncr, ncr == 0 ? 0.5 : 0.01, 0.5, true, seconds);
  }

  private static Tuning tuning(Trial... trials) {
    return new Tuning(List.of(trials), List.of(0.1, 0.01), 3600, false, 90);
  }

  @Test
  void theCheapestVoteThatIsCleanOnEveryCopyIsChosen() {
    final Tuning tuning =
        tuning(
            trial(DEAR, 0, 0, 0, 30),
            trial(DEAR, 1, 0, 0, 30),
            trial(CHEAP, 0, 0, 20, 10),
            trial(CHEAP, 1, 0, 0, 10),
            trial(CHEAP, 0, 1, 0, 10),
            trial(CHEAP, 1, 1, 0, 10),
            trial(BAD, 0, 0, 100, 1));
    assertThat(tuning.chosen()).contains(CHEAP.withSifters(2)); // 20 seconds, not 30
    assertThat(tuning.nearest()).isEqualTo(CHEAP.withSifters(2));
    assertThat(tuning.rows())
        .extracting(Tuning.Row::settings)
        .containsExactly(CHEAP.withSifters(2), DEAR, BAD);
    assertThat(tuning.rows().get(0).price()).isEqualTo(20);
    assertThat(tuning.gridPrice()).isEqualTo(3600 * 101 / 7.0, within(1e-6));
    assertThat(tuning.toString())
        .contains("7 trials of 3 settings in 1.5 minutes", "chosen:")
        .contains("a grid search takes 3,600 trials, about 14 hours");
    final Table table = tuning.table();
    assertThat(table.intColumn("sifters").asList()).containsExactly(2, 1, 1);
    assertThat(table.doubleColumn("warm-up accuracy (%)").asList()).containsOnly(50.0);
    assertThat(tuning.toString())
        .contains("accuracy after the warm-up: 50 % (the paper aims at about 50 %)");
    assertThat(table.stringColumn("pseudo-poison").asList())
        .containsExactly("none picked", "none picked", "picked");
  }

  @Test
  void whatChanceWouldFindIsToldAndDoubtedAboveOneInTwenty() {
    final Trial[] trials = {
      trial(CHEAP, 0, 0, 20, 10),
      trial(CHEAP, 0, 1, 0, 10),
      trial(CHEAP, 1, 0, 0, 10),
      trial(CHEAP, 1, 1, 0, 10),
      trial(BAD, 0, 0, 100, 1)
    };
    final Tuning sound = tuning(trials); // 3 votes, each clean by chance with 0.001
    assertThat(sound.chance()).isEqualTo(0.001, within(1e-12));
    assertThat(sound.tries()).isEqualTo(3);
    assertThat(sound.doubt()).isEmpty();
    assertThat(sound.toString())
        .contains("every copy with 0.10 %, one of 3 such picks with at most 0.30 %")
        .doesNotContain("WARNING");
    final Tuning weak = new Tuning(List.of(trials), List.of(0.4, 0.4), 0, false, 1);
    assertThat(weak.chanceOfAny()).isEqualTo(0.48, within(1e-12));
    assertThat(weak.toString())
        .contains("WARNING: chance alone would find something clean among 3 tries with up to 48 %")
        .endsWith("search with 5 copies, or with a larger budget"); // 3 x 0.4^5 = 0.031
    assertThat(new Tuning(List.of(trials), List.of(0.9, 0.99), 0, false, 1).doubt())
        .hasValueSatisfying(warning -> assertThat(warning).endsWith("search with a larger budget"));
    assertThat(new Tuning(List.of(trials[0]), List.of(0.9, 0.9), 0, false, 1).doubt()).isEmpty();
  }

  @Test
  void aVoteThatTheClockCutShortDoesNotReplaceTheOneJudgedOnEveryCopy() {
    final Tuning tuning =
        tuning(
            trial(CHEAP, 0, 0, 5, 10),
            trial(CHEAP, 1, 0, 5, 10),
            trial(CHEAP, 0, 1, 2, 10), // the second sifter never saw the other copy
            trial(BAD, 0, 0, 40, 1),
            trial(BAD, 1, 0, 40, 1));
    assertThat(tuning.nearest()).isEqualTo(CHEAP);
    assertThat(tuning.rows().get(0).ncr()).isEqualTo(5);
  }

  @Test
  void settingsThatWereNotJudgedOnEveryCopyAreNotClean() {
    final Tuning tuning = tuning(trial(CHEAP, 0, 0, 0, 10), trial(DEAR, 0, 0, 4, 30));
    assertThat(tuning.chosen()).isEmpty();
    assertThat(tuning.nearest()).isEqualTo(CHEAP);
    assertThat(tuning.toString()).contains("nothing reached NCR 0 on every copy; nearest:");
  }

  @Test
  void amongTheUncleanTheLowerNcrAndThenTheGreaterDepthComesFirst() {
    final List<Trial> trials = new ArrayList<>();
    for (int copy = 0; copy < 2; copy++) {
      trials.add(new Trial(CHEAP, copy, 0, 5, 0.02, 0.5, true, 10));
      trials.add(new Trial(DEAR, copy, 0, 5, 0.04, 0.5, true, 30));
      trials.add(new Trial(BAD, copy, 0, 9, 0.06, 0.5, true, 1));
    }
    final Tuning tuning = new Tuning(trials, List.of(0.1, 0.1), 0, true, 60);
    assertThat(tuning.rows()).extracting(Tuning.Row::settings).containsExactly(DEAR, CHEAP, BAD);
    assertThat(tuning.toString()).contains("stopped by the clock");
  }

  @Test
  void aCleanPickOfAnUndecidedWeigherIsNotChosen() {
    final Tuning tuning =
        tuning(
            new Trial(CHEAP, 0, 0, 0, 0.5, 0.5, true, 10),
            new Trial(CHEAP, 1, 0, 0, 0.5, 0.5, false, 10),
            trial(DEAR, 0, 0, 4, 30),
            trial(DEAR, 1, 0, 4, 30));
    assertThat(tuning.chosen()).isEmpty();
    assertThat(tuning.nearest()).isEqualTo(DEAR);
    assertThat(tuning.rows()).extracting(Tuning.Row::decided).containsExactly(true, false);
    assertThat(tuning.toString())
        .contains("NCR 0 on every copy with every weigher decided (1 did with undecided ones)");
    final Tuning later = // the undecided one did not vote
        tuning(
            trial(CHEAP, 0, 0, 0, 10),
            trial(CHEAP, 1, 0, 0, 10),
            new Trial(CHEAP, 0, 1, 0, 0.5, 0.5, false, 10));
    assertThat(later.chosen()).contains(CHEAP);
  }
}
