package org.metasift.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.Split;
import org.metasift.defense.FineTuning;
import org.metasift.defense.IBau;
import org.metasift.nn.Training;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.baseline.RandomPick;

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

  private static Usefulness useful(Split signs) {
    return new Usefulness(signs, new Training.Settings(6, 32, 3e-3, 0.01), 0);
  }

  @Test
  void easyPicksAreEasyAndWrongLabelsTeachLittle() {
    final Split signs = Fixture.signs();
    final ImageSet train = signs.train();
    final Usefulness useful = useful(signs);
    final BaseSet random = new RandomPick().pick(train, BUDGET, 0);
    final BaseSet easy = new LossScan(8, 2, 2, 32, 3e-3).pick(train, BUDGET, 0);
    final BaseSet everything = new RandomPick().pick(train, train.size(), 0);
    assertThat(useful.difficulty(everything)).isCloseTo(0.5, within(1e-9));
    assertThat(useful.difficulty(random)).isCloseTo(0.5, within(0.08));
    assertThat(useful.difficulty(easy)).isLessThan(useful.difficulty(random) - 0.08);
    final double learned = useful.accuracyAlone(random, train, 0).percent();
    assertThat(learned).as("12.5 by chance").isGreaterThan(50);
    final ImageSetEditor editor = train.edit();
    for (int i = 0; i < train.size(); i++) {
      editor.label(i, (train.label(i) + i % 3) % train.classes());
    }
    final ImageSet wrong = editor.done();
    final BaseSet spoilt = new RandomPick().pick(wrong, BUDGET, 0);
    assertThat(useful.accuracyAlone(spoilt, wrong, 0).percent()).isLessThan(learned - 10);
  }

  /** Eight poisoned images and more in the base set, and I-BAU leaves the backdoor where it was. */
  @Test
  void aPoisonedPickPurifiesLessThanAPerfectOne() {
    final PoisonedSet truth = Fixture.badNets();
    final double[] trust = new double[truth.images().size()];
    for (final int i : truth.poisonedIndices()) {
      trust[i] = 1;
    }
    final BaseSet poisoned =
        Ranking.of("poison", "none", truth.images(), trust, 0, 0).best(truth.images(), BUDGET);
    final List<Usefulness.Row> rows =
        useful(Fixture.signs())
            .rows(
                truth,
                List.of(poisoned, PerfectPick.of(truth, BUDGET, 0)),
                Fixture.victim(),
                new IBau(IBau.Settings.compact().withBatchSize(50).withRounds(4)),
                0);
    assertThat(Usefulness.table(rows, new FineTuning(FineTuning.Settings.standard())).columnNames())
        .contains("ACC after fine-tuning (%)", "ASR after fine-tuning (%)");
    assertThat(rows)
        .extracting(Usefulness.Row::pick)
        .containsExactly(Usefulness.NO_DEFENCE, "poison", PerfectPick.NAME);
    assertThat(rows.get(0).asr()).as("of the backdoor").isGreaterThan(80);
    assertThat(rows.get(1).poisoned()).isGreaterThan(8);
    assertThat(rows.get(1).asr()).isGreaterThan(rows.get(2).asr() + 30);
    assertThat(rows.get(2).acc()).isGreaterThan(50);
  }
}
