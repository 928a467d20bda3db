package org.metasift.eval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.metasift.sift.BaseSet;
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
