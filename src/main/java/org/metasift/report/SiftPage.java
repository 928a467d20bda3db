package org.metasift.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.read.ImageSource;
import org.metasift.eval.BlindSpots;
import org.metasift.eval.Objections;
import org.metasift.eval.PickVerdict;
import org.metasift.eval.Spread;
import org.metasift.eval.StandingOut;
import org.metasift.eval.VerdictText;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.panel.Panel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Draws a {@link SiftReport}, part by part. */
final class SiftPage {
  private static final int SHOWN = 10;
  private static final int SUSPECTS = 60;
  private static final int MOST_CLASSES = 60;
  private static final int LISTED = 20;

  private final Parts parts;
  private final PickVerdict verdict;
  private final List<String> warnings;
  private final ReportPage page;

  /**
   * All that a page is drawn from.
   *
   * @param origin what the data is
   * @param images the set that was picked from
   * @param metaSift how Meta-Sift came to the pick; null for another sifter
   * @param panel how the panel came to it; null for another sifter
   * @param truth which images are poisoned; null where nobody knows
   * @param scores the trust in each image; null where they are not known
   * @param dataWarnings of reading the data
   * @param unreadable image files that were left out
   * @param next what to do with the pick, each with commands to copy
   * @param record what it takes to repeat the pick, by name
   */
  @SuppressWarnings("ArrayRecordComponent") // one number an image: a list would cost ten times
  record Parts(
      String origin,
      ImageSet images,
      BaseSet base,
      Outcome metaSift,
      Panel.Outcome panel,
      PoisonedSet truth,
      double[] scores,
      List<String> dataWarnings,
      List<ImageSource.Unreadable> unreadable,
      Map<String, List<String>> next,
      Map<String, String> record) {}

  SiftPage(Parts parts, PickVerdict verdict, List<String> warnings) {
    this.parts = parts;
    this.verdict = verdict;
    this.warnings = warnings;
    this.page = new ReportPage(VerdictText.title(verdict));
  }

  String html() {
    page.verdict(VerdictText.sentence(verdict));
    parts.origin().lines().forEach(line -> page.paragraph(line.strip()));
    page.paragraph(VerdictText.meaning(verdict));
    if (parts.panel() != null) {
      page.heading("Does something stand out in the set?");
      page.paragraph(parts.panel().findings().said(parts.images().classNames()));
      page.table(StandingOut.table(parts.panel().findings(), parts.images()));
    }
    howSure();
    leftOut();
    if (!parts.next().isEmpty()) {
      page.heading("What to do next");
      page.steps(parts.next());
    }
    details();
    return page.html();
  }

  private void howSure() {
    page.heading("How sure, and why");
    if (!verdict.agreement().isEmpty()) {
      page.paragraph(verdict.agreement());
    }
    if (parts.panel() != null) {
      page.table(Objections.table(parts.panel(), parts.images()));
    }
    final Outcome outcome = parts.metaSift();
    if (outcome != null) {
      page.paragraph(
          outcome.undecided() == 0
              ? "Every sifter learned to trust images of low cost more than those of high cost, as it should."
              : "Not every sifter learned what to trust: " + outcome.faults() + ".");
    }
    final List<String> blind = BlindSpots.of(verdict.sifter());
    if (!blind.isEmpty()) {
      page.paragraph(
          "What gets past %s, as measured on drawn traffic signs that were poisoned on purpose:"
              .formatted(verdict.sifter().equals("Panel") ? "the panel" : verdict.sifter()));
      page.list(blind);
    }
  }

  private void leftOut() {
    page.heading("What was left out, and warnings");
    page.paragraph(VerdictText.asked(verdict));
    if (warnings.isEmpty()) {
      page.paragraph("Nothing that can be seen without knowing the truth speaks against it.");
    } else {
      page.list(warnings);
    }
    if (!parts.unreadable().isEmpty()) {
      page.paragraph("Files that could not be read and were left out:");
      final List<String> files =
          new ArrayList<>(parts.unreadable().stream().limit(LISTED).map(Object::toString).toList());
      if (parts.unreadable().size() > LISTED) {
        files.add("%,d more, all in unreadable.csv".formatted(parts.unreadable().size() - LISTED));
      }
      page.list(files);
    }
  }

  private void details() {
    page.heading("Details");
    if (!parts.record().isEmpty()) {
      page.subheading("To repeat it");
      page.table(
          Table.create(
              "",
              StringColumn.create("what", parts.record().keySet()),
              StringColumn.create("value", parts.record().values())));
    }
    page.subheading("How it was picked");
    page.paragraph((parts.metaSift() == null ? parts.base() : parts.metaSift()).toString());
    page.subheading("Classes");
    page.table(classes());
    if (parts.scores() != null) {
      scores();
    }
    if (parts.metaSift() != null) {
      sifters(parts.metaSift());
    }
    pictures();
    if (parts.scores() != null) {
      suspects();
    }
  }

