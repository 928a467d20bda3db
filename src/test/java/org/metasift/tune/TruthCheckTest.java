package org.metasift.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.TinyImages;
import org.metasift.eval.Metrics;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.TinySettings;

/** Whether what pseudo-poison says of settings is true of them. */
class TruthCheckTest {
  private static final MetaSift.Settings TINY =
      TinySettings.tiny().withBatchSize(32).withWeigherLearningRate(0.01);

  private static TruthCheck check(double... pseudoAndReal) {
    final List<TruthCheck.Row> rows = new ArrayList<>();
    for (int k = 0; k < pseudoAndReal.length; k += 2) {
      rows.add(new TruthCheck.Row(TINY, pseudoAndReal[k], 0, pseudoAndReal[k + 1], 0));
    }
    return new TruthCheck(rows);
  }

  @Test
  void ranksAreComparedAndTiesShareTheirMeanRank() {
    assertThat(check(1, 10, 2, 20, 30, 25).rankCorrelation()).isEqualTo(1);
    assertThat(check(1, 30, 2, 20, 3, 10).rankCorrelation()).isEqualTo(-1);
    // ranks 1.5 1.5 3 and 1 2 3: Spearman's rho is sqrt(3) / 2
    assertThat(check(0, 0, 0, 5, 7, 9).rankCorrelation())
        .isCloseTo(Math.sqrt(3) / 2, within(1e-12));
    assertThat(check(0, 0, 0, 5).rankCorrelation()).isNaN();
    assertThat(check(0, 0, 0, 5, 9, 9).toString())
        .contains("2 settings picked no pseudo-poison, 1 of them no true poison either")
        .contains("1 settings picked pseudo-poison, 1 of them true poison as well")
        .contains("depth undefined");
  }

  @Test
  void theTrueNcrIsThatOfOneSifterOnTheSetItself() {
    final PoisonedSet truth = new BadNets(1, 0.4).poison(TinyImages.of(8, 3, 1, 40, 40, 30), 2);
    final MetaSift.Settings other = TINY.withTopK(2);
    final Tuning tuning =
        new Tuning(
            List.of(
                new Trial(TINY, 0, 0, 20, 0.1, 0.5, true, 1),
                new Trial(other, 0, 0, 0, 0.3, 0.5, true, 1),
                new Trial(TINY, 1, 0, 40, 0.2, 0.5, true, 1),
                new Trial(other, 0, 1, 99, 0.3, 0.5, true, 1)),
            List.of(0.1, 0.1),
            0,
            false,
            1);
    final List<TruthCheck.Row> told = new ArrayList<>();
    final TruthCheck check = TruthCheck.of(tuning, truth, 20, 7, told::add);
    assertThat(check.rows()).isEqualTo(told).hasSize(2);
    assertThat(check.rows()).extracting(TruthCheck.Row::pseudo).containsExactly(30.0, 0.0);
    for (final TruthCheck.Row row : check.rows()) {
      final double ncr =
          Metrics.ncr(truth, new MetaSift(row.settings()).pick(truth.images(), 20, 7)).percent();
      assertThat(row.real()).isEqualTo(ncr);
      assertThat(row.realDepth()).isBetween(0.0, 1.0);
    }
    assertThat(check.table().doubleColumn("NCR pseudo (%)").asList()).containsExactly(0.0, 30.0);
  }
}
