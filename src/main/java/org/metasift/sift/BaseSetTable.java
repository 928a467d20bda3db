package org.metasift.sift;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.metasift.data.BadDataException;
import org.metasift.data.CsvRows;
import org.metasift.data.PlainText;
import org.metasift.io.CsvText;

/**
 * A base set as CSV, for people. A spreadsheet may have saved it again: with semicolons, quotes,
 * decimal commas, other characters, and columns or rows in another order. It says the same as long
 * as every pick is there with its rank, index, id, label and trust, which may be rounded to the
 * digits that a spreadsheet shows.
 */
final class BaseSetTable {
  private static final String TRUST = "trust";
  private static final String OLD = "score"; // what the column was called
  private static final List<String> COLUMNS = List.of("rank", "index", "id", "label", TRUST);
  private static final int MOST_BYTES = 1 << 30;
  private static final int LEAST_DIGITS = 4;

  private final Path csv;
  private final BaseSet base;

  private BaseSetTable(Path csv, BaseSet base) {
    this.csv = csv;
    this.base = base;
  }

  static String text(BaseSet base) {
    final StringBuilder lines = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    int rank = 1;
    for (final BaseSet.Pick pick : base.picks()) {
      lines
          .append(rank++)
          .append(',')
          .append(pick.index())
          .append(',')
          .append(CsvText.quoted(pick.id()))
          .append(',')
          .append(pick.label())
          .append(',')
          .append(pick.trust())
          .append('\n');
    }
    return lines.toString();
  }

  /**
   * Checks that a file says the same as a base set.
   *
   * @throws BadDataException naming the first difference
   */
  static void check(Path csv, BaseSet base) {
    // old spreadsheets write Windows-1252; a wrong guess would not give the ids that are known
    final String text = PlainText.read(csv, MOST_BYTES, Charset.forName("windows-1252"));
    if (!text.equals(text(base))) {
      new BaseSetTable(csv, base).check(CsvRows.parse(csv, text, COLUMNS.subList(0, 4)));
    }
  }

  private void check(CsvRows table) {
    final String trust = table.column(TRUST) < 0 && table.column(OLD) >= 0 ? OLD : TRUST;
    for (final String column : COLUMNS) {
      if (table.column(column.equals(TRUST) ? trust : column) < 0) {
        throw differs("it has no column '%s'".formatted(column));
      }
    }
    final BitSet seen = new BitSet();
    for (final CsvRows.Row row : table.rows()) {
      final String rank = field(table, row, "rank");
      final boolean there = rank.matches("[0-9]{1,9}") && Integer.parseInt(rank) > 0;
      if (!there || Integer.parseInt(rank) > base.size() || seen.get(Integer.parseInt(rank))) {
        throw differs(
            "line %d has the rank '%s'; each from 1 to %,d is needed once"
                .formatted(row.line(), rank, base.size()));
      }
      seen.set(Integer.parseInt(rank));
      final BaseSet.Pick pick = base.picks().get(Integer.parseInt(rank) - 1);
      check(table, row, "index", String.valueOf(pick.index()));
      check(table, row, "id", pick.id());
      check(table, row, "label", String.valueOf(pick.label()));
      if (!isTrust(field(table, row, trust), pick.trust())) {
        throw wrong(table, row, trust, String.valueOf(pick.trust()));
      }
    }
    if (seen.cardinality() < base.size()) {
      throw differs("it has %,d of %,d picks".formatted(seen.cardinality(), base.size()));
    }
  }

  private void check(CsvRows table, CsvRows.Row row, String column, String expected) {
    if (!field(table, row, column).equals(expected)) {
      throw wrong(table, row, column, expected);
    }
  }

  private static String field(CsvRows table, CsvRows.Row row, String column) {
    final String field = row.get(table.column(column));
    return field == null ? "" : field;
  }

  /** Whether a number is that trust, or rounds it to at least four digits. */
  private static boolean isTrust(String field, double trust) {
    if (field.equals(String.valueOf(trust))) {
      return true;
    }
    final String text = field.indexOf('.') < 0 ? field.replace(',', '.') : field;
    if (!Double.isFinite(trust) || !text.matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
      return false;
    }
    final BigDecimal given = new BigDecimal(text);
    final BigDecimal exact = new BigDecimal(String.valueOf(trust));
    final BigDecimal error = given.subtract(exact).abs();
    return error.signum() == 0
        || (given.precision() >= LEAST_DIGITS
            && error.compareTo(given.ulp().divide(BigDecimal.valueOf(2))) <= 0);
  }

  private BadDataException wrong(CsvRows table, CsvRows.Row row, String column, String expected) {
    return differs(
        "line %d has the %s '%s' where '%s' was picked"
            .formatted(row.line(), column, field(table, row, column), expected));
  }

  private BadDataException differs(String where) {
    return new BadDataException(
        csv,
        "differs from base_set.json beside it: %s; if a spreadsheet changed it, delete it, as the JSON file has everything"
            .formatted(where));
  }
}
