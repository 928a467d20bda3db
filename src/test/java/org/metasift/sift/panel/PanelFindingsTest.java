package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** Classes of which much looks like others, or bears a pattern, are named, and no others. */
class PanelFindingsTest {
  private static final ImageSet IMAGES = TinyImages.of(4, 1, 0, 100, 40, 60, 20);

  /** Three networks, to which the first images of a class look like another. */
  private static Opinion networks(int label, int toTwo, int toOne, int other) {
    final int[][] nearest = new int[3][];
    for (int k = 0; k < nearest.length; k++) {
      nearest[k] = IntStream.range(0, IMAGES.size()).map(IMAGES::label).toArray();
    }
    final int[] own = IMAGES.indicesOf(label);
    for (int k = 0; k < toTwo; k++) {
      nearest[0][own[k]] = other;
      nearest[2][own[k]] = other;
    }
    for (int k = toTwo; k < toTwo + toOne; k++) {
      nearest[1][own[k]] = other;
    }
    return NamingOpinion.of("networks", nearest);
  }

  private static Opinion pattern(int label, int count) {
    final float[] distances = new float[IMAGES.size()];
    for (int k = 0; k < count; k++) {
      distances[IMAGES.indicesOf(label)[k]] = 3.5f;
    }
    return new Opinion("fixed pattern", distances);
  }

  private static List<Integer> named(Opinion... opinions) {
    return PanelFindings.of(IMAGES, List.of(opinions)).standingOut().stream()
        .map(ClassEvidence::label)
        .toList();
  }

  @Test
  void aClassOfWhichMuchLooksLikeAnotherToNearlyAllIsNamed() {
    final PanelFindings found = PanelFindings.of(IMAGES, List.of(networks(0, 25, 30, 2)));
    assertThat(found.standingOut())
        .singleElement()
        .isEqualTo(new ClassEvidence(0, 100, List.of(45, 30, 25, 0), 25, 2, 0, 0, true));
    assertThat(found.said(IMAGES.classNames()))
        .isEqualTo(
            "Something stands out: of the 100 images of class '%s', 25 look like other classes to nearly all networks (most like '%s'; 0 %% is usual). This may be poison, wrong labels, or images that are hard to tell apart: look at them first."
                .formatted(IMAGES.classNames().get(0), IMAGES.classNames().get(2)));
    assertThat(found.setStandsOut()).isFalse();
    final int first = IMAGES.indicesOf(0)[0];
    assertThat(found.misplacedBy()[first]).isEqualTo(2);
    assertThat(found.looksLike()[first]).isEqualTo(2);
    assertThat(found.looksLike()[IMAGES.indicesOf(0)[99]]).isEqualTo(-1);
  }

  @Test
  void whatOneNetworkSaysOrSomeImagesOfASmallClassAreNotEnough() {
    assertThat(named(networks(0, 0, 90, 2))).as("one network of three").isEmpty();
    assertThat(named(networks(0, 18, 0, 2))).as("18 of 100 may be an eighth").isEmpty();
    assertThat(named(networks(0, 21, 0, 2))).containsExactly(0);
    assertThat(named(networks(3, 5, 0, 2))).as("5 of 20 are too few to be sure").isEmpty();
    assertThat(PanelFindings.of(IMAGES, List.of(networks(0, 0, 0, 2))).said(IMAGES.classNames()))
        .startsWith("No class stands out.");
    final Opinion silent = new Opinion("whole", new float[IMAGES.size()]);
    assertThat(PanelFindings.of(IMAGES, List.of(silent)).said(IMAGES.classNames()))
        .isEqualTo("No member looked for classes that stand out.");
    final ImageSet tiny = TinyImages.of(4, 1, 0, 60, 2);
    final int[] wrong = new int[tiny.size()];
    final Opinion both = NamingOpinion.of("networks", wrong);
    assertThat(PanelFindings.of(tiny, List.of(both)).standingOut()).as("2 of 2 images").isEmpty();
  }

