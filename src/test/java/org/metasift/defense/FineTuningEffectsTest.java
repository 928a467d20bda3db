package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.eval.Metrics;
import org.metasift.io.Records;
import org.metasift.nn.Network;

/** What fine-tuning reaches with the base sets on which {@link IBauEffectsTest} tries I-BAU. */
class FineTuningEffectsTest {
  private static final int BASE = 150;
  private static final FineTuning.Settings USUAL = FineTuning.Settings.standard();
  private static final IBau.Settings I_BAU =
      IBau.Settings.compact().withBatchSize(50).withRounds(4);

  private static Network purified(Defense defense, int bad, long seed) {
    return defense.purify(Fixture.victim(), Fixture.badNets().draw(BASE - bad, bad, seed), seed);
  }

  private static double asr(Network network) {
    return Metrics.asr(network, Fixture.badNets().backdoor(), Fixture.signs().test()).percent();
  }

  private static double acc(Network network) {
    return Metrics.acc(network, Fixture.signs().test()).percent();
  }

  private static double meanAsr(LongFunction<Network> bySeed) {
    return LongStream.range(0, 2)
        .mapToDouble(seed -> asr(bySeed.apply(seed)))
        .average()
        .orElseThrow();
  }

  /** Measured: 26 and 49 % with seeds 0 and 1, of 89 %; I-BAU 1 and 0 %. */
  @Test
  void aCleanBaseSetWeakensTheBackdoorLessThanIBauDoes() {
    final double left = meanAsr(seed -> purified(new FineTuning(USUAL), 0, seed));
    assertThat(left).isLessThan(asr(Fixture.victim()) - 20);
    assertThat(left).isGreaterThan(meanAsr(seed -> purified(new IBau(I_BAU), 0, seed)) + 8);
  }

  @Test
  void theAccuracyStays() {
    assertThat(acc(purified(new FineTuning(USUAL), 0, 0)))
        .isGreaterThan(acc(Fixture.victim()) - 10);
  }

  /** Measured: 90 %, of 89 %. */
  @Test
  void atATenthOfTheRateTheBackdoorStays() {
    final FineTuning.Settings gentle = Records.with(USUAL, "learningRate", 3e-4);
    assertThat(asr(purified(new FineTuning(gentle), 0, 0))).isGreaterThan(70);
  }

  /** Measured: 84 %. */
  @Test
  void eightPoisonedImagesInTheBaseSetKeepTheBackdoor() {
    assertThat(asr(purified(new FineTuning(USUAL), 8, 0))).isGreaterThan(60);
  }
}
