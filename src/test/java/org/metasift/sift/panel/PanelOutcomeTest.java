package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Told;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;

/** What a panel tells beside its pick, and the texts and sizes of its settings. */
class PanelOutcomeTest {
  private static final ImageSet IMAGES = TinyImages.of(14, 3, 1, 16, 13, 8);
  private static final int BUDGET = 12;
  private static final Panel.Settings TINY =
      new Panel.Settings(
          Map.of("whole", 2, "grey", 1, "edges", 1, "interior", 1, "pattern", 1),
          new PanelNetworks(2, 1, 0, 1e-3, 1, 1e-3, 16, 2),
          false);

  @Test
  void theOutcomeHoldsThePickTheVotesAndWhatEachMemberWouldPick() {
    final Panel panel = new Panel(TINY);
    final List<Opinion> opinions = panel.opinions(IMAGES, 3);
    final Vote vote = Vote.of(IMAGES, opinions);
    final Panel.Outcome outcome = panel.sift(IMAGES, BUDGET, 3);
    assertThat(outcome.base().picks()).isEqualTo(panel.pick(IMAGES, BUDGET, 3).picks());
    assertThat(outcome.ranking().trust()).isEqualTo(vote.trust());
    assertThat(outcome.base().seconds()).isBetween(1e-3, 600.0);
    assertThat(outcome.objector()).isEqualTo(vote.objector());
    assertThat(outcome.absent()).isEmpty();
    assertThat(outcome.unlearned()).isEmpty();
    assertThat(outcome.alone()).hasSameSizeAs(opinions);
    for (int k = 0; k < opinions.size(); k++) {
      final BaseSet alone = outcome.alone().get(k);
      final float[] suspicion = opinions.get(k).suspicion();
      final double[] trust =
          IntStream.range(0, suspicion.length).mapToDouble(i -> -suspicion[i]).toArray();
      assertThat(alone.sifter()).isEqualTo(opinions.get(k).name());
      assertThat(alone.picks())
          .isEqualTo(
              new Ranking("x", "", 3, IMAGES.fingerprint(), trust, 0).best(IMAGES, BUDGET).picks());
      assertThat(alone.seconds()).isBetween(1e-3, outcome.base().seconds());
    }
    for (int i = 0; i < IMAGES.size(); i++) {
      final int objector = vote.objector()[i];
      assertThat(outcome.objectorTo(i))
          .isEqualTo(objector < 0 ? "" : opinions.get(objector).name());
    }
  }

  @Test
  void theProgressSaysWhichMemberOfHowManyLooks() {
    final Panel.Settings two = TINY.with(MemberKind.EDGES, 2);
    final List<String> titles =
        Told.by(() -> new Panel(two).opinions(IMAGES, 0)).stream()
            .filter(line -> line.startsWith("Panel"))
            .map(line -> line.replaceFirst(" of \\d+$", ""))
            .toList();
    assertThat(titles)
        .containsExactly(
            "Panel, 1 of 7: whole, network 1",
            "Panel, 2 of 7: whole, network 2",
            "Panel, 3 of 7: grey",
            "Panel, 4 of 7: edges, network 1",
            "Panel, 5 of 7: edges, network 2",
            "Panel, 6 of 7: interior, later",
            "Panel, 7 of 7: fixed pattern");
  }

  @Test
  void membersWithoutAViewAndThoseThatLearnedTooLittleAreNamed() {
    final Panel.Settings far =
        Records.with(TINY, "networks", Records.with(TINY.networks(), "warmupAccuracy", 1.0));
    final ImageSet grey = TinyImages.of(8, 1, 1, 9, 9);
    final Panel.Outcome outcome = new Panel(far).sift(grey, 4, 0);
    assertThat(outcome.absent()).containsExactly("grey", "fixed pattern");
    assertThat(outcome.unlearned()).containsExactly("whole", "whole, moved", "edges");
  }

