package org.metasift.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.metasift.eval.Agreement;
import org.metasift.sift.BaseSet;
import tech.tablesaw.api.Table;

/** Draws {@link Charts#agreement(List)}. */
final class AgreementHeatMap {
  private AgreementHeatMap() {}

  static Chart draw(List<BaseSet> picks) {
    return draw(picks, new Chart.Key("100 = the same images", ChartTheme.CLEAN, Chart.Mark.BLOCK));
  }

  static Chart draw(List<BaseSet> picks, int images) {
    return draw(
        picks,
        new Chart.Key(
            String.format(
                Locale.ROOT,
                "100 = the same images, %.1f = two random picks",
                100.0 * picks.get(0).size() / images),
            ChartTheme.CLEAN,
            Chart.Mark.BLOCK));
  }

  private static Chart draw(List<BaseSet> picks, Chart.Key key) {
    final List<String> names = picks.stream().map(BaseSet::sifter).toList();
    final List<String> down = new ArrayList<>(names);
    Collections.reverse(down); // the first one on top
    final List<Number[]> values = new ArrayList<>();
    for (int x = 0; x < names.size(); x++) {
      for (int y = 0; y < names.size(); y++) {
        final double shared = Agreement.percent(picks.get(x), picks.get(names.size() - 1 - y));
        values.add(new Number[] {x, y, Math.round(10 * shared) / 10.0});
      }
    }
    final Table table = Agreement.table(picks);
    return new Chart(
        table.name(),
        List.of(key),
        HeatMap.plot(names, down, values, ChartTheme.CLEAN, 100, "0.0"),
        0,
        Tables.text(table));
  }
}
