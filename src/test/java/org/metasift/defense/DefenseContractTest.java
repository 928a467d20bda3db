package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Json;
import org.metasift.nn.Network;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.ResNet18;

/** What every defence promises whatever it is given. */
class DefenseContractTest {
  private static final ImageSet BASE = TinyImages.of(8, 3, 1, 9, 8);
  private static final Network NETWORK = Network.untrained(new ResNet18(2, 3, 2), 4);

  static List<Defense> defenses() {
    return Defenses.all().stream()
        .<Defense>map(
            type -> type.fittedTo(100, type.takes("batchSize") ? Map.of("batchSize", 8) : Map.of()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void aNewNetworkBySeedAndTheOneGivenStays(Defense defense) {
    final Map<String, float[]> before = NetworkTest.values(NETWORK);
    final String base = BASE.fingerprint();
    final Map<String, float[]> one = purified(defense, 1);
    assertThat(NetworkTest.same(NetworkTest.values(NETWORK), before)).isTrue();
    assertThat(BASE.fingerprint()).isEqualTo(base);
    assertThat(NetworkTest.same(one, before)).isFalse();
    assertThat(NetworkTest.same(purified(defense, 1), one)).isTrue();
    assertThat(NetworkTest.same(purified(defense, 2), one)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void aBaseSetThatDoesNotFitIsRefused(Defense defense) {
    assertThatThrownBy(() -> defense.purify(NETWORK, BASE.select(3), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a base set of 1 images; at least 2 are needed");
    assertThatThrownBy(() -> defense.purify(NETWORK, TinyImages.of(8, 1, 1, 9, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels");
    assertThat(defense.purify(NETWORK, BASE.select(3, 4), 0)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void noNativeArrayIsLeftBehind(Defense defense) {
    final int before = Compute.liveArrays();
    purified(defense, 0);
    assertThat(Compute.liveArrays()).isEqualTo(before);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> purified(defense, 0)).isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void itsSettingsAreARecordWhoseTextIsTold(Defense defense) {
    assertThat(defense.settings()).isEqualTo(defense.plainSettings().toString());
    assertThat(Json.plain(defense.plainSettings()))
        .hasSize(defense.plainSettings().getClass().getRecordComponents().length);
    assertThat(defense.name()).isNotBlank();
  }

  private static Map<String, float[]> purified(Defense defense, long seed) {
    return NetworkTest.values(defense.purify(NETWORK, BASE, seed));
  }
}
