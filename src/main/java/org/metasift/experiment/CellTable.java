package org.metasift.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.metasift.data.BadDataException;
import org.metasift.experiment.NcrTable.Cell;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Cells as the rows of a table, and how well their rankings tell poison, attack by attack. */
public final class CellTable {
  private static final String FAILURE = "failure";
  private static final Map<String, Function<Cell, Double>> JUDGED = new LinkedHashMap<>();

  static {
    JUDGED.put("AUROC", Cell::auroc);
    JUDGED.put("TPR@1%FPR", Cell::tprAt1);
    JUDGED.put("TPR@5%FPR", Cell::tprAt5);
  }

  private CellTable() {}

  /** {@link NcrTable#table}. */
  static Table table(List<Cell> cells) {
    final Table table = numbers(cells);
    if (cells.stream().anyMatch(cell -> cell.auroc() != null)) {
      JUDGED.forEach((name, value) -> table.addColumns(column(name, value, cells)));
    }
    return cells.stream().noneMatch(Cell::failed)
        ? table
        : table.addColumns(
            StringColumn.create(FAILURE, cells.stream().map(Cell::failure).toList()));
  }

  private static String percent(String name) {
    return name + " (%)";
  }

  private static Table numbers(List<Cell> cells) {
    return Table.create(
        "NCR",
        StringColumn.create("attack", cells.stream().map(Cell::attack).toList()),
        StringColumn.create("sifter", cells.stream().map(Cell::sifter).toList()),
        LongColumn.create("seed", cells.stream().mapToLong(Cell::seed).toArray()),
        DoubleColumn.create("NCR (%)", cells.stream().mapToDouble(Cell::ncr).toArray()),
        IntColumn.create("poisoned", cells.stream().mapToInt(Cell::poisoned).toArray()),
        IntColumn.create("picked", cells.stream().mapToInt(Cell::picked).toArray()),
        DoubleColumn.create("seconds", cells.stream().mapToDouble(Cell::seconds).toArray()));
  }

  private static DoubleColumn column(String name, Function<Cell, Double> value, List<Cell> cells) {
    final DoubleColumn column = DoubleColumn.create(percent(name));
    for (final Cell cell : cells) {
      if (value.apply(cell) == null) {
        column.appendMissing();
      } else {
        column.append(value.apply(cell));
      }
    }
    return column;
  }

  /**
   * How well the rankings tell poison from clean images of the same label: for AUROC, TPR@1%FPR and
   * TPR@5%FPR a table, one row an attack, one column a sifter: "mean ± standard deviation" in
   * percent over the seeds whose ranking was judged, a dash where none was. Empty where no ranking
   * was judged at all.
   */
  public static List<Table> judged(List<Cell> cells) {
    if (cells.stream().allMatch(cell -> cell.auroc() == null)) {
      return List.of();
    }
    final List<Table> tables = new ArrayList<>();
    JUDGED.forEach(
        (name, value) -> {
          final List<String> attacks = cells.stream().map(Cell::attack).distinct().toList();
          final Table table =
              Table.create(
                  name + " in percent, within the class, by attack and sifter",
                  StringColumn.create("attack", attacks));
          for (final String sifter : cells.stream().map(Cell::sifter).distinct().toList()) {
            table.addColumns(
                StringColumn.create(
                    sifter,
                    attacks.stream().map(attack -> text(cells, attack, sifter, value)).toList()));
          }
          tables.add(table);
        });
    return tables;
  }

  private static String text(
      List<Cell> cells, String attack, String sifter, Function<Cell, Double> value) {
    final double[] percent =
        cells.stream()
            .filter(cell -> cell.attack().equals(attack) && cell.sifter().equals(sifter))
            .map(value)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return percent.length == 0 ? "-" : NcrFigures.text(percent);
  }

  /** {@link NcrTable#load}. */
  static List<Cell> load(Path file) {
    try {
      final Table table = Table.read().csv(file.toFile());
      final List<Cell> cells = new ArrayList<>();
      for (final Row row : table) {
        final String failure =
            table.containsColumn(FAILURE) && table.column(FAILURE).type() == ColumnType.STRING
                ? row.getString(FAILURE)
                : "";
        cells.add(
            new Cell(
                row.getString("attack"),
                row.getString("sifter"),
                row.getInt("seed"),
                failure.isEmpty()
                    ? ((Number) row.getObject("NCR (%)")).doubleValue() // whole ones, too
                    : Double.NaN,
                row.getInt("poisoned"),
                row.getInt("picked"),
                ((Number) row.getObject("seconds")).doubleValue(),
                "from " + file.getFileName(),
                failure,
                known(table, row, "AUROC"),
                known(table, row, "TPR@1%FPR"),
                known(table, row, "TPR@5%FPR")));
      }
      return cells;
    } catch (final RuntimeException e) {
      throw new BadDataException(file, "is not a table of NCR: " + e.getMessage(), e);
    }
  }

  private static Double known(Table table, Row row, String name) {
    return table.containsColumn(percent(name)) && !row.isMissing(percent(name))
        ? (Double) ((Number) row.getObject(percent(name))).doubleValue()
        : null;
  }
}
