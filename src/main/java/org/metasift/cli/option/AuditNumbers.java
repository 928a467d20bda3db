package org.metasift.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.report.Tables;
import org.metasift.study.AuditBounds;
import org.metasift.study.AuditPlan;
import tech.tablesaw.api.Table;

/** The numbers before an audit, for people and for machines. */
public final class AuditNumbers {
  private final AuditPlan plan;
  private final Table known;
  private final Table measured;

  AuditNumbers(AuditPlan plan, List<Double> sensitivities, int planted) {
    this.plan = plan;
    this.known = plan.ofKnown(sensitivities);
    this.measured = plan.ofMeasured(planted);
  }

  /** For people. */
  public String text() {
    final StringBuilder text = new StringBuilder();
    text.append(Tables.text(known, Map.of("sensitivity", "%.2f"))).append('\n');
    for (final int limit : plan.limits()) {
      text.append(
          "Whoever notices less than %.1f %% of such poison cannot exclude %,d or more with any audit.%n"
              .formatted(100 * AuditBounds.leastSensitivity(limit, AuditBounds.RISK), limit));
    }
    return text.append('\n')
        .append(Tables.text(measured, Map.of("sensitivity at least", "%.3f")))
        .append("\n–: no audit can, not even one of all images.")
        .toString();
  }

  /** For machines: what the text says, each table as a list of rows by their column names. */
  public Map<String, Object> plain() {
    final Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("picked", plan.size());
    plain.put("confidence", 1 - AuditBounds.RISK);
    plain.put("known", rows(known));
    plain.put("measured", rows(measured));
    return plain;
  }

  private static List<Map<String, Object>> rows(Table table) {
    final List<Map<String, Object>> rows = new ArrayList<>();
    table.forEach(
        row -> {
          final Map<String, Object> plain = new LinkedHashMap<>();
          row.columnNames().forEach(name -> plain.put(name, row.getObject(name)));
          rows.add(plain);
        });
    return rows;
  }
}