  private Table classes() {
    final Table table =
        Table.create(
            "Classes",
            StringColumn.create("class"),
            IntColumn.create("images"),
            IntColumn.create("picked"),
            DoubleColumn.create("lowest trust picked"));
    final int[] counts = parts.images().classCounts();
    for (int c = 0; c < counts.length; c++) {
      final double[] scores = scoresOf(c);
      table.stringColumn("class").append(name(c));
      table.intColumn("images").append(counts[c]);
      table.intColumn("picked").append(scores.length);
      if (scores.length == 0) {
        table.doubleColumn("lowest trust picked").appendMissing();
      } else {
        table.doubleColumn("lowest trust picked").append(Spread.of(scores).least());
      }
    }
    return table;
  }

  private double[] scoresOf(int label) {
    return parts.base().picks().stream()
        .filter(pick -> pick.label() == label)
        .mapToDouble(BaseSet.Pick::trust)
        .toArray();
  }

  private String name(int label) {
    return parts.images().classNames().get(label);
  }

  private void scores() {
    page.subheading("Trust");
    final double[] all = parts.scores();
    final int[] picked = IntStream.of(parts.base().indices()).sorted().toArray();
    final double[] rest =
        IntStream.range(0, all.length)
            .filter(i -> Arrays.binarySearch(picked, i) < 0)
            .mapToDouble(i -> all[i])
            .toArray();
    page.picture(
        SiftingCharts.scores(parts.base(), all).png(),
        Chart.WIDTH,
        "Histogram of the trust: %,d picked images from %s%s"
            .formatted(
                picked.length,
                Spread.of(IntStream.of(picked).mapToDouble(i -> all[i]).toArray()),
                rest.length == 0
                    ? ""
                    : "; the other %,d from %s".formatted(rest.length, Spread.of(rest))),
        "The trust in each image, higher = cleaner. It is compared within a class; across classes it says little.");
  }

  private void sifters(Outcome outcome) {
    page.subheading("The sifters");
    if (outcome.alone().size() > 1) {
      page.picture(
          Charts.agreement(outcome.alone(), parts.images().size()).png(),
          Chart.WIDTH,
          "Images that two sifters share, in percent, for every pair: " + verdict.agreement(),
          verdict.agreement());
    }
    for (int k = 0; k < outcome.siftings().size(); k++) {
      final Sifting sifting = outcome.siftings().get(k);
      page.picture(
          SiftingCharts.weigher(sifting).png(),
          Chart.WIDTH,
          String.format(
              Locale.ROOT,
              "Costs of all images, and the weight that sifter %d of %d learned for them: it %s by %.3f from low costs to high ones.",
              k + 1,
              outcome.siftings().size(),
              sifting.drop() < 0 ? "rises" : "falls",
              Math.abs(sifting.drop())),
          "Sifter %d: the curve is the weight, the area how often a cost occurs. The curve should fall."
              .formatted(k + 1));
    }
  }

  private void pictures() {
    page.subheading("Pictures: the most trusted of each class");
    for (int c = 0; c < Math.min(parts.images().classes(), MOST_CLASSES); c++) {
      final int[] own = Arrays.stream(parts.base().indicesOf(c)).limit(SHOWN).toArray();
      if (own.length > 0) {
        final PictureGrid grid = PictureGrid.of(parts.images(), own).columns(SHOWN).title(name(c));
        page.picture(
            grid.png(),
            grid.width(),
            "The %d most trusted of %d picked images of class %d, %s; trust in all %d: %s"
                .formatted(
                    own.length,
                    scoresOf(c).length,
                    c,
                    name(c),
                    scoresOf(c).length,
                    Spread.of(scoresOf(c))),
            "");
      }
    }
    if (parts.images().classes() > MOST_CLASSES) {
      page.paragraph("and %,d classes more".formatted(parts.images().classes() - MOST_CLASSES));
    }
  }

  /** The images that are trusted least, whatever their class. */
  private void suspects() {
    final BaseSet base = parts.base();
    final int[] least =
        new Ranking(
                base.sifter(),
                base.settings(),
                base.seed(),
                base.fingerprint(),
                parts.scores(),
                base.seconds())
            .leastTrusted(Math.min(SUSPECTS, parts.scores().length));
    page.subheading("Pictures: the least trusted of all images");
    page.paragraph(
        "The %,d that the sifter trusts least, least first. They are suspects, not proven poison: rare and hard images are among them."
            .formatted(least.length));
    final PictureGrid grid =
        PictureGrid.of(parts.images(), least)
            .columns(SHOWN)
            .captions(i -> name(parts.images().label(i)));
    page.picture(
        grid.png(),
        grid.width(),
        "The %,d least trusted images, of %d classes; trust %s"
            .formatted(
                least.length,
                IntStream.of(least).map(parts.images()::label).distinct().count(),
                Spread.of(IntStream.of(least).mapToDouble(i -> parts.scores()[i]).toArray())),
        "");
  }
}
