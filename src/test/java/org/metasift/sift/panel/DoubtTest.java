package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.run.Records;
import org.metasift.sift.BaseSet;

/** A class about which its members contradict each other is left out, and no other. */
class DoubtTest {
  private static final ImageSet IMAGES = TinyImages.of(4, 1, 0, 10, 10, 10);

  /** Trust of 1, 0.9 ... 0.1 in each class, the best three of class 1 as much as given. */
  private static double[] trust(double best) {
    final double[] trust = new double[IMAGES.size()];
    for (int c = 0; c < IMAGES.classes(); c++) {
      final int[] own = IMAGES.indicesOf(c);
      for (int k = 0; k < own.length; k++) {
        trust[own[k]] = 1 - k / 10.0;
        if (c == 1) {
          trust[own[k]] = Math.min(best, trust[own[k]]);
        }
      }
    }
    return trust;
  }

  @Test
  void theDepthIsTheWorstRankThatFillsTheShare() {
    assertThat(Doubt.depths(IMAGES, trust(0.5), 3, 3, 3))
        .containsExactly(new double[] {0.2, 0.5, 0.2}, within(1e-9));
    assertThat(Doubt.depths(IMAGES, trust(1), 1, 1, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void aClassMuchDeeperThanOthersIsLeftOut() {
    assertThat(Doubt.of(IMAGES, trust(0.5), 15, 1.2))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isEqualTo(1);
              assertThat(one.share()).isEqualTo(5);
              assertThat(one.why()).contains("50 %").contains("40 %");
            });
    assertThat(Doubt.of(IMAGES, trust(0.5), 15, 1.3)).isEmpty();
    assertThat(Doubt.of(IMAGES, trust(0.1), 15, 0)).isEmpty();
    assertThat(Doubt.of(IMAGES, trust(0.1), 12, 1.2)).as("four of a class").isEmpty();
  }

  @Test
  void theUsualDepthIsTheMedianOfTheClassesThereAre() {
    assertThat(Doubt.of(IMAGES, trust(0.5), 15, 1.25)).as("just as deep as allowed").isEmpty();
    final double[] flat = new double[IMAGES.size()];
    Arrays.fill(flat, 1);
    for (final int i : IMAGES.indicesOf(1)) {
      flat[i] = 0.2;
    }
    assertThat(Doubt.of(IMAGES, flat, 15, 1.2)).as("nothing is usual").isEmpty();
    final ImageSet gap = TinyImages.of(4, 1, 0, 10, 0, 10);
    final double[] trust = new double[gap.size()];
    for (int c = 0; c < 3; c += 2) {
      final int[] own = gap.indicesOf(c);
      for (int k = 0; k < own.length; k++) {
        trust[own[k]] = 1 - k / (c == 0 ? 10.0 : 20.0);
      }
    }
    assertThat(Doubt.depths(gap, trust, 5, 0, 5))
        .containsExactly(new double[] {0.4, Double.NaN, 0.2}, within(1e-9));
    // the median of 0.4 and 0.2 is 0.3
    assertThat(Doubt.of(gap, trust, 10, 1.3)).extracting(BaseSet.LeftOut::label).containsExactly(0);
    assertThat(Doubt.of(gap, trust, 10, 1.4)).isEmpty();
  }

  @Test
  void limitsThatMeanNothingAreRefused() {
    for (final double wrong : new double[] {1, 0.5, -1, Double.NaN}) {
      assertThatThrownBy(() -> Records.with(Panel.Settings.standard(), "doubt", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("doubt is %s; above 1 to 1000, and 0 for none, is allowed", wrong);
    }
    assertThat(Panel.Settings.standard().filled().doubt()).isZero();
  }

  @Test
  void aPickSaysWhatItLeavesOut() {
    final Panel.Settings strict =
        new Panel.Settings(2, 1, 1, 1, 1, 0, false, 0, 1e-3, 1, 1e-3, 16, 2, 1.0001);
    final BaseSet base = new Panel(strict).pick(IMAGES, 16, 0);
    final BaseSet filled = new Panel(strict.filled()).pick(IMAGES, 16, 0);
    assertThat(filled.size()).isEqualTo(16);
    assertThat(filled.leftOut()).isEmpty();
    assertThat(base.leftOut()).isNotEmpty();
    assertThat(base.size() + base.leftOut().stream().mapToInt(BaseSet.LeftOut::share).sum())
        .isEqualTo(16);
    for (final BaseSet.LeftOut one : base.leftOut()) {
      assertThat(base.indicesOf(one.label())).isEmpty();
      assertThat(base.toString()).contains("; none of the classes " + one.label());
    }
  }
}
