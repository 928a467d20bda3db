package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of work that takes long. */
class WaitingTimeTest {
  @Test
  void whatIsQuickerIsToldOfLongWorkAndWhereItIsWorthIt() {
    final Map<String, Double> quicker = new LinkedHashMap<>();
    quicker.put("--num-sifters 1", 30.0);
    quicker.put("--views 1", 115.0);
    assertThat(new WaitingTime("Sifting", 120, quicker).toString())
        .isEqualToNormalizingNewlines(
            "Sifting takes about 2 min on this device.\nQuicker: --num-sifters 1 (about 30 s)");
    assertThat(new WaitingTime("Sifting", 50, quicker))
        .hasToString("Sifting takes about 50 s on this device.");
  }
}
