package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Smooth;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.NoWeigher;
import org.metasift.sift.metasift.TinySettings;

/** The panel keeps a sifter's promises, and picks no poison that Meta-Sift's networks trust. */
class PanelTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 13, 8, 4);
  private static final Panel TINY =
      new Panel(
          new Panel.Settings(
              Map.of("whole", 2, "grey", 1, "edges", 1, "interior", 1, "pattern", 1),
              new PanelNetworks(2, 1, 0, 1e-3, 1, 1e-3, 16, 2),
              false));

  private static int poisoned(PoisonedSet truth, Sifter sifter, int budget) {
    return truth.poisonedAmong(sifter.pick(truth.images(), budget, 0).indices());
  }

  /** Smooth's trigger is easy for young networks; grey images and edges do not show it. */
  @Test
  @Tag("optimises")
  void smoothFoolsTheNetworksThatSeeAllAndNotThePanel() {
    final PoisonedSet smooth = Fixture.poisoned(new Smooth(Fixture.TARGET, 0.33));
    final int budget = 100;
    final Panel.Settings small =
        new Panel.Settings(
            Map.of("whole", 1, "grey", 1, "edges", 1),
            new PanelNetworks(8, 2, 0.35, 1e-3, 1, 3e-3, 32, 2),
            false);
    final MetaSift.Settings whole =
        TinySettings.tiny()
            .withWidth(8)
            .withStride(2)
            .withWarmupAccuracy(0.35)
            .withBatchSize(32)
            .withWeigherLearningRate(5e-4)
            .withTopK(2)
            .withViews(2);
    final int fooled = poisoned(smooth, new NoWeigher(whole), budget);
    final int left = poisoned(smooth, new Panel(small), budget);
    assertThat(fooled).as("7 by chance").isGreaterThan(8);
    assertThat(left).isLessThanOrEqualTo(1);
  }

  /** Two fifths of the target class are priority roads without any trigger: which half is right? */
  @Test
  @Tag("optimises") // trains four networks twice
  void aClassThatIsLargelyAnotherIsLeftOutAndNoOther() {
    final PoisonedSet flipped =
        Fixture.poisoned(new TargetedLabelFlip(Fixture.SOURCE, Fixture.TARGET, 0.42));
    final Panel.Settings small =
        new Panel.Settings(
            Map.of("whole", 1, "grey", 1, "edges", 1),
            new PanelNetworks(8, 2, 0.35, 1e-3, 1, 3e-3, 32, 2),
            false);
    final ImageSet images = flipped.images();
    final List<Opinion> opinions = new Panel(small).opinions(images, 0);
    final Vote vote = Vote.of(images, opinions);
    final BaseSet base = new Panel(small).ranking(images, opinions, vote, 0, 0).best(images, 100);
    assertThat(base.leftOut())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isEqualTo(Fixture.TARGET);
              assertThat(one.why()).contains("look like class 1 (");
            });
    assertThat(base.indicesOf(Fixture.TARGET)).isEmpty();
    assertThat(base.size() + base.leftOut().get(0).share()).isEqualTo(100);
    assertThat(new Panel(small).pick(Fixture.signs().train(), 100, 0).leftOut())
        .as("of clean signs")
        .isEmpty();
    final Ranking filled = new Panel(small.filled()).ranking(images, opinions, vote, 0, 0);
    assertThat(filled.best(images, 100).size()).isEqualTo(100);
  }

  @Test
  void eachMemberHasItsSay() {
    final ImageSet large = TinyImages.of(16, 3, 1, 9, 9);
    assertThat(TINY.opinions(large, 0))
        .extracting(Opinion::name)
        .containsExactly(
            "whole",
            "whole, moved",
            "grey",
            "edges",
            "interior, later",
            "fixed pattern",
            "fixed pattern, all classes");
    assertThat(TINY.opinions(TinyImages.of(8, 1, 1, 9, 9), 0))
        .extracting(Opinion::name)
        .containsExactly("whole", "whole, moved", "edges", "interior, later");
  }

  @Test
  void itPicksBySeedAsManyAsAskedFor() {
    final BaseSet base = TINY.pick(IMAGES, 17, 3);
    assertThat(base.size()).isEqualTo(17);
    assertThat(base.indices()).doesNotHaveDuplicates();
    assertThat(TINY.pick(IMAGES, 17, 3).picks()).isEqualTo(base.picks());
    assertThat(TINY.pick(IMAGES, 17, 4).picks()).isNotEqualTo(base.picks());
    assertThat(base.settings()).isEqualTo(TINY.settings());
    for (final int budget : List.of(3, 51)) {
      assertThatThrownBy(() -> TINY.pick(IMAGES, budget, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("budget is %d;", budget);
    }
  }

  @Test
  void theBestOfItsRankingAreItsPick() {
    final Ranking ranking = TINY.rank(IMAGES, 3);
    assertThat(ranking.best(IMAGES, 17).picks()).isEqualTo(TINY.pick(IMAGES, 17, 3).picks());
    assertThat(ranking.trust())
        .isEqualTo(Vote.of(IMAGES, TINY.opinions(IMAGES, 3)).trust())
        .hasSize(IMAGES.size());
  }

  @Test
  void agreementSaysHowManyPicksSomeMemberDoubts() {
    final Panel.Outcome outcome = TINY.sift(IMAGES, 17, 3);
    final List<Opinion> opinions = TINY.opinions(IMAGES, 3);
    final long doubted =
        IntStream.of(outcome.base().indices())
            .filter(
                i ->
                    opinions.stream()
                        .anyMatch(one -> one.rejects(i) || one.misplaces(i, IMAGES.label(i)) > 0))
            .count();
    assertThat(doubted).isPositive();
    assertThat(outcome.agreement()).startsWith("Some member takes %d of the 17".formatted(doubted));

    final double[] trust = new double[IMAGES.size()];
    Arrays.fill(trust, 0.875); // a worst rank of one half
    final BaseSet sure =
        new Ranking("Panel", "", 0, IMAGES.fingerprint(), trust, 1).best(IMAGES, 17);
    final Opinion patterns = new Opinion("patterns", new float[IMAGES.size()]);
    assertThat(PanelAgreement.of(sure, List.of(patterns))) // nobody names classes
        .startsWith("Of the members, none counts one among the most suspicious 50 % of its class.");
    assertThat(PanelAgreement.of(sure, opinions))
        .startsWith(
            "All members place each of the 17 images in its class, and none counts one among the most suspicious 50 % of its class.")
        .contains("prove nothing");
  }

  @Test
  void itStopsAndLeavesNothingBehind() {
    final int before = Compute.liveArrays();
    TINY.pick(IMAGES, 17, 0);
    assertThat(Compute.liveArrays()).isEqualTo(before);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> TINY.pick(IMAGES, 17, 0)).isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }
}
