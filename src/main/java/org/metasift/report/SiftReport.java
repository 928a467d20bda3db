package org.metasift.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metasift.data.ImageSet;
import org.metasift.data.read.ImageSource;
import org.metasift.eval.Agreement;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What someone should know of a pick before they trust it, as one HTML file with everything in it:
 * the data and its warnings, the trust, how far the sifters agree beside chance, what each class
 * gave, pictures of each class and of the least trusted images, and what it takes to repeat the
 * pick. It needs no truth and shows none.
 */
public final class SiftReport {
  /** The report's name in a run's folder. */
  public static final String FILE = "report.html";

  private static final int SHOWN = 10;
  private static final int SUSPECTS = 60;
  private static final int MOST_CLASSES = 60;
  private static final double DISAGREEMENT = 50;

  private final String origin;
  private final ImageSet images;
  private final BaseSet base;
  private final Outcome outcome;
  private final Added added;

  /**
   * What a report may have beside the pick.
   *
   * @param scores the trust in each image; null where they are not known
   * @param dataWarnings of reading the data
   * @param agreement how far those who picked agree, in words; empty for none
   * @param record what it takes to repeat the pick, by name
   */
  @SuppressWarnings("ArrayRecordComponent") // one number an image: a list would cost ten times
  private record Added(
      double[] scores, List<String> dataWarnings, String agreement, Map<String, String> record) {}

  /**
   * A report on a pick from data without warnings.
   *
   * @param origin what the data is
   * @param images the set that was picked from
   * @param outcome how Meta-Sift came to the pick; null for another sifter
   */
  public SiftReport(String origin, ImageSet images, BaseSet base, Outcome outcome) {
    this(
        origin,
        images,
        base,
        outcome,
        new Added(
            outcome == null ? null : Sifting.mean(outcome.siftings()), List.of(), "", Map.of()));
  }

  private SiftReport(String origin, ImageSet images, BaseSet base, Outcome outcome, Added added) {
    this.origin = origin;
    this.images = images;
    this.base = base;
    this.outcome = outcome;
    this.added = added;
  }

  private SiftReport with(Added more) {
    return new SiftReport(origin, images, base, outcome, more);
  }

  /** The same report on data that were read with these warnings. */
  public SiftReport withWarnings(List<String> ofData) {
    return with(new Added(added.scores, List.copyOf(ofData), added.agreement, added.record));
  }

  /** The same report with the trust in each image; Meta-Sift's outcome brings its own. */
  public SiftReport withScores(double[] ofImages) {
    return with(new Added(ofImages.clone(), added.dataWarnings, added.agreement, added.record));
  }

  /** The same report with a sentence on how far those who picked agree. */
  public SiftReport withAgreement(String statement) {
    return with(new Added(added.scores, added.dataWarnings, statement, added.record));
  }

  /**
   * The same report with what it takes to repeat the pick.
   *
   * @param entries by name, such as the command line, in the order of the map
   */
  public SiftReport withRecord(Map<String, String> entries) {
    return with(
        new Added(added.scores, added.dataWarnings, added.agreement, new LinkedHashMap<>(entries)));
  }

  /** What was picked. */
  public BaseSet base() {
    return base;
  }

  /** What should make one hesitate, in the data and in the pick; empty where nothing does. */
  public List<String> warnings() {
    final List<String> warnings = new ArrayList<>(added.dataWarnings);
    ImageSource.classWarnings(images).stream()
        .filter(one -> added.dataWarnings.stream().noneMatch(said -> said.endsWith(one)))
        .forEach(warnings::add);
    if (outcome != null && outcome.undecided() > 0) {
      warnings.add(outcome.faults());
    }
    if (outcome != null
        && outcome.alone().size() > 1
        && Agreement.mean(outcome.alone()) < DISAGREEMENT) {
      warnings.add(
          "the sifters disagree: two of them share %.0f %% of their picks; let more of them vote"
              .formatted(Agreement.mean(outcome.alone())));
    }
    return warnings;
  }

