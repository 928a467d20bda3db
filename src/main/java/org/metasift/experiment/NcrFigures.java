package org.metasift.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.metasift.eval.OverSeeds;
import org.metasift.experiment.NcrTable.Cell;
import org.metasift.sift.catalog.Sifters;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The NCR over the seeds of a table's cells, in percent: means, deviations, the extremes. */
final class NcrFigures {
  private NcrFigures() {}

  /** {@link NcrTable#summary(List, List, List)}. */
  static Table summary(List<Cell> cells, List<String> attacks, List<String> sifters) {
    final Table table = Table.create("NCR in percent, by attack and sifter");
    table.addColumns(StringColumn.create("attack", attacks));
    for (final String sifter : sifters) {
      table.addColumns(
          StringColumn.create(
              sifter, attacks.stream().map(attack -> text(cells, attack, sifter)).toList()));
    }
    return table;
  }

  private static String text(List<Cell> cells, String attack, String sifter) {
    final double[] ncr = of(cells, attack, sifter);
    final long failed = named(cells, attack, sifter).filter(Cell::failed).count();
    if (ncr.length == 0) {
      return failed == 0 ? "-" : "failed";
    }
    return text(ncr) + (failed == 0 ? "" : " (%d failed)".formatted(failed));
  }

  /** A mean over seeds and its deviation, as tables show it. */
  static String text(double... percent) {
    final OverSeeds trials = OverSeeds.of(percent);
    return percent.length == 1
        ? String.format(Locale.ROOT, "%.3f", trials.mean())
        : String.format(Locale.ROOT, "%.1f ± %.1f", trials.mean(), trials.deviation());
  }

  /** The cells of these sifters alone. */
  static List<Cell> only(List<Cell> cells, String... sifters) {
    final List<String> wanted = Arrays.stream(sifters).map(Sifters::canonical).toList();
    return cells.stream().filter(cell -> wanted.contains(cell.sifter())).toList();
  }

  /**
   * The NCR of the cells of a sifter that did not fail, whatever the attack.
   *
   * @throws IllegalArgumentException when there is none
   */
  static OverSeeds overSeeds(List<Cell> cells, String sifter) {
    return OverSeeds.of(ncr(only(cells, sifter).stream()));
  }

  /** {@link NcrTable#of}. */
  static double[] of(List<Cell> cells, String attack, String sifter) {
    return ncr(named(cells, attack, sifter));
  }

  private static Stream<Cell> named(List<Cell> cells, String attack, String sifter) {
    return cells.stream()
        .filter(cell -> cell.attack().equals(attack) && cell.sifter().equals(sifter));
  }

  private static double[] ncr(Stream<Cell> cells) {
    return cells.filter(cell -> !cell.failed()).mapToDouble(Cell::ncr).toArray();
  }
}
