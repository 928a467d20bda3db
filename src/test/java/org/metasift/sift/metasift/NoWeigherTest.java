package org.metasift.sift.metasift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.Sifter;

/** What Meta-Sift and its ablation share: all but the weigher. */
class NoWeigherTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 23);
  private static final MetaSift.Settings TINY =
      TinySettings.tiny().withLearningRate(1e-9).withWeigherLearningRate(0.5).withEpochs(1, 3);

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
                steps.append(note.startsWith("training until") ? '+' : '.');
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
      assertThat(steps(new NoWeigher(settings))).isEqualTo(sifted);
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
  void theWarmUpIsTheSameToTheLastDigitAndSoAreBatchesAndViews() {
    final MetaSift.Settings settings = TINY.withSifters(2).withLearningRate(1e-3).withViews(2);
    final int warm = 3;
    for (int k = 0; k < 2; k++) {
      final Sifting sifted = sifted(settings).get(k);
      final Sifting plain = new NoWeigher(settings).siftings(IMAGES, 4).get(k);
      assertThat(plain.warmupAccuracy()).isEqualTo(sifted.warmupAccuracy());
      assertThat(plain.losses().subList(0, warm)).isEqualTo(sifted.losses().subList(0, warm));
      // where nothing is learned from them, the same batches and the same views cost the same
      final Sifting still = sifted(TINY.withSifters(2).withViews(2)).get(k);
      final Sifting plainStill =
          new NoWeigher(TINY.withSifters(2).withViews(2)).siftings(IMAGES, 4).get(k);
      for (int i = 0; i < 2 * warm; i++) {
        assertThat(plainStill.losses().get(i)).isCloseTo(still.losses().get(i), within(1e-4));
      }
      for (int i = 0; i < IMAGES.size(); i++) {
        assertThat(plainStill.costs()[i]).isCloseTo(still.costs()[i], within(1e-4f));
        assertThat(plainStill.scores()[i]).isEqualTo(-plainStill.costs()[i]);
      }
    }
  }

  private static List<Sifting> sifted(MetaSift.Settings settings) {
    return new MetaSift(settings).sift(IMAGES, 10, 4).siftings();
  }
}