  @Test
  void aPatternOfAClassIsNamed() {
    assertThat(named(networks(0, 0, 0, 2), pattern(2, 20))).containsExactly(2);
    assertThat(named(networks(0, 0, 0, 2), pattern(2, 15))).as("15 of 60 may be a sixth").isEmpty();
    assertThat(named(networks(0, 0, 0, 2), pattern(2, 16))).containsExactly(2);
    assertThat(named(networks(0, 0, 0, 2), pattern(1, 30))).as("30 of 40 images").isEmpty();
    assertThat(PanelFindings.of(IMAGES, List.of(pattern(2, 20))).said(IMAGES.classNames()))
        .contains(
            "of the 60 images of class '"
                + IMAGES.classNames().get(2)
                + "', 20 lie off along a fine pattern.");
  }

  @Test
  void theWorstClassesComeFirstAndFurtherOnesAreCounted() {
    final ImageSet images = TinyImages.of(4, 1, 0, 60, 60, 60, 60, 60);
    final float[] distances = new float[images.size()];
    final int[] off = {20, 30, 40, 25, 0};
    for (int c = 0; c < off.length; c++) {
      for (int k = 0; k < off[c]; k++) {
        distances[images.indicesOf(c)[k]] = 3.5f;
      }
    }
    final PanelFindings found =
        PanelFindings.of(images, List.of(new Opinion("fixed pattern", distances)));
    assertThat(found.standingOut()).extracting(ClassEvidence::label).containsExactly(2, 1, 3, 0);
    assertThat(found.said(images.classNames()))
        .contains(" 40 lie off along", " 30 lie off along", " 25 lie off along")
        .contains("; one more class stands out. ")
        .doesNotContain(" 20 lie off along");
  }

  @Test
  void aClassOrTheSetMayStandOutOrNothing() {
    assertThat(PanelFindings.of(IMAGES, List.of(networks(0, 0, 0, 2))).anythingStandsOut())
        .isFalse();
    assertThat(PanelFindings.of(IMAGES, List.of(networks(0, 25, 0, 2))).anythingStandsOut())
        .as("a class")
        .isTrue();
    final float[] off = new float[IMAGES.size()];
    off[7] = 4;
    final Opinion rejecting = new Opinion("fixed pattern, all classes", off, 3, new int[0][], true);
    assertThat(PanelFindings.of(IMAGES, List.of(rejecting)).anythingStandsOut())
        .as("the set")
        .isTrue();
  }

  @Test
  void wherePoisonIsEverywhereTheSetIsNamed() {
    final int[] everyThird =
        IntStream.range(0, IMAGES.size())
            .map(i -> i % 3 == 0 ? (IMAGES.label(i) + 1) % 4 : IMAGES.label(i))
            .toArray();
    final Opinion flips = NamingOpinion.of("networks", everyThird);
    final PanelFindings found = PanelFindings.of(IMAGES, List.of(flips));
    assertThat(found.setStandsOut()).isTrue();
    assertThat(found.standingOut()).as("no class is twice as bad as usual").isEmpty();
    assertThat(found.said(IMAGES.classNames()))
        .startsWith("Something stands out: in a usual class 31 % of the images look like other");
    final float[] off = new float[IMAGES.size()];
    off[7] = 4;
    final PanelFindings rejected =
        PanelFindings.of(
            IMAGES, List.of(new Opinion("fixed pattern, all classes", off, 3, new int[0][], true)));
    assertThat(rejected.setStandsOut()).isTrue();
    assertThat(rejected.said(IMAGES.classNames())).contains("1 of all 220 images bear one pattern");
  }

  /** Two networks to which the first images of a class look like the next one. */
  private static PanelFindings misplacing(ImageSet images, int... counts) {
    final int[] nearest = IntStream.range(0, images.size()).map(images::label).toArray();
    for (int c = 0; c < counts.length; c++) {
      for (int k = 0; k < counts[c]; k++) {
        nearest[images.indicesOf(c)[k]] = (c + 1) % counts.length;
      }
    }
    return PanelFindings.of(images, List.of(NamingOpinion.of("networks", nearest, nearest)));
  }

  @Test
  void classesWithoutImagesDoNotCountForWhatIsUsual() {
    final ImageSet images = TinyImages.of(4, 1, 0, 100, 100, 100, 0, 0, 0, 0);
    final PanelFindings found = misplacing(images, 30, 2, 0);
    assertThat(found.usual()).isEqualTo(0.02);
    assertThat(found.standingOut()).extracting(ClassEvidence::label).containsExactly(0);
  }

