package org.metasift.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.read.ImageSource;
import org.metasift.eval.Agreement;
import org.metasift.eval.PickVerdict;
import org.metasift.io.Records;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.panel.Panel;

/**
 * A pick on one HTML page, for readers who were not there: the verdict, how sure it is and why,
 * what was left out, what to do next, then the details and what it takes to repeat the pick. It
 * needs no truth; where the truth is given, the page judges the pick by it.
 */
public final class SiftReport {
  /** The report's name in a run's folder. */
  public static final String FILE = "report.html";

  private static final double DISAGREEMENT = 50;

  private final SiftPage.Parts parts;

  /**
   * A report on a pick from data without warnings.
   *
   * @param origin what the data is
   * @param images the set that was picked from
   * @param outcome how Meta-Sift came to the pick; null for another sifter
   */
  public SiftReport(String origin, ImageSet images, BaseSet base, Outcome outcome) {
    this(
        new SiftPage.Parts(
            origin,
            images,
            base,
            outcome,
            null,
            null,
            outcome == null ? null : Sifting.mean(outcome.siftings()),
            List.of(),
            List.of(),
            Map.of(),
            Map.of()));
  }

  private SiftReport(SiftPage.Parts parts) {
    this.parts = parts;
  }

  private SiftReport with(String part, Object value) {
    return new SiftReport(Records.with(parts, part, value));
  }

  /** The same report on data that were read with these warnings. */
  public SiftReport withWarnings(List<String> ofData) {
    return with("dataWarnings", List.copyOf(ofData));
  }

  /** The same report with the image files that could not be read. */
  public SiftReport withUnreadable(List<ImageSource.Unreadable> files) {
    return with("unreadable", List.copyOf(files));
  }

  /** The same report with the trust in each image; Meta-Sift's outcome brings its own. */
  public SiftReport withScores(double[] ofImages) {
    return with("scores", ofImages.clone());
  }

  /** The same report on a pick by a panel, with its members' opinions. */
  public SiftReport withPanel(Panel.Outcome outcome) {
    return with("panel", outcome);
  }

  /** The same report, which judges the pick by the truth. */
  public SiftReport withTruth(PoisonedSet truth) {
    return with("truth", truth);
  }

  /**
   * The same report with what to do next.
   *
   * @param steps in words for a person, each with commands to copy, one a line, or none; in the
   *     order of the map
   */
  public SiftReport withNext(Map<String, List<String>> steps) {
    return with("next", new LinkedHashMap<>(steps));
  }

  /**
   * The same report with what it takes to repeat the pick.
   *
   * @param entries by name, such as the command line, in the order of the map
   */
  public SiftReport withRecord(Map<String, String> entries) {
    return with("record", new LinkedHashMap<>(entries));
  }

  /** What was picked. */
  public BaseSet base() {
    return parts.base();
  }

  /** What the page says first, for machines. */
  public PickVerdict verdict() {
    Agreement.Measured agreement = Agreement.Measured.NONE;
    if (parts.metaSift() != null) {
      agreement = Agreement.of(parts.metaSift(), parts.images().size());
    } else if (parts.panel() != null) {
      agreement = Agreement.of(parts.panel());
    }
    return PickVerdict.of(
        parts.origin(),
        parts.images(),
        parts.base(),
        parts.truth(),
        agreement,
        parts.panel() == null ? null : parts.panel().findings());
  }

  /** What speaks for caution, in the data and in the pick; empty where nothing does. */
  public List<String> warnings() {
    final List<String> warnings = new ArrayList<>(parts.dataWarnings());
    ImageSource.classWarnings(parts.images()).stream()
        .filter(one -> parts.dataWarnings().stream().noneMatch(said -> said.endsWith(one)))
        .forEach(warnings::add);
    if (parts.panel() != null && parts.panel().findings().anythingStandsOut()) {
      warnings.add("something stands out in the set: look at the suspects first");
    }
    final Outcome outcome = parts.metaSift();
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

  /** The page. */
  public String html() {
    return new SiftPage(parts, verdict(), warnings()).html();
  }

  /** Writes the page; it appears under its name only when it is whole. */
  public Path save(Path file) {
    return SafeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }
}
