package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.baseline.ClassMeanDistance;

/** The page shows the images that are trusted most, and those that are trusted least. */
class SiftReportTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 50, 40);

  private static String picture(int... indices) {
    final PictureGrid grid =
        PictureGrid.of(IMAGES, indices)
            .columns(10)
            .captions(i -> IMAGES.classNames().get(IMAGES.label(i)));
    return Base64.getEncoder().encodeToString(grid.png());
  }

  @Test
  void theLeastTrustedAreShownLeastFirst() {
    final Ranking ranking = new ClassMeanDistance().rank(IMAGES, 0);
    final BaseSet base = ranking.best(IMAGES, 10);
    final SiftReport report = new SiftReport("tiny", IMAGES, base, null);
    assertThat(report.html()).doesNotContain("the least trusted of all images");
    final String page = report.withScores(ranking.trust()).html();
    assertThat(page)
        .contains("Pictures: the least trusted of all images", "The 60 that the sifter trusts")
        .contains(picture(ranking.leastTrusted(60)));
    final int[] turned =
        IntStream.range(0, 60).map(k -> ranking.leastTrusted(60)[59 - k]).toArray();
    assertThat(page).doesNotContain(picture(turned));
  }
}