  /** Two fifths of class 1 look like class 2 to a member. */
  @Test
  void aClassThatIsDoubtedIsLeftOutUnlessEveryClassIsToBeFilled() {
    final ImageSet images = TinyImages.of(4, 1, 0, 40, 40, 40);
    final int[] nearest = IntStream.range(0, images.size()).map(images::label).toArray();
    for (int k = 0; k < 16; k++) {
      nearest[images.indicesOf(1)[k]] = 2;
    }
    final List<Opinion> opinions = List.of(NamingOpinion.of("edges", nearest));
    final Vote vote = Vote.of(images, opinions);
    final Ranking careful = new Panel(TINY).ranking(images, opinions, vote, 0, 0);
    assertThat(careful.best(images, BUDGET).leftOut())
        .extracting(BaseSet.LeftOut::label)
        .containsExactly(1);
    final Panel filled = new Panel(TINY.filled());
    assertThat(filled.ranking(images, opinions, vote, 0, 0).best(images, BUDGET).leftOut())
        .isEmpty();
    assertThat(filled.plainSettings()).isEqualTo(TINY.filled());
  }

  @Test
  void wrongBudgetsSetsAndRankingsAreRefused() {
    final Panel panel = new Panel(TINY);
    for (final int budget : List.of(2, 38)) {
      assertThatThrownBy(() -> panel.sift(IMAGES, budget, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("budget is %d;", budget);
    }
    assertThatThrownBy(() -> panel.rank(IMAGES.select(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the set is empty");
  }

  @Test
  void settingsTellAllOfThemselvesAndFitSmallSets() {
    final Panel.Settings standard = Panel.Settings.standard();
    assertThat(new Panel(standard).settings())
        .isEqualTo(
            "ResNet-18 width 16, stride 2; early: 1 whole, 1 grey, 2 edges, to 0.35, lr 1.0E-4, 4 views; later: 1 interior, 4 epochs, lr 0.001; batch 128; fixed pattern");
    assertThat(standard.with(MemberKind.PATTERN, 0).toString()).endsWith("batch 128");
    assertThat(Panel.Settings.ofSmallSets().toString()).startsWith("ResNet-18 width 8, stride 2;");
    assertThat(new Panel(standard).name()).isEqualTo("Panel");
    assertThat(standard.fittedTo(13_000)).isEqualTo(standard);
    assertThat(standard.fittedTo(1_000_000)).isEqualTo(standard);
    assertThat(standard.fittedTo(3_064).networks().laterEpochs()).isEqualTo(17); // 24 steps each
    assertThat(standard.fittedTo(129).networks().laterEpochs()).isEqualTo(200);
    assertThat(standard.fittedTo(128).networks().laterEpochs()).isEqualTo(400);
    assertThat(standard.filled().toString()).endsWith("; fixed pattern; every class");
  }

  private static Opinion named(boolean learned, float a, float b, int nearA, int nearB) {
    return new Opinion("a", new float[] {a, b}, 9, new int[][] {{nearA, nearB}}, learned);
  }

  @Test
  void opinionsOfOneNameBecomeTheirMean() {
    final List<Opinion> together =
        Opinion.together(
            List.of(
                List.of(named(true, 1, 3, 5, 6), new Opinion("b", 7, 8)),
                List.of(named(false, 3, 6, 4, 6)),
                List.of(named(true, 5, 6, 4, 7))));
    assertThat(together).extracting(Opinion::name).containsExactly("a", "b");
    assertThat(together.get(0).suspicion()).containsExactly(3, 5);
    assertThat(together.get(0).nearest()).isEqualTo(new int[][] {{5, 6}, {4, 6}, {4, 7}});
    assertThat(together.get(0).misplaces(0, 4)).as("one of three").isEqualTo(1);
    assertThat(together.get(0).misplaces(1, 5)).isEqualTo(3);
    assertThat(together.get(1).misplaces(0, 4)).isZero();
    assertThat(together.get(0).most()).isEqualTo(9);
    assertThat(together.get(0).learned()).isFalse();
    assertThat(together.get(1).suspicion()).containsExactly(7, 8);
    assertThat(together.get(1).learned()).isTrue();
  }
}
