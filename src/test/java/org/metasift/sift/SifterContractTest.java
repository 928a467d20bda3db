package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.baseline.ModelInversion;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.baseline.SelfInfluence;
import org.metasift.sift.baseline.SpectralFilter;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.NoWeigher;
import org.metasift.sift.metasift.TinySettings;
import org.metasift.sift.panel.Panel;
import org.metasift.sift.panel.PanelNetworks;

/** What every sifter promises. */
class SifterContractTest {
  private static final int BUDGET = 17;
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 13, 8, 4);

  static Stream<Named<Sifter>> sifters() {
    final MetaSift.Settings tiny = TinySettings.tiny().withViews(2);
    return Stream.of(
            new RandomPick(),
            new ClassMeanDistance(),
            new ModelInversion(new Scout(2, 1, 1, 1e-3)),
            new SpectralFilter(new Scout(2, 1, 1, 1e-3)),
            new SelfInfluence(new Scout(2, 1, 1, 1e-3)),
            new LossScan(2, 2, 1, 64, 1e-3),
            new NoWeigher(tiny),
            new MetaSift(tiny),
            new Panel(
                new Panel.Settings(
                    Map.of("whole", 1, "grey", 1, "edges", 1, "interior", 1, "pattern", 1),
                    new PanelNetworks(2, 1, 0, 1e-3, 1, 1e-3, 16, 2),
                    false)))
        .map(sifter -> Named.of(sifter.name(), sifter));
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void picksAsManyAsAskedForEachOnceAsTheyAreInTheSet(Sifter sifter) {
    final String before = IMAGES.fingerprint();
    final BaseSet base = sifter.pick(IMAGES, BUDGET, 5);
    assertThat(base.size()).isEqualTo(BUDGET);
    assertThat(base.indices()).doesNotHaveDuplicates();
    for (final BaseSet.Pick pick : base.picks()) {
      assertThat(pick.index()).isBetween(0, IMAGES.size() - 1);
      assertThat(pick.label()).isEqualTo(IMAGES.label(pick.index()));
      assertThat(pick.id()).isEqualTo(IMAGES.id(pick.index()));
      assertThat(pick.trust()).isFinite();
    }
    assertThat(base.picks().stream().map(BaseSet.Pick::trust))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(base.sifter()).isEqualTo(sifter.name());
    assertThat(base.seed()).isEqualTo(5);
    assertThat(base.fingerprint()).isEqualTo(before).isEqualTo(IMAGES.fingerprint());
    assertThat(base.images(IMAGES).size()).isEqualTo(BUDGET);
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void sharesTheBudgetAmongTheClassesAsTheImagesAre(Sifter sifter) {
    final int[] counts = IMAGES.classCounts();
    final int[] picked = new int[counts.length];
    sifter.pick(IMAGES, BUDGET, 0).picks().forEach(pick -> picked[pick.label()]++);
    for (int c = 0; c < counts.length; c++) {
      final int share = (int) Math.ceil((double) BUDGET * counts[c] / IMAGES.size());
      assertThat(picked[c]).isBetween(share - 1, share);
    }
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void theSameSeedGivesTheSamePick(Sifter sifter) {
    final BaseSet first = sifter.pick(IMAGES, BUDGET, 3);
    assertThat(sifter.pick(IMAGES, BUDGET, 3).picks()).isEqualTo(first.picks());
    assertThat(sifter.pick(IMAGES, IMAGES.size(), 3).indices())
        .containsExactlyInAnyOrder(IntStream.range(0, IMAGES.size()).toArray());
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void theBestOfItsRankingAreItsPickWhateverTheBudget(Sifter sifter) {
    final Ranking ranking = sifter.rank(IMAGES, 3);
    assertThat(ranking.size()).isEqualTo(IMAGES.size());
    assertThat(ranking.trust()).isNotEqualTo(new double[IMAGES.size()]);
    for (final int budget : new int[] {4, BUDGET, IMAGES.size()}) {
      final BaseSet base = sifter.pick(IMAGES, budget, 3);
      assertThat(ranking.best(IMAGES, budget).picks()).isEqualTo(base.picks());
      assertThat(base.picks())
          .allSatisfy(pick -> assertThat(ranking.trust()[pick.index()]).isEqualTo(pick.trust()));
      assertThat(ranking.sifter()).isEqualTo(base.sifter());
      assertThat(ranking.settings()).isEqualTo(base.settings());
      assertThat(ranking.seed()).isEqualTo(3);
      assertThat(ranking.fingerprint()).isEqualTo(IMAGES.fingerprint());
    }
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void anEmptySetIsNotRanked(Sifter sifter) {
    final ImageSet none = IMAGES.select();
    assertThatThrownBy(() -> sifter.rank(none, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the set is empty: there is no image to rank");
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void takesGreyImagesTwoClassesAndAClassWithoutImages(Sifter sifter) {
    assertThat(sifter.pick(TinyImages.of(8, 1, 2, 12, 9), 5, 0).size()).isEqualTo(5);
    final ImageSet missing = TinyImages.of(8, 3, 2, 12, 0, 9);
    final BaseSet base = sifter.pick(missing, 3, 0);
    assertThat(base.size()).isEqualTo(3);
    assertThat(base.picks()).extracting(BaseSet.Pick::label).contains(0, 2).doesNotContain(1);
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void takesASetThatLeavesOneImageForTheLastBatch(Sifter sifter) {
    final int size = sifter instanceof MetaSift ? 17 : 129;
    final ImageSet images = TinyImages.of(8, 3, 2, size - 8, 8);
    assertThat(sifter.pick(images, 5, 0).picks())
        .hasSize(5)
        .allSatisfy(pick -> assertThat(pick.trust()).isFinite());
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void refusesABudgetOutOfRange(Sifter sifter) {
    for (final int budget : new int[] {-1, 0, 3, IMAGES.size() + 1}) {
      assertThatThrownBy(() -> sifter.pick(IMAGES, budget, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("budget is %d;", budget)
          .hasMessageContaining("4 (one image a class) to %d", IMAGES.size());
    }
    assertThat(sifter.pick(IMAGES, 4, 0).picks())
        .extracting(BaseSet.Pick::label)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void stopsWhenItsThreadIsInterrupted(Sifter sifter) {
    final int before = Compute.liveArrays();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> sifter.pick(IMAGES, BUDGET, 0))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void leavesNoNativeArrayBehind(Sifter sifter) {
    final int before = Compute.liveArrays();
    sifter.pick(IMAGES, BUDGET, 0);
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("sifters")
  void otherSeedsGiveOtherPicksExceptOfAFixedScore(Sifter sifter) {
    final boolean seeded =
        !Arrays.equals(
            sifter.pick(IMAGES, BUDGET, 1).indices(), sifter.pick(IMAGES, BUDGET, 2).indices());
    assertThat(seeded).isEqualTo(!(sifter instanceof ClassMeanDistance));
  }
}