  /** A row for each class: how many images, how many picked, the lowest trust picked. */
  private Table classes() {
    final Table table =
        Table.create(
            "Classes",
            StringColumn.create("class"),
            IntColumn.create("images"),
            IntColumn.create("picked"),
            DoubleColumn.create("lowest trust picked"));
    final int[] counts = images.classCounts();
    for (int c = 0; c < counts.length; c++) {
      final int label = c;
      final double[] scores =
          base.picks().stream()
              .filter(pick -> pick.label() == label)
              .mapToDouble(BaseSet.Pick::trust)
              .toArray();
      table.stringColumn("class").append(images.classNames().get(c));
      table.intColumn("images").append(counts[c]);
      table.intColumn("picked").append(scores.length);
      if (scores.length == 0) {
        table.doubleColumn("lowest trust picked").appendMissing();
      } else {
        table.doubleColumn("lowest trust picked").append(Arrays.stream(scores).min().orElseThrow());
      }
    }
    return table;
  }

  /** The page. */
  public String html() {
    final ReportPage page = new ReportPage("Base set");
    page.heading("Base set of %,d images".formatted(base.size()));
    origin.lines().forEach(line -> page.paragraph(line.strip()));
    page.paragraph((outcome == null ? base : outcome).toString());
    doubts(page);
    if (added.scores != null) {
      page.heading("Scores");
      page.picture(SiftingCharts.scores(base, added.scores).png(), Chart.WIDTH, "trust");
    }
    if (outcome != null) {
      sifters(page);
    }
    page.heading("Classes");
    page.table(classes());
    pictures(page);
    if (added.scores != null) {
      suspects(page);
    }
    if (!added.record.isEmpty()) {
      page.heading("To repeat it");
      page.table(
          Table.create(
              "",
              StringColumn.create("what", added.record.keySet()),
              StringColumn.create("value", added.record.values())));
    }
    return page.html();
  }

  private void doubts(ReportPage page) {
    page.heading("Before you trust it");
    final List<String> warnings = warnings();
    if (warnings.isEmpty()) {
      page.paragraph("Nothing speaks against it that can be seen without knowing the truth.");
    } else {
      page.list(warnings);
    }
    if (!added.agreement.isEmpty()) {
      page.paragraph(added.agreement);
    }
  }

  private void sifters(ReportPage page) {
    page.heading("The sifters");
    if (outcome.alone().size() > 1) {
      page.paragraph(
          String.format(
              Locale.ROOT,
              "Two sifters share %.0f %% of their picks; two random picks would share %.1f %%.",
              Agreement.mean(outcome.alone()),
              100.0 * base.size() / images.size()));
      page.picture(
          Charts.agreement(outcome.alone(), images.size()).png(),
          Chart.WIDTH,
          "images that two sifters share, in percent");
    }
    for (final Sifting sifting : outcome.siftings()) {
      page.picture(
          SiftingCharts.weigher(sifting).png(),
          Chart.WIDTH,
          "costs and learned weight of a sifter");
    }
  }

  private void pictures(ReportPage page) {
    page.heading("Pictures: the most trusted of each class");
    for (int c = 0; c < Math.min(images.classes(), MOST_CLASSES); c++) {
      final int[] own = Arrays.stream(base.indicesOf(c)).limit(SHOWN).toArray();
      if (own.length > 0) {
        final PictureGrid grid =
            PictureGrid.of(images, own).columns(SHOWN).title(images.classNames().get(c));
        page.picture(grid.png(), grid.width(), images.classNames().get(c));
      }
    }
    if (images.classes() > MOST_CLASSES) {
      page.paragraph("and %,d classes more".formatted(images.classes() - MOST_CLASSES));
    }
  }

  /** The images that are trusted least, whatever their class. */
  private void suspects(ReportPage page) {
    final int[] least =
        new Ranking(
                base.sifter(),
                base.settings(),
                base.seed(),
                base.fingerprint(),
                added.scores,
                base.seconds())
            .leastTrusted(Math.min(SUSPECTS, added.scores.length));
    page.heading("Pictures: the least trusted of all images");
    page.paragraph(
        "The %,d that the sifter trusts least, least first. They are suspects, not proven poison: rare and hard images are among them."
            .formatted(least.length));
    final PictureGrid grid =
        PictureGrid.of(images, least)
            .columns(SHOWN)
            .captions(i -> images.classNames().get(images.label(i)));
    page.picture(grid.png(), grid.width(), "the least trusted images");
  }

  /** Writes the page; it appears under its name only when it is whole. */
  public Path save(Path file) {
    return SafeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }
}
