package org.metasift.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metasift.attack.AttackSpec;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.nn.Architecture;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.Panel;

/** What is said of the time that work takes: counted right, and timed once a network. */
class ForecastTest {
  private static final ImageSet IMAGES = TinyImages.of(28, 3, 1, 30, 30, 40);
  private static final double STEP = 0.01;
  private static final double LOOK = 0.001;

  private final List<Architecture> timed = new ArrayList<>();
  private final Forecast here =
      new Forecast(
          IMAGES,
          network -> {
            timed.add(network);
            return new Forecast.Pace(STEP, LOOK);
          });

  private static SifterSettings settings(MetaSift.Settings metaSift) {
    final Panel.Settings panel = Panel.Settings.standard();
    return new SifterSettings(
        metaSift,
        Records.with(panel, "networks", Records.with(panel.networks(), "warmupAccuracy", 0.0)));
  }

  @Test
  void trainingIsItsEpochsAndANetworkIsTimedOnce() {
    final ResNet18 network = ResNet18.forImages(4, IMAGES);
    final Training.Settings three = Training.Settings.standard().withEpochs(3);
    assertThat(here.training(network, three)).isCloseTo(3 * 100 * STEP, within(1e-9));
    assertThat(here.looking(network, 50)).isCloseTo(50 * LOOK, within(1e-9));
    assertThat(timed).containsExactly(network);
  }

  @Test
  void siftersAreCountedByTheirEpochsAndLooks() {
    final MetaSift.Settings plain =
        MetaSift.Settings.compact().withSifters(2).withEpochs(3, 2).withWarmupAccuracy(0);
    final double epoch = 100 * STEP;
    final double look = 100 * LOOK;
    final Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("meta-sift", 2 * (3 * epoch + 2 * Forecast.SIFTING * epoch + 4 * look));
    expected.put("no-weigher", 2 * (5 * epoch + 4 * look));
    expected.put("loss-scan", epoch + look);
    expected.put("sf-least", 3 * epoch + look);
    expected.put("dcm", 0.0);
    expected.put("random", 0.0);
    // early: one whole, one grey, two edges; later: four epochs; half of one for the pattern
    expected.put("panel", 4 * (2 * epoch + look) + 4 * look + 4 * epoch + look + 0.5 * epoch);
    expected.forEach(
        (name, seconds) ->
            assertThat(here.sifter(name, settings(plain)))
                .as(name)
                .isCloseTo(seconds, within(1e-9)));
  }

  @Test
  void aWarmUpToAnAccuracyTakesLongerOnASmallSetAndLessAtALargerRate() {
    final MetaSift.Settings plain = MetaSift.Settings.compact().withWarmupAccuracy(0);
    final MetaSift.Settings far = plain.withWarmupAccuracy(0.35);
    final double without = here.sifter("meta-sift", settings(plain));
    final double with = here.sifter("meta-sift", settings(far));
    final double fast = here.sifter("meta-sift", settings(far.withLearningRate(1e-3)));
    assertThat(with).isGreaterThan(2 * without);
    assertThat(fast).isBetween(without, with);
  }

  @Test
  void settingsThatWarmUpAlikeShareTheWarmUp() {
    final MetaSift.Settings one =
        MetaSift.Settings.compact().withSifters(1).withEpochs(3, 1).withWarmupAccuracy(0);
    final double after = Forecast.SIFTING * 100 * STEP + 4 * 100 * LOOK;
    assertThat(here.trials(List.of(one, one.withTopK(2), one.withBatchSize(50))))
        .isCloseTo(2 * 3 * 100 * STEP + 3 * after, within(1e-9));
  }

  @Test
  void attacksOfOneSeedShareTheAttackersNetwork() {
    final double network = 5 * 100 * STEP;
    assertThat(here.attacks(List.of("badnets", "random-label-flip"))).isZero();
    assertThat(timed).as("for attacks without a network").isEmpty();
    final double one = here.attacks(List.of("smooth"));
    final double two = here.attacks(List.of("smooth", "clean-label"));
    assertThat(one).isGreaterThan(network);
    assertThat(two - one).isBetween(STEP, one - network);
    assertThat(AttackSpec.names())
        .containsAll(List.of("smooth", "smooth-all-to-all", "iab", "clean-label", "poison-frogs"));
  }

  @Test
  void everySifterIsTimedOnThisDevice() {
    final Forecast real = new Forecast(IMAGES);
    final SifterSettings narrow = settings(MetaSift.Settings.compact().withWidth(2));
    for (final String name : Sifters.names()) {
      final double seconds = real.sifter(name, narrow);
      if (List.of("dcm", "random").contains(name)) {
        assertThat(seconds).isZero();
      } else {
        assertThat(seconds).as(name).isPositive().isFinite();
      }
    }
  }

  @Test
  void timesAreToldInTheUnitThatReadsBest() {
    assertThat(Forecast.text(0.2)).isEqualTo("about 1 s");
    assertThat(Forecast.text(89)).isEqualTo("about 89 s");
    assertThat(Forecast.text(90)).isEqualTo("about 2 min");
    assertThat(Forecast.text(5399)).isEqualTo("about 90 min");
    assertThat(Forecast.text(5400)).isEqualTo("about 1.5 h");
  }
}
