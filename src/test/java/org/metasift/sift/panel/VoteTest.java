package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.compute.DivergedException;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

class VoteTest {
  /** Four images of class 0, two of class 1. */
  private static final ImageSet IMAGES = TinyImages.of(4, 1, 0, 4, 2);

  private static float[] byClass(float... values) {
    final float[] all = new float[IMAGES.size()];
    int next = 0;
    for (int c = 0; c < 2; c++) {
      for (final int i : IMAGES.indicesOf(c)) {
        all[i] = values[next++];
      }
    }
    return all;
  }

  @Test
  void ranksAreThoseWithinAClassAndEqualOnesShareTheirs() {
    final double[] ranks = Vote.ranks(IMAGES, byClass(5, 1, 1, 9, 100, 0));
    assertThat(ranks[IMAGES.indicesOf(0)[0]]).isEqualTo(0.5);
    assertThat(ranks[IMAGES.indicesOf(0)[1]]).isEqualTo(0.125);
    assertThat(ranks[IMAGES.indicesOf(0)[2]]).isEqualTo(0.125);
    assertThat(ranks[IMAGES.indicesOf(0)[3]]).isEqualTo(0.75);
    assertThat(ranks[IMAGES.indicesOf(1)[0]]).isEqualTo(0.5);
    assertThat(ranks[IMAGES.indicesOf(1)[1]]).isZero();
  }

  @Test
  void anImageIsAsTrustworthyAsTheWorstMemberSays() {
    final Vote vote =
        Vote.of(
            IMAGES,
            List.of(
                new Opinion("a", byClass(0, 1, 2, 3, 0, 1)),
                new Opinion("b", byClass(3, 0, 1, 2, 0, 1))));
    final int[] first = IMAGES.indicesOf(0);
    assertThat(vote.trust()[first[0]]).isEqualTo(0.8125);
    assertThat(Vote.worstRank(0.8125)).as("the rank that led to it").isEqualTo(0.75);
    assertThat(vote.objector()[first[0]]).isEqualTo(1);
    assertThat(vote.trust()[first[1]]).isEqualTo(0.9375);
    assertThat(vote.objector()[first[1]]).isZero();
    assertThat(vote.trust()[first[3]]).isEqualTo(0.8125);
    assertThat(vote.trust()[IMAGES.indicesOf(1)[0]]).isEqualTo(1);
  }

  @Test
  void aMemberToWhichAllImagesOfALabelAreEqualSaysNothingAboutThem() {
    final Vote vote =
        Vote.of(
            IMAGES,
            List.of(
                new Opinion("flat", byClass(7, 7, 7, 7, 1, 2)),
                new Opinion("b", byClass(3, 0, 1, 2, 5, 5))));
    final int[] first = IMAGES.indicesOf(0);
    assertThat(vote.trust()[first[1]]).isEqualTo(1);
    assertThat(vote.objector()[first[1]]).as("nobody").isEqualTo(-1);
    assertThat(vote.trust()[first[0]]).isEqualTo(0.8125);
    assertThat(vote.objector()[first[0]]).isEqualTo(1);
  }

  /** The least suspicious of all, but one member takes it for the other class. */
  @Test
  void imagesThatLookLikeAnotherClassComeAfterOthersAndRejectedOnesLast() {
    final int[] nearest = new int[IMAGES.size()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = IMAGES.label(i);
    }
    final int[] first = IMAGES.indicesOf(0);
    nearest[first[0]] = 1;
    final Vote vote =
        Vote.of(
            IMAGES,
            List.of(
                new Opinion("a", byClass(0, 1, 2, 3, 0, 1)),
                new Opinion("b", byClass(0, 1, 2, 3, 0, 1), 2.5, new int[][] {nearest}, true)));
    assertThat(vote.trust()[first[0]])
        .isEqualTo(1 - (1 + 1 / 3.0) / 4) // one of three voices
        .isLessThan(vote.trust()[first[2]]);
    assertThat(vote.objector()[first[0]]).isEqualTo(1);
    assertThat(vote.trust()[first[3]]).as("above 2.5: rejected").isEqualTo(0.3125);
    assertThat(vote.objector()[first[3]]).isEqualTo(1);
  }

  @Test
  void theMoreNetworksTakeAnImageForAnotherClassTheLessItIsTrusted() {
    final int[] first = IMAGES.indicesOf(0);
    final int[][] nearest = new int[3][IMAGES.size()];
    for (int i = 0; i < IMAGES.size(); i++) {
      for (final int[] named : nearest) {
        named[i] = IMAGES.label(i);
      }
    }
    nearest[0][first[0]] = 1;
    nearest[0][first[1]] = 1;
    nearest[2][first[1]] = 1;
    nearest[0][first[2]] = 1;
    final double none = Double.POSITIVE_INFINITY;
    final double[] trust =
        Vote.of(IMAGES, List.of(new Opinion("a", byClass(0, 0, 3, 3, 0, 1), none, nearest, true)))
            .trust();
    assertThat(trust[first[1]]).as("two of three").isLessThan(trust[first[0]]);
    assertThat(trust[first[2]]).as("one, and dear").isLessThan(trust[first[0]]);
    assertThat(trust[first[3]]).as("none").isGreaterThan(trust[first[0]]);
  }

  @Test
  void aSuspicionThatIsNoNumberIsADivergence() {
    for (final float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      final List<Opinion> one = List.of(new Opinion("grey", byClass(0, 1, wrong, 3, 0, 1)));
      assertThatThrownBy(() -> Vote.of(IMAGES, one))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining(
              "the panel's member 'grey' gives an image a suspicion that is not a finite number");
    }
  }
}
