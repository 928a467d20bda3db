package org.metasift.report;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metasift.data.BadDataException;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Formats;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Shows a Tablesaw table as HTML for a notebook and as aligned text for a terminal: numbers to the
 * right, whole ones without decimals, NCR with three, learning rates with two digits, others with
 * two decimals unless a format is given for their column; a missing value is an en dash. The table
 * itself is not changed.
 */
public final class Tables {
  static {
    Formats.english();
  }

  private static final String MISSING = "–";

  // greys that show on white and on black
  private static final String UNDER_NAMES = "2px solid rgba(128,128,128,.9);font-weight:600";
  private static final String UNDER_ROW = "1px solid rgba(128,128,128,.35)";

  /** A table of more columns is set closer, so that it fits beside a notebook's margin. */
  private static final int MANY_COLUMNS = 12;

  private Tables() {}

  /**
   * The table as HTML that is well-formed XML too, its styles inline, so that it looks alike in
   * every viewer.
   */
  public static String html(Table table) {
    return html(table, Map.of());
  }

  /**
   * As above.
   *
   * @param formats by column name, as for {@link String#format}, such as "%.3f %%"; numbers arrive
   *     as {@code Double}
   * @throws IllegalArgumentException when the table has no column of that name
   */
  public static String html(Table table, Map<String, String> formats) {
    final Text text = Text.of(table, formats);
    final StringBuilder out =
        new StringBuilder(
            "<table style=\"border-collapse:collapse;border:0;margin:6px 0;font-size:13px\">");
    if (isNamed(table)) {
      out.append(
          "<caption style=\"caption-side:top;text-align:left;font-weight:600;padding:4px 12px\">"
              + escape(table.name())
              + "</caption>");
    }
    out.append("<thead><tr>");
    for (int k = 0; k < text.names().size(); k++) {
      out.append(cell("th", text, k, text.names().get(k), UNDER_NAMES));
    }
    out.append("</tr></thead><tbody>");
    for (final List<String> row : text.rows()) {
      out.append("<tr style=\"background:none\">");
      for (int k = 0; k < row.size(); k++) {
        out.append(cell("td", text, k, row.get(k), UNDER_ROW));
      }
      out.append("</tr>");
    }
    return out.append("</tbody></table>").toString();
  }

  private static String cell(String tag, Text text, int column, String content, String border) {
    final String side = text.right().get(column) ? "right" : "left";
    return "<%s%s style=\"padding:4px %dpx;border:0;border-bottom:%s;text-align:%s;%s\">%s</%s>"
        .formatted(
            tag,
            tag.equals("th") ? " scope=\"col\"" : "",
            text.names().size() > MANY_COLUMNS ? 4 : 7,
            border,
            side,
            "font-variant-numeric:tabular-nums",
            inOneLine(escape(content)).replace("\n", "<br/>"),
            tag);
  }

  /** A figure with its deviation, or an interval, is not broken. */
  private static String inOneLine(String content) {
    return content
        .replace(" ± ", "&#160;±&#160;")
        .replaceAll("(\\d) to (-?\\d)", "$1&#160;to&#160;$2");
  }

  private static boolean isNamed(Table table) {
    return table.name() != null && !table.name().isBlank(); // Tablesaw knows tables without one
  }

  /** The table as aligned plain text, its name above. */
  public static String text(Table table) {
    return text(table, Map.of());
  }

  /** As above, with formats by column name as in {@link #html(Table, Map)}. */
  public static String text(Table table, Map<String, String> formats) {
    final Text text = Text.of(table, formats);
    final List<Integer> widths = new ArrayList<>();
    for (int k = 0; k < text.names().size(); k++) {
      int width = text.names().get(k).length();
      for (final List<String> row : text.rows()) {
        width = Math.max(width, row.get(k).length());
      }
      widths.add(width);
    }
    final List<String> lines = new ArrayList<>();
    if (isNamed(table)) {
      lines.add(table.name());
    }
    lines.add(line(text, text.names(), widths));
    lines.add(String.join("  ", widths.stream().map("-"::repeat).toList()));
    text.rows().forEach(row -> lines.add(line(text, row, widths)));
    return String.join("\n", lines);
  }

  private static String line(Text text, List<String> cells, List<Integer> widths) {
    final List<String> out = new ArrayList<>();
    for (int k = 0; k < cells.size(); k++) {
      final String gap = " ".repeat(widths.get(k) - cells.get(k).length());
      out.add(text.right().get(k) ? gap + cells.get(k) : cells.get(k) + gap);
    }
    return String.join("  ", out).stripTrailing();
  }

  /**
   * Writes a table as CSV, which {@code Table.read().csv(file)} reads back; whole or not at all.
   *
   * @throws BadDataException when the place cannot be written
   */
  public static void save(Table table, Path file) {
    final StringWriter text = new StringWriter();
    table.write().csv(text);
    try {
      AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written", e);
    }
  }

  /** A text as it stands in HTML and XML, quotes included. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The cells of a table as they are shown, and which columns stand to the right. */
  private record Text(List<String> names, List<Boolean> right, List<List<String>> rows) {
    static Text of(Table table, Map<String, String> formats) {
      final Map<String, String> unknown = new LinkedHashMap<>(formats);
      table.columnNames().forEach(unknown::remove);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "formats for columns %s; the table has %s"
                .formatted(unknown.keySet(), table.columnNames()));
      }
      final List<List<String>> rows = new ArrayList<>();
      for (int i = 0; i < table.rowCount(); i++) {
        final List<String> row = new ArrayList<>();
        for (final Column<?> column : table.columns()) {
          row.add(show(column, i, formats.get(column.name())));
        }
        rows.add(row);
      }
      return new Text(
          table.columnNames(),
          table.columns().stream().map(column -> column instanceof NumericColumn).toList(),
          rows);
    }

    private static String show(Column<?> column, int row, String format) {
      if (column.isMissing(row)) {
        return MISSING;
      }
      if (!(column instanceof NumericColumn<?> numbers)) {
        return column.getString(row);
      }
      final double value = numbers.getDouble(row);
      if (format != null) {
        return String.format(Locale.ROOT, format, value);
      }
      final boolean whole =
          column.type() == ColumnType.INTEGER
              || column.type() == ColumnType.LONG
              || column.type() == ColumnType.SHORT;
      final String decimals =
          column.name().startsWith("NCR")
              ? "%.3f"
              : column.name().matches("lr|v_lr|warm-up to") ? "%.2g" : "%.2f";
      return String.format(Locale.ROOT, whole ? "%,.0f" : decimals, value);
    }
  }
}
