package org.metasift.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.metasift.eval.OverSeeds;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** How a file of measurements stands in a page, as a Markdown table. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum TableView {
  /** Every row, decimals to one digit, without where and when it was measured. */
  ROWS(TableView::rows),
  /** Attacks by sifters: mean and deviation of the NCR, the poisoned images of each seed. */
  NCR(TableView::ncr),
  /** Attacks by seeds: poisoned images of those picked. */
  PICKED(
      table -> bySeed(table, row -> row.getString("poisoned") + " of " + row.getString("picked"))),
  /** Attacks by seeds: AUROC and TPR at 5 % false alarms. */
  RANKING(
      table -> bySeed(table, row -> tenth(row, "AUROC (%)") + ", " + tenth(row, "TPR@5%FPR (%)")));

  private static final Set<String> CONTEXT =
      Set.of("engine", "machine", "peer", "settings", "version", "when");
  private static final String ATTACK = "attack";
  private static final String SEED = "seed";

  private final Function<Table, String> written;

  TableView(Function<Table, String> written) {
    this.written = written;
  }

  static TableView named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String of(Table table) {
    return written.apply(table);
  }

  private static String tenth(Row row, String column) {
    final String value = row.getString(column);
    return value.isEmpty() ? "-" : "%.1f".formatted(Double.valueOf(value));
  }

  private static List<Row> found(Table table, String column, String value) {
    return StreamSupport.stream(table.spliterator(), false)
        .map(row -> table.row(row.getRowNumber())) // the stream's row moves on
        .filter(row -> row.getString(column).equals(value))
        .toList();
  }

  private static List<String> values(Table table, String column) {
    return table.stringColumn(column).asList().stream().distinct().toList();
  }

  private static String rows(Table table) {
    final List<String> columns =
        table.columnNames().stream().filter(name -> !CONTEXT.contains(name)).toList();
    final List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    table.forEach(
        row -> lines.add(columns.stream().map(name -> rounded(row.getString(name))).toList()));
    return markdown(lines);
  }

  private static String rounded(String value) {
    return value.matches("-?\\d+\\.\\d{2,}") ? "%.1f".formatted(Double.valueOf(value)) : value;
  }

  private static String ncr(Table table) {
    final List<String> sifters = values(table, "sifter");
    final List<List<String>> lines = new ArrayList<>();
    lines.add(first(ATTACK, sifters));
    for (final String attack : values(table, ATTACK)) {
      lines.add(
          first(
              attack,
              sifters.stream()
                  .map(
                      sifter ->
                          cell(
                              found(table, ATTACK, attack).stream()
                                  .filter(row -> row.getString("sifter").equals(sifter))
                                  .toList()))
                  .toList()));
    }
    return markdown(lines);
  }

  private static String cell(List<Row> rows) {
    if (rows.isEmpty()) {
      return "-";
    }
    final double[] ncr =
        rows.stream().mapToDouble(row -> Double.parseDouble(row.getString("NCR (%)"))).toArray();
    final String counts =
        rows.stream().map(row -> row.getString("poisoned")).collect(Collectors.joining(", "));
    final OverSeeds seeds = OverSeeds.of(ncr);
    return seeds.count() == 1
        ? "%.1f (%s)".formatted(seeds.mean(), counts)
        : "%.1f ± %.1f (%s)".formatted(seeds.mean(), seeds.deviation(), counts);
  }

  private static String bySeed(Table table, Function<Row, String> text) {
    final List<String> seeds = values(table, SEED);
    final List<List<String>> lines = new ArrayList<>();
    lines.add(first(ATTACK, seeds.stream().map(seed -> "seed " + seed).toList()));
    for (final String attack : values(table, ATTACK)) {
      lines.add(
          first(
              attack,
              seeds.stream()
                  .map(
                      seed ->
                          found(table, ATTACK, attack).stream()
                              .filter(row -> row.getString(SEED).equals(seed))
                              .map(text)
                              .collect(Collectors.joining("; ")))
                  .toList()));
    }
    return markdown(lines);
  }

  private static List<String> first(String head, List<String> rest) {
    final List<String> line = new ArrayList<>(List.of(head));
    line.addAll(rest);
    return line;
  }

  private static String markdown(List<List<String>> lines) {
    final StringBuilder text = new StringBuilder();
    for (int k = 0; k < lines.size(); k++) {
      text.append("| ").append(String.join(" | ", lines.get(k))).append(" |\n");
      if (k == 0) {
        text.append("|").append("---|".repeat(lines.get(0).size())).append("\n");
      }
    }
    return text.toString();
  }
}
