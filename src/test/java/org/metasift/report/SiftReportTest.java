package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.attack.Backdoor;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Trigger;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.data.read.ImageSource;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.panel.ClassEvidence;
import org.metasift.sift.panel.Panel;
import org.metasift.sift.panel.PanelFindings;
import org.w3c.dom.Document;

/** The page says first what was picked and what that means, and can be handed on. */
class SiftReportTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 50, 40);
  private static final Ranking RANKING = new ClassMeanDistance().rank(IMAGES, 0);

  private static String picture(int... indices) {
    final PictureGrid grid =
        PictureGrid.of(IMAGES, indices)
            .columns(10)
            .captions(i -> IMAGES.classNames().get(IMAGES.label(i)));
    return Base64.getEncoder().encodeToString(grid.png());
  }

  @Test
  void theLeastTrustedAreShownLeastFirst() {
    final BaseSet base = RANKING.best(IMAGES, 10);
    final SiftReport report = new SiftReport("tiny", IMAGES, base, null);
    assertThat(report.html()).doesNotContain("the least trusted of all images");
    final String page = report.withScores(RANKING.trust()).html();
    assertThat(page)
        .contains("Pictures: the least trusted of all images", "The 60 that the sifter trusts")
        .contains(picture(RANKING.leastTrusted(60)));
    final int[] turned =
        IntStream.range(0, 60).map(k -> RANKING.leastTrusted(60)[59 - k]).toArray();
    assertThat(page).doesNotContain(picture(turned));
  }

  private static Outcome metaSift(BaseSet base) {
    final float[] costs = new float[IMAGES.size()];
    final float[] scores = new float[IMAGES.size()];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = i / 100f;
      scores[i] = 1 - costs[i] / 2;
    }
    final Sifting sifting =
        new Sifting(
            costs,
            scores,
            new float[] {0, 0.3f, 0.6f, 0.9f},
            new float[] {0.9f, 0.7f, 0.5f, 0.4f},
            List.of(1.0, 0.5),
            0.5,
            1);
    final List<BaseSet> alone =
        IntStream.of(1, 2)
            .mapToObj(
                k ->
                    new BaseSet(
                        "Sifter " + k,
                        base.settings(),
                        k,
                        base.fingerprint(),
                        base.picks().subList(0, base.size() - k),
                        1))
            .toList();
    return new Outcome(base, alone, List.of(sifting, sifting));
  }

  private static Panel.Outcome panel(Ranking ranking, BaseSet base) {
    final int[] objector = new int[IMAGES.size()];
    Arrays.fill(objector, -1);
    objector[0] = 1;
    objector[1] = 1;
    objector[2] = 0;
    final List<BaseSet> alone =
        List.of(
            new BaseSet("grey", "", 0, base.fingerprint(), base.picks(), 1),
            new BaseSet("edges", "", 0, base.fingerprint(), base.picks(), 1));
    final PanelFindings findings =
        new PanelFindings(
            List.of(
                new ClassEvidence(0, 100, List.of(60, 10, 30), 30, 1, 2, 0, true),
                new ClassEvidence(1, 50, List.of(50, 0, 0), 0, -1, 30, 0, false)),
            2,
            true,
            0.05,
            0,
            new int[IMAGES.size()],
            new int[IMAGES.size()]);
    return new Panel.Outcome(
        base, ranking, alone, objector, List.of(), List.of(), "They agree on 8 of them.", findings);
  }

  /** Trust of a panel: the first two images of class 0 and the first of class 1 are opposed. */
  private static Ranking ofPanel() {
    final double[] trust = new double[IMAGES.size()];
    Arrays.fill(trust, 0.9);
    trust[0] = 0.6;
    trust[1] = 0.7;
    trust[2] = 0.3;
    return new Ranking("Panel", "s", 0, IMAGES.fingerprint(), trust, 1);
  }

  private static SiftReport full(SiftReport report) {
    return report
        .withWarnings(List.of("images that could not be read: 1", "a < b & \"c\""))
        .withUnreadable(List.of(new ImageSource.Unreadable(Path.of("a.png"), "is no PNG")))
        .withNext(Map.of("Look <here>", List.of("audit 'a & b' --set-size 5", "two")))
        .withRecord(Map.of("command", "metasift sift"));
  }

  @Test
  void eachKindOfPageCanBeHandedOn() {
    final BaseSet base = RANKING.best(IMAGES, 10);
    PageChecks.check(full(new SiftReport("tiny", IMAGES, base, null)).html());
    PageChecks.check(
        full(new SiftReport("tiny", IMAGES, base, null).withScores(RANKING.trust())).html());
    PageChecks.check(full(new SiftReport("tiny", IMAGES, base, metaSift(base))).html());
    final Ranking ranking = ofPanel().doubting(List.of(new Ranking.Doubted(1, "it is strange")));
    final BaseSet doubted = ranking.best(IMAGES, 10);
    final String page =
        full(new SiftReport("tiny", IMAGES, doubted, null)
                .withPanel(panel(ranking, doubted))
                .withScores(ranking.trust()))
            .html();
    PageChecks.check(page);
    final Document read = PageChecks.read(page);
    assertThat(PageChecks.all(read, "code").get(0).getTextContent())
        .isEqualTo("audit 'a & b' --set-size 5\ntwo");
    assertThat(PageChecks.all(read, "span").stream().map(one -> one.getTextContent()))
        .as("what no line may end in")
        .containsExactly("--set-size");
    assertThat(PageChecks.all(read, "li").get(4).getTextContent())
        .isEqualTo("images that could not be read: 1");
  }

  @Test
  void thePartsComeInTheOrderInWhichTheyAreAskedFor() {
    final BaseSet base = RANKING.best(IMAGES, 10);
    final String page = full(new SiftReport("tiny", IMAGES, base, metaSift(base))).html();
    assertThat(PageChecks.all(PageChecks.read(page), "h2").stream().map(h -> h.getTextContent()))
        .containsExactly(
            "How sure, and why", "What was left out, and warnings", "What to do next", "Details");
  }

  @Test
  void whereTheTruthIsKnownThePickIsJudgedByIt() {
    final BaseSet base = RANKING.best(IMAGES, 10);
    final BitSet bits = new BitSet();
    bits.set(base.indices()[0]);
    IntStream.range(0, IMAGES.size())
        .filter(i -> Arrays.stream(base.indices()).noneMatch(picked -> picked == i))
        .limit(8)
        .forEach(bits::set);
    final PoisonedSet truth =
        new PoisonedSet(
            IMAGES, bits, BadNets.paper(), 0, new Backdoor(Trigger.NONE, new int[] {0, 0}));
    final SiftReport report = new SiftReport("tiny", IMAGES, base, null);
    assertThat(report.withTruth(truth).html())
        .contains("DCM picked 10 of 90 images, and 1 of them is poisoned: NCR 100.000 % (95 %")
        .contains("Wilson interval 17.9 to 404.2 %)", "9 of the 90 images of the set are poisoned")
        .doesNotContain("nobody knows");
    assertThat(report.html())
        .contains("DCM picked 10 of 90 images as the ones to trust; nobody knows which images")
        .contains("DCM ranks images and vouches for none")
        .doesNotContain("NCR ", "of them is poisoned");
  }

  @Test
  void whatEachMemberObjectsToIsCounted() {
    final Ranking ranking = ofPanel().doubting(List.of(new Ranking.Doubted(1, "it is strange")));
    final BaseSet base = ranking.best(IMAGES, 10);
    final SiftReport report =
        new SiftReport("tiny", IMAGES, base, null).withPanel(panel(ranking, base));
    final String text =
        PageChecks.read(report.html()).getDocumentElement().getTextContent().replace("\n", " ");
    assertThat(text)
        .contains("They agree on 8 of them.")
        .contains("of the 100 images of class 'class 0', 30 look like other classes to nearly all")
        .contains("class 01004030class 120yes")
        .doesNotContain("class 1500")
        .contains("grey10class 0 (1)", "edges20class 0 (1)")
        .contains("10 images of 2 classes were asked for; 4 fewer were picked")
        .contains("The panel vouches for what its members can see", "a warp on all classes");
    assertThat(report.warnings())
        .contains("something stands out in the set: look at the suspects first");
    assertThat(report.verdict().agreementPercent()).isEqualTo(100);
    assertThat(report.verdict().refusedClasses())
        .singleElement()
        .hasToString("RefusedClass[label=1, name=class 1, asked=4, why=it is strange]");
  }
}
