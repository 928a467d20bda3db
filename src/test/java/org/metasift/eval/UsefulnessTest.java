package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.nn.Training;
import org.metasift.sift.BaseSet;
import org.metasift.sift.LossScan;
import org.metasift.sift.RandomPick;

/** What a base set is good for, and what the best of all could be. */
class UsefulnessTest {
  private static final int BUDGET = 150;

  @Test
  void thePerfectPickIsCleanHasEachClassItsShareAndIsDrawnAtRandom() {
    final PoisonedSet truth = Fixture.badNets();
    final BaseSet perfect = PerfectPick.of(truth, BUDGET, 1);
    assertThat(truth.poisonedAmong(perfect.indices())).isZero();
    final int[] shares = BaseSet.shares(truth.images(), BUDGET);
    for (int c = 0; c < shares.length; c++) {
      assertThat(perfect.indicesOf(c)).hasSize(shares[c]);
    }
    assertThat(PerfectPick.of(truth, BUDGET, 1).picks()).isEqualTo(perfect.picks());
    assertThat(PerfectPick.of(truth, BUDGET, 2).picks()).isNotEqualTo(perfect.picks());
    final int all = truth.images().size();
    assertThat(PerfectPick.of(truth, all, 1).size()).isEqualTo(all - truth.poisonedCount());
  }

  @Test
  void easyPicksAreEasyAndWrongLabelsTeachLittle() {
    final Split signs = Fixture.signs();
    final ImageSet train = signs.train();
    final Usefulness useful = new Usefulness(signs, new Training.Settings(6, 32, 3e-3, 0.01), 0);
    final BaseSet random = new RandomPick().pick(train, BUDGET, 0);
    final BaseSet easy = new LossScan(8, 2, 2, 32, 3e-3).pick(train, BUDGET, 0);
    final BaseSet everything = new RandomPick().pick(train, train.size(), 0);
    assertThat(useful.difficulty(everything)).isCloseTo(0.5, within(1e-9));
    assertThat(useful.difficulty(random)).isCloseTo(0.5, within(0.08));
    assertThat(useful.difficulty(easy)).isLessThan(useful.difficulty(random) - 0.08);
    final double learned = useful.accuracyAlone(random, train, 0).percent();
    assertThat(learned).as("12.5 by chance").isGreaterThan(50);
    final ImageSet.Editor editor = train.edit();
    for (int i = 0; i < train.size(); i++) {
      editor.label(i, (train.label(i) + i % 3) % train.classes());
    }
    final ImageSet wrong = editor.done();
    final BaseSet spoilt = new RandomPick().pick(wrong, BUDGET, 0);
    assertThat(useful.accuracyAlone(spoilt, wrong, 0).percent()).isLessThan(learned - 10);
  }
}
