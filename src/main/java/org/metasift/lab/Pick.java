package org.metasift.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.metasift.data.ImageSet;
import org.metasift.io.CsvColumn;
import org.metasift.io.CsvText;
import org.metasift.report.SiftReport;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;
import org.metasift.sift.Suspects;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.panel.Panel;
import org.metasift.sift.panel.PanelFindings;

/**
 * A pick by any sifter, with how it came about, on its way to files and to its report.
 *
 * @param base what was picked
 * @param ranking of all images, whose best the base set is
 * @param metaSift how Meta-Sift came to it; null for another sifter
 * @param panel how the panel came to it; null for another sifter
 */
public record Pick(BaseSet base, Ranking ranking, Outcome metaSift, Panel.Outcome panel) {
  /**
   * Sifts.
   *
   * @param budget as {@link Sifter#pick}
   */
  public static Pick of(Sifter sifter, ImageSet images, int budget, long seed) {
    if (sifter instanceof MetaSift several) {
      final Outcome outcome = several.sift(images, budget, seed);
      return new Pick(outcome.base(), outcome.ranking(), outcome, null);
    }
    if (sifter instanceof Panel members) {
      final Panel.Outcome outcome = members.sift(images, budget, seed);
      return new Pick(outcome.base(), outcome.ranking(), null, outcome);
    }
    final Ranking ranking = sifter.rank(images, seed);
    return new Pick(ranking.best(images, budget), ranking, null, null);
  }

  /** Notes for people beside the figures, one line each. */
  public List<String> notes(ImageSet images) {
    return PickNotes.of(base, panel, images);
  }

  /**
   * Writes the base set, {@code trust.csv} and {@code suspects.csv}. Where a panel looked at an
   * image, that says who objects most, to how many networks it looks like another class, and like
   * which.
   */
  public void save(Path folder, ImageSet images) {
    base.save(folder);
    ranking.save(folder, images);
    Suspects.write(ranking, images, folder, objections(images));
  }

  private CsvColumn[] objections(ImageSet images) {
    if (panel == null) {
      return new CsvColumn[0];
    }
    final PanelFindings found = panel.findings();
    return new CsvColumn[] {
      new CsvColumn("objector", i -> CsvText.quoted(panel.objectorTo(i))),
      new CsvColumn("misplaced_by", i -> String.valueOf(found.misplacedBy()[i])),
      new CsvColumn(
          "looks_like",
          i ->
              found.looksLike()[i] < 0
                  ? ""
                  : CsvText.quoted(images.classNames().get(found.looksLike()[i])))
    };
  }

  /**
   * Its report.
   *
   * @param origin what the data is
   * @param warnings of reading the data
   * @param words what the caller makes of a note: the command line names options in it
   */
  public SiftReport report(
      String origin, ImageSet images, List<String> warnings, UnaryOperator<String> words) {
    final SiftReport report =
        new SiftReport(origin, images, base, metaSift)
            .withWarnings(
                Stream.concat(warnings.stream(), notes(images).stream().map(words)).toList())
            .withPanel(panel);
    return metaSift == null ? report.withScores(ranking.trust()) : report;
  }

  /** Where in the set the panel finds something, in words; another sifter does not say. */
  public Optional<String> findings(ImageSet images) {
    return Optional.ofNullable(panel).map(one -> one.findings().said(images.classNames()));
  }

  /** What was picked, and for a panel how far its members agree. */
  @Override
  public String toString() {
    final String found = metaSift == null ? base.toString() : metaSift.toString();
    return panel == null ? found : found + System.lineSeparator() + panel.agreement();
  }
}
