package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.run.Progress;

/** How long the networks of a scan are trained, and what it says of that. */
class LossScanTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 23);
  private static final MetaSift.Settings TINY =
      new MetaSift.Settings("tiny", 2, 1, 1, 1, 0, 3, 16, 1e-9, 0.5, 15, 1);

  @AfterEach
  void forget() {
    Progress.showOn(Progress.Display.silent());
  }

  /** The steps of a sifter in their order: '.' for one announced, '+' for one of going on. */
  private static String steps(Sifter sifter) {
    final StringBuilder steps = new StringBuilder();
    Progress.showOn(
        (title, total) ->
            (done, note, finished) -> {
              if (!finished) {
                steps.append(note.startsWith("warming up further") ? '+' : '.');
              }
            });
    sifter.pick(IMAGES, 10, 4);
    return steps.toString();
  }

  @Test
  void withoutTheWeigherTheNetworkTakesAsManyStepsInTheSameOrder() {
    for (final MetaSift.Settings settings :
        List.of(
            TINY,
            TINY.withWarmupAccuracy(1), // out of reach: the warm-up goes on for 20 epochs
            TINY.withWarmupAccuracy(1).withEpochs(0, 2),
            TINY.withEpochs(2, 1))) {
      final String sifted = steps(new MetaSift(settings));
      assertThat(steps(LossScan.withoutWeigher(settings))).isEqualTo(sifted);
      assertThat(sifted)
          .matches(
              "\\.{%d}\\+{%d}\\.{%d}"
                  .formatted(
                      3 * settings.warmupEpochs(),
                      settings.warmupAccuracy() > 0 ? 3 * 20 : 0,
                      3 * settings.siftEpochs()));
    }
  }

  @Test
  void theSettingsThatAPickHoldsTellRunsApart() {
    final List<String> said = new ArrayList<>();
    for (final LossScan scan :
        List.of(
            new LossScan(2, 1, 1, 0, 0, 1, 0, 64, 1e-3),
            new LossScan(2, 1, 1, 0.354, 0, 1, 0, 64, 1e-3),
            new LossScan(2, 1, 1, 0.35, 2, 1, 0, 64, 1e-3))) {
      said.add(scan.pick(IMAGES, 10, 0).settings());
    }
    assertThat(said)
        .containsExactly(
            "ResNet-18 width 2, stride 1, networks 1, 1 epochs, batch 64, lr 0.001",
            "ResNet-18 width 2, stride 1, networks 1, 1 (to 35.4 %) epochs, batch 64, lr 0.001",
            "ResNet-18 width 2, stride 1, networks 1, 1 (to 35 %) + 2 epochs, batch 64, lr 0.001");
  }

  @Test
  void aNetworkWithoutAnyTrainingIsRefused() {
    assertThatThrownBy(() -> new LossScan(2, 1, 0, 0, 0, 1, 0, 64, 1e-3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs + further is 0; at least 1 is allowed");
  }
}
