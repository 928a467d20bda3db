package org.metasift.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The claims of the paper, what the artifact printed for each, what this run gave, and whether it
 * holds: a figure within a stated range. Immutable; {@link #check} returns a longer list.
 */
public final class Claims {
  private final List<Claim> rows;

  private Claims(List<Claim> rows) {
    this.rows = List.copyOf(rows);
  }

  /** No claim yet. */
  public static Claims none() {
    return new Claims(List.of());
  }

  /** Where a figure must lie, both ends included; infinite where there is no bound. */
  public record Range(double from, double to) {
    boolean holds(double value) {
      return value >= from && value <= to;
    }

    @Override
    public String toString() {
      if (to == Double.POSITIVE_INFINITY) {
        return "at least " + number(from);
      }
      if (from <= 0) {
        return to <= 0 ? "0" : "at most " + number(to);
      }
      return number(from) + " to " + number(to);
    }

    private static String number(double value) {
      return BigDecimal.valueOf(value)
          .setScale(2, RoundingMode.HALF_UP)
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /** One figure of one claim; its parts as {@link #check} takes them. */
  public record Claim(
      String claim, String what, String artifact, double here, int decimals, Range range) {
    /** Whether the figure lies in its range; one that is no number does not. */
    public boolean holds() {
      return range.holds(here);
    }

    String verdict() {
      return holds() ? "holds" : "does not hold";
    }
  }

  /**
   * One more figure that must lie in a range.
   *
   * @param claim C1, C2 or C3
   * @param what the figure and its unit
   * @param artifact what the artifact printed, or a dash
   * @param here what this run gave
   * @param decimals how many decimals to show
   */
  public Claims check(
      String claim, String what, String artifact, double here, int decimals, Range range) {
    final List<Claim> more = new ArrayList<>(rows);
    more.add(new Claim(claim, what, artifact, here, decimals, range));
    return new Claims(more);
  }

  /** As {@link #check} with no lower bound. */
  public Claims atMost(
      String claim, String what, String artifact, double here, int decimals, double to) {
    return check(claim, what, artifact, here, decimals, new Range(Double.NEGATIVE_INFINITY, to));
  }

  /** As {@link #check} with no upper bound. */
  public Claims atLeast(
      String claim, String what, String artifact, double here, int decimals, double from) {
    return check(claim, what, artifact, here, decimals, new Range(from, Double.POSITIVE_INFINITY));
  }

  /** The figures, in the order in which they were added. */
  public List<Claim> list() {
    return rows;
  }

  /** Whether every figure lies in its range. */
  public boolean hold() {
    return rows.stream().allMatch(Claim::holds);
  }

  /** The figures as a table: claim, figure, artifact, here, range, verdict. */
  public Table table() {
    final Table table = Table.create("Claims");
    table.addColumns(
        column("claim", rows.stream().map(Claim::claim).toList()),
        column("figure", rows.stream().map(Claim::what).toList()),
        column("artifact", rows.stream().map(Claim::artifact).toList()),
        column(
            "this run",
            rows.stream()
                .map(row -> String.format(Locale.ROOT, "%." + row.decimals() + "f", row.here()))
                .toList()),
        column("holds when", rows.stream().map(row -> row.range().toString()).toList()),
        column("verdict", rows.stream().map(Claim::verdict).toList()));
    return table;
  }

  private static StringColumn column(String name, List<String> values) {
    return StringColumn.create(name, values);
  }
}
