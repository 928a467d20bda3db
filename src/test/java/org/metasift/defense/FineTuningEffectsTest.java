package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;

/** What fine-tuning reaches with the base sets on which {@link IBauEffectsTest} tries I-BAU. */
class FineTuningEffectsTest {
  private static final int BASE = 150;
  private static final FineTuning.Settings GENTLE = FineTuning.Settings.standard();
  private static final FineTuning.Settings HARD = new FineTuning.Settings(20, 0.01, 32);

  private static Network tuned(FineTuning.Settings settings, int bad) {
    return new FineTuning(settings)
        .purify(Fixture.victim(), Fixture.badNets().draw(BASE - bad, bad, 0), 0);
  }

  private static double asr(Network network) {
    return Metrics.asr(network, Fixture.badNets().backdoor(), Fixture.signs().test()).percent();
  }

  private static double acc(Network network) {
    return Metrics.acc(network, Fixture.signs().test()).percent();
  }

  @Test
  void atTheUsualRateTheAccuracyStaysAndSoDoesTheBackdoor() {
    final Network after = tuned(GENTLE, 0);
    assertThat(acc(after)).isGreaterThan(acc(Fixture.victim()) - 10);
    assertThat(asr(Fixture.victim())).isGreaterThan(80);
    assertThat(asr(after)).isGreaterThan(60);
  }

  @Test
  void atTenTimesTheRateForTwiceAsLongACleanBaseSetRemovesTheBackdoor() {
    final Network after = tuned(HARD, 0);
    assertThat(asr(after)).isLessThan(30);
    assertThat(acc(after)).isGreaterThan(acc(Fixture.victim()) - 15);
  }

  @Test
  void eightPoisonedImagesInTheBaseSetKeepTheBackdoorEvenThen() {
    assertThat(asr(tuned(HARD, 8))).isGreaterThan(60);
  }
}
