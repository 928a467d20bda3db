package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;

/** A class whose images look like another is not vouched for, and no class without reason. */
class DoubtTest {
  private static final ImageSet IMAGES = TinyImages.of(4, 1, 0, 40, 40, 40, 19);

  /** Of a member that takes the first images of a class for others, each of these in turn. */
  private static Opinion opinion(String name, int label, int count, int... others) {
    final int[] nearest = new int[IMAGES.size()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = IMAGES.label(i);
    }
    final int[] own = IMAGES.indicesOf(label);
    for (int k = 0; k < count; k++) {
      nearest[own[k]] = others[k % others.length];
    }
    return NamingOpinion.of(name, nearest);
  }

  @Test
  void aClassThatOneMemberTakesForAnotherIsDoubted() {
    final List<Opinion> half =
        List.of(
            new Opinion("pattern", new float[IMAGES.size()]),
            opinion("grey", 1, 0),
            opinion("edges", 1, 16, 2));
    assertThat(Doubt.of(IMAGES, half))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isEqualTo(1);
              assertThat(one.why())
                  .isEqualTo(
                      "only 60 %% of its images look like it to all members, 100 %% are usual; 40 %% look like class 2 (%s) to the member 'edges'"
                          .formatted(IMAGES.classNames().get(2)));
            });
    assertThat(Doubt.of(IMAGES, List.of(opinion("edges", 1, 13, 2)))).as("a third").isEmpty();
    assertThat(Doubt.of(IMAGES, List.of(opinion("edges", 1, 20, 0, 2)))).as("of two").isEmpty();
  }

  @Test
  void aClassOfWhichHardlyAnyImageLooksLikeItIsDoubted() {
    final List<Opinion> scattered =
        List.of(opinion("grey", 0, 36, 1, 2, 3), opinion("edges", 0, 36, 3, 2, 1));
    assertThat(Doubt.of(IMAGES, scattered))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isZero();
              assertThat(one.why())
                  .isEqualTo(
                      "only 10 % of its images look like it to all members, 100 % are usual");
            });
    assertThat(Doubt.of(IMAGES, List.of(opinion("grey", 0, 32, 1, 2, 3)))).isEmpty();
  }

  @Test
  void smallClassesAndSetsOfWhichNobodyKnowsMuchAreNotDoubted() {
    assertThat(Doubt.of(IMAGES, List.of(opinion("grey", 3, 19, 1)))).as("19 images").isEmpty();
    final List<Opinion> lost =
        List.of(opinion("a", 0, 40, 1), opinion("b", 1, 40, 2), opinion("c", 2, 40, 0));
    assertThat(Doubt.of(IMAGES, lost)).as("all classes alike").isEmpty();
    assertThat(Doubt.of(IMAGES, List.of(new Opinion("pattern", new float[IMAGES.size()]))))
        .as("nobody names a class")
        .isEmpty();
  }

  @Test
  void twentyImagesAreEnough() {
    final ImageSet images = TinyImages.of(4, 1, 0, 40, 40, 20);
    final int[] nearest = new int[images.size()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = images.label(i) == 2 ? 0 : images.label(i);
    }
    final Opinion lost = NamingOpinion.of("grey", nearest);
    assertThat(Doubt.of(images, List.of(lost)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isEqualTo(2);
              assertThat(one.why())
                  .isEqualTo(
                      "only 0 %% of its images look like it to all members, 100 %% are usual; 100 %% look like class 0 (%s) to the member 'grey'"
                          .formatted(images.classNames().get(0)));
            });
  }

  @Test
  void theMemberThatTakesTheMostForOneClassIsNamedWhereverItSits() {
    final Opinion more = opinion("more", 1, 20, 2);
    final Opinion less = opinion("less", 1, 17, 0);
    for (final List<Opinion> order : List.of(List.of(more, less), List.of(less, more))) {
      assertThat(Doubt.of(IMAGES, order))
          .singleElement()
          .satisfies(
              one ->
                  assertThat(one.why())
                      .startsWith("only 50 % of its images")
                      .contains("; 50 % look like class 2 (")
                      .endsWith("to the member 'more'"));
    }
    final Opinion same = opinion("same", 1, 20, 0);
    assertThat(Doubt.of(IMAGES, List.of(more, same)).get(0).why())
        .as("the first of two that take as much")
        .endsWith("to the member 'more'");
  }

  /** Of each class a member scatters four images; classes without images count for nothing. */
  @Test
  void whatIsUsualIsTheMiddleOfTheClassesThatHaveImages() {
    final ImageSet images = TinyImages.of(4, 1, 0, 40, 40, 40, 0, 0, 0);
    final int[] nearest = new int[images.size()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = images.label(i);
    }
    for (int c = 0; c < 3; c++) {
      final int[] own = images.indicesOf(c);
      for (int k = 0; k < (c == 2 ? 20 : 4); k++) {
        nearest[own[k]] = (c + 1) % 3;
      }
    }
    final Opinion grey = NamingOpinion.of("grey", nearest);
    assertThat(Doubt.of(images, List.of(grey)))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.why())
                    .isEqualTo(
                        "only 50 %% of its images look like it to all members, 90 %% are usual; 50 %% look like class 0 (%s) to the member 'grey'"
                            .formatted(images.classNames().get(0))));
  }

  /** The limit can be moved: 40 % of the class, at least a quarter of it but for chance. */
  @Test
  void howMuchOfOneClassIsTooMuchCanBeSaid() {
    final List<Opinion> opinions = List.of(opinion("edges", 1, 16, 2));
    assertThat(Doubt.of(IMAGES, opinions, 0.25)).hasSize(1);
    assertThat(Doubt.of(IMAGES, opinions, 0.3)).isEmpty();
  }

  /** The 16 images that look like class 2 are rejected for their pattern: the others are sound. */
  @Test
  void imagesThatAMemberRejectsAreNotHeldAgainstTheClass() {
    final float[] suspicion = new float[IMAGES.size()];
    for (int k = 0; k < 16; k++) {
      suspicion[IMAGES.indicesOf(1)[k]] = 4;
    }
    final Opinion pattern = new Opinion("pattern", suspicion, 3, new int[0][], true);
    assertThat(Doubt.of(IMAGES, List.of(pattern, opinion("edges", 1, 16, 2)))).isEmpty();
    assertThat(Doubt.of(IMAGES, List.of(pattern, opinion("edges", 1, 34, 2)))).hasSize(1);
  }

  @Test
  void aPickSaysWhatItLeavesOut() {
    final double[] trust = new double[IMAGES.size()];
    final Ranking ranking = new Ranking("Panel", "so", 0, IMAGES.fingerprint(), trust, 0);
    final Ranking doubting = ranking.doubting(List.of(new Ranking.Doubted(1, "because")));
    final BaseSet base = doubting.best(IMAGES, 28);
    assertThat(base.leftOut())
        .containsExactly(new BaseSet.LeftOut(1, BaseSet.shares(IMAGES, 28)[1], "because"));
    assertThat(base.indicesOf(1)).isEmpty();
    assertThat(base.size() + base.leftOut().get(0).share()).isEqualTo(28);
    assertThat(base.toString()).endsWith("; class 1 was left out");
    assertThat(ranking.best(IMAGES, 28).toString()).doesNotContain("left out");
    final List<Ranking.Doubted> both =
        List.of(new Ranking.Doubted(1, "because"), new Ranking.Doubted(2, "because"));
    assertThat(ranking.doubting(both).best(IMAGES, 28).toString())
        .endsWith("; classes 1, 2 were left out");
    assertThat(ranking.best(IMAGES, 28).size()).isEqualTo(28);
  }
}
