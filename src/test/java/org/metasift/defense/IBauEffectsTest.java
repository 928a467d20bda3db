package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;

/** What I-BAU is for, and what undoes it (Zeng et al. 2023, section 2.2). */
class IBauEffectsTest {
  private static final int BASE = 150;

  private static Network purified(int bad) {
    return new IBau(IBau.Settings.compact().withBatchSize(50).withRounds(4))
        .purify(Fixture.victim(), Fixture.badNets().draw(BASE - bad, bad, 0), 0);
  }

  private static double asr(Network network) {
    return Metrics.asr(network, Fixture.badNets().backdoor(), Fixture.signs().test()).percent();
  }

  private static double acc(Network network) {
    return Metrics.acc(network, Fixture.signs().test()).percent();
  }

  @Test
  void aCleanBaseSetRemovesTheBackdoorAndKeepsTheAccuracy() {
    final Network after = purified(0);
    assertThat(asr(Fixture.victim())).isGreaterThan(80);
    assertThat(asr(after)).isLessThan(30);
    assertThat(acc(after)).isGreaterThan(acc(Fixture.victim()) - 15);
  }

  /** In the paper 8 of 1,000 do; the base set here is smaller, and so is the network. */
  @Test
  void eightPoisonedImagesInTheBaseSetKeepTheBackdoor() {
    assertThat(asr(purified(8))).isGreaterThan(60);
  }
}
