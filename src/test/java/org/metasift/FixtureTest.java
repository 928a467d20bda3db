package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.eval.Metrics;

/** The shared networks are what tests of effects take them for. */
class FixtureTest {
  @Test
  void theVictimHasABackdoorAndTheCleanNetworkHasNone() {
    final var test = Fixture.signs().test();
    final var backdoor = Fixture.badNets().backdoor();
    assertThat(Metrics.acc(Fixture.victim(), test).percent()).isGreaterThan(90);
    assertThat(Metrics.asr(Fixture.victim(), backdoor, test).percent()).isGreaterThan(80);
    assertThat(Metrics.acc(Fixture.clean(), test).percent()).isGreaterThan(90);
    assertThat(Metrics.asr(Fixture.clean(), backdoor, test).percent()).isLessThan(10);
  }

  @Test
  void whatIsMadeOnceIsShared() {
    assertThat(Fixture.victim()).isSameAs(Fixture.victim()).isNotSameAs(Fixture.clean());
    assertThat(Fixture.badNets()).isSameAs(Fixture.badNets());
  }
}
