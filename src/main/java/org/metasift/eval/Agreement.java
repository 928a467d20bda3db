package org.metasift.eval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.panel.Panel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far picks from one set agree. Where sifters with nothing in common but the data pick the same
 * images, the data decide and not chance; two random picks of b images of n share 100 b / n
 * percent.
 */
public final class Agreement {
  private Agreement() {}

  /**
   * How far those who made one pick agree.
   *
   * @param percent 0 to 100; null where one alone picked
   * @param statement the same in words; empty where {@code percent} is null
   */
  public record Measured(Double percent, String statement) {
    /** Of a pick that one alone made. */
    public static final Measured NONE = new Measured(null, "");
  }

  /**
   * How far Meta-Sift's sifters agree: {@link #mean} of their own picks.
   *
   * @param images how many there were to pick from
   */
  public static Measured of(Outcome metaSift, int images) {
    if (metaSift.alone().size() < 2) {
      return Measured.NONE;
    }
    final double shared = mean(metaSift.alone());
    return new Measured(
        shared,
        String.format(
            Locale.ROOT,
            "Two sifters share %.0f %% of their picks; two random picks would share %.1f %%.",
            shared,
            100.0 * metaSift.base().size() / images));
  }

  /** How far the panel's members agree: the share of picked images that none objects to. */
  public static Measured of(Panel.Outcome panel) {
    final int picked = panel.base().size();
    return new Measured(
        picked == 0 ? null : 100.0 * Objections.unopposed(panel) / picked, panel.agreement());
  }

  /**
   * The share of images that two picks have in common, in percent of the smaller one, 0 to 100.
   *
   * @throws IllegalArgumentException when they were picked from different data, or one is empty
   */
  public static double percent(BaseSet one, BaseSet other) {
    if (!one.fingerprint().equals(other.fingerprint())) {
      throw new IllegalArgumentException(
          "%s picked from data %s, %s from data %s; only picks from the same data can agree"
              .formatted(one.sifter(), one.fingerprint(), other.sifter(), other.fingerprint()));
    }
    if (one.size() == 0 || other.size() == 0) {
      throw new IllegalArgumentException("nothing was picked; at least one image is needed");
    }
    final Set<Integer> first = new HashSet<>();
    Arrays.stream(one.indices()).forEach(first::add);
    final long common = Arrays.stream(other.indices()).filter(first::contains).count();
    return 100.0 * common / Math.min(one.size(), other.size());
  }

  /**
   * The mean over all pairs, in percent.
   *
   * @throws IllegalArgumentException for less than two picks
   */
  public static double mean(List<BaseSet> picks) {
    if (picks.size() < 2) {
      throw new IllegalArgumentException(
          "%d pick; at least 2 are needed to agree".formatted(picks.size()));
    }
    double sum = 0;
    for (int a = 0; a < picks.size(); a++) {
      for (int b = a + 1; b < picks.size(); b++) {
        sum += percent(picks.get(a), picks.get(b));
      }
    }
    return 2 * sum / (picks.size() * (picks.size() - 1.0));
  }

  /** Every pick beside every other, in percent: a row and a column for each, by its sifter. */
  public static Table table(List<BaseSet> picks) {
    final Table table =
        Table.create(
            "Images that two picks share (%)",
            StringColumn.create("pick", picks.stream().map(BaseSet::sifter).toList()));
    for (final BaseSet each : picks) {
      table.addColumns(
          DoubleColumn.create(
              each.sifter(), picks.stream().mapToDouble(other -> percent(each, other)).toArray()));
    }
    return table;
  }
}