  @Test
  void aClassIsTakenForTheFirstOfTheMostNamedAndForNoneWhereNothingIsMisplaced() {
    final int[] nearest = IntStream.range(0, IMAGES.size()).map(IMAGES::label).toArray();
    for (int k = 0; k < 30; k++) {
      nearest[IMAGES.indicesOf(0)[k]] = k < 10 ? 1 : k % 2 == 0 ? 2 : 3;
    }
    final PanelFindings found =
        PanelFindings.of(IMAGES, List.of(NamingOpinion.of("networks", nearest)));
    assertThat(found.classes())
        .extracting(ClassEvidence::takenFor)
        .as("ten times each of three classes")
        .containsExactly(1, -1, -1, -1);
    final int[] own = IMAGES.indicesOf(1);
    for (int k = 0; k < 15; k++) {
      nearest[own[k]] = k < 10 ? 0 : 2;
    }
    assertThat(
            PanelFindings.of(IMAGES, List.of(NamingOpinion.of("networks", nearest)))
                .classes()
                .get(1)
                .takenFor())
        .as("ten times the first class and five times another")
        .isZero();
  }

  @Test
  void theSmallestClassesOfWhichSomethingIsSaidHaveTwentyImagesAndFiftyForPatterns() {
    final ImageSet images = TinyImages.of(4, 1, 0, 50, 49, 20, 19, 60);
    assertThat(misplacing(images, 0, 0, 20, 19, 0).standingOut())
        .extracting(ClassEvidence::label)
        .containsExactly(2);
    final float[] distances = new float[images.size()];
    for (int c = 0; c < 4; c++) {
      for (final int i : images.indicesOf(c)) {
        distances[i] = 3.5f;
      }
    }
    assertThat(
            PanelFindings.of(images, List.of(new Opinion("fixed pattern", distances)))
                .standingOut())
        .extracting(ClassEvidence::label)
        .containsExactly(0);
  }

  @Test
  void aSixteenthOfAUsualClassIsNotYetMuch() {
    final ImageSet images = TinyImages.of(4, 1, 0, 64, 64, 64);
    final PanelFindings sixteenth = misplacing(images, 4, 4, 4);
    assertThat(sixteenth.usual()).isEqualTo(0.0625);
    assertThat(sixteenth.setStandsOut()).isFalse();
    assertThat(sixteenth.said(images.classNames())).startsWith("No class stands out.");
    assertThat(misplacing(images, 5, 5, 5).setStandsOut()).isTrue();
  }

  @Test
  void classesThatAreTakenForEachOtherAreNotNamed() {
    final ImageSet images = TinyImages.of(4, 1, 0, 100, 100, 100, 100, 100);
    final int[] nearest = IntStream.range(0, images.size()).map(images::label).toArray();
    for (int k = 0; k < 30; k++) {
      nearest[images.indicesOf(0)[k]] = 1;
    }
    for (int k = 0; k < 8; k++) {
      nearest[images.indicesOf(1)[k]] = 0;
    }
    final PanelFindings hard =
        PanelFindings.of(images, List.of(NamingOpinion.of("networks", nearest)));
    assertThat(hard.classes().get(0).arrivals()).isEqualTo(8);
    assertThat(hard.standingOut()).as("30 go and 8 come: two thirds may go").isEmpty();
    nearest[images.indicesOf(1)[0]] = 1;
    nearest[images.indicesOf(1)[1]] = 2;
    final PanelFindings oneWay =
        PanelFindings.of(images, List.of(NamingOpinion.of("networks", nearest)));
    assertThat(oneWay.classes().get(0).arrivals()).isEqualTo(6);
    assertThat(oneWay.standingOut()).extracting(ClassEvidence::label).containsExactly(0);
  }

  @Test
  void threeClassesAreNamedEachAndNoneIsCounted() {
    final ImageSet images = TinyImages.of(4, 1, 0, 60, 60, 60, 60, 60, 60, 60, 60);
    assertThat(misplacing(images, 30, 0, 30, 0, 30, 0, 0, 0).said(images.classNames()))
        .contains("'class 0'", "'class 2'", "'class 4'")
        .doesNotContain("more class");
  }
}
