package org.metasift.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.eval.Figure;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.tune.TruthCheck;
import org.metasift.tune.Tuning;

/**
 * What came of a search for settings.
 *
 * @param found the settings that {@code --out} holds
 * @param truth their NCR on the set itself; null where the truth is not known
 * @param check of all that were tried by the truth; null where none was asked for
 */
record TuneResult(Tuning tuning, MetaSift.Settings found, Figure truth, TruthCheck check) {
  /** For machines. */
  Map<String, Object> plain() {
    final Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("chosen", tuning.chosen().isPresent());
    plain.put("settings", found);
    plain.put("rows", tuning.rows());
    plain.put("trials", tuning.trials().size());
    plain.put("chances", tuning.chances());
    plain.put("chance", tuning.chance());
    plain.put("tries", tuning.tries());
    plain.put("chanceOfAny", tuning.chanceOfAny());
    plain.put("warning", tuning.doubt().orElse(null));
    plain.put("seconds", tuning.seconds());
    plain.put("late", tuning.late());
    plain.put("gridTrials", tuning.grid());
    plain.put("gridSeconds", tuning.gridPrice());
    plain.put("trueNcr", truth == null ? null : truth.percent());
    if (check != null) {
      plain.put("checked", check.rows());
      plain.put("rankCorrelation", finite(check.rankCorrelation()));
      plain.put("depthCorrelation", finite(check.depthCorrelation()));
    }
    return plain;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
