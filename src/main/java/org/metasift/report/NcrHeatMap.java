package org.metasift.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;
import org.metasift.eval.OverSeeds;
import org.metasift.experiment.NcrTable;

/** Draws {@link Charts#ncrTable}. */
final class NcrHeatMap {
  private NcrHeatMap() {}

  static Chart draw(List<NcrTable.Cell> cells) {
    final List<String> attacks =
        new ArrayList<>(cells.stream().map(NcrTable.Cell::attack).distinct().toList());
    final List<String> sifters = cells.stream().map(NcrTable.Cell::sifter).distinct().toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw; at least one cell is needed");
    }
    Collections.reverse(attacks); // the first one on top
    final List<Number[]> values = new ArrayList<>();
    for (int x = 0; x < sifters.size(); x++) {
      for (int y = 0; y < attacks.size(); y++) {
        final double[] ncr = NcrTable.of(cells, attacks.get(y), sifters.get(x));
        if (ncr.length > 0) {
          values.add(new Number[] {x, y, Math.round(10 * OverSeeds.of(ncr).mean()) / 10.0});
        }
      }
    }
    final List<Chart.Key> keys = new ArrayList<>();
    keys.add(new Chart.Key("0 = clean, 100 = a random pick", ChartTheme.NCR, Chart.Mark.BLOCK));
    if (values.size() < sifters.size() * attacks.size()) {
      keys.add(
          HeatMap.missing(
              cells.stream().anyMatch(NcrTable.Cell::failed)
                  ? "failed or not computed"
                  : "not computed"));
    }
    return new Chart(
        "NCR (%) by attack and sifter, mean of " + seeds(cells),
        keys,
        HeatMap.plot(sifters, attacks, values, ChartTheme.NCR, 200, "0.0"),
        0,
        Tables.text(NcrTable.summary(cells)));
  }

  /** "3 seeds", "1 to 3 seeds": how many the fields of a table have. */
  private static String seeds(List<NcrTable.Cell> cells) {
    final LongSummaryStatistics counts =
        cells.stream()
            .collect(
                Collectors.groupingBy(c -> c.attack() + "/" + c.sifter(), Collectors.counting()))
            .values()
            .stream()
            .mapToLong(n -> n)
            .summaryStatistics();
    final String fewest = counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ";
    return fewest + counts.getMax() + (counts.getMax() == 1 ? " seed" : " seeds");
  }
}
