package org.metasift.study;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.metasift.compute.Ranges;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How many images of a base set to look at, before an audit.
 *
 * @param size images of the base set
 * @param limits numbers of poisoned images to exclude, so many or more: 1 to {@code size} each
 */
public record AuditPlan(int size, List<Integer> limits) {
  /** So many poisoned images among 1,000 leave I-BAU without effect. */
  public static final int USUAL_LIMIT = 8;

  /** How many poisoned pictures are planted by default. */
  public static final int USUAL_PLANTED = 40;

  private static final double USUALLY_FOUND = 0.9;

  /** Checks the numbers and copies the list. */
  public AuditPlan {
    Ranges.atLeast("the base set's size", size, 1);
    for (final int limit : limits) {
      Ranges.within("limit", limit, 1, size);
    }
    limits = List.copyOf(limits);
  }

  /**
   * Looks needed by people whose sensitivity is known, at 95 %: a row for each sensitivity, a
   * column for each limit; missing where no audit can, not even of all images.
   */
  public Table ofKnown(List<Double> sensitivities) {
    final Table table =
        Table.create(
            "Images to look at of %,d, finding none poisoned (95 %% confidence, sensitivity known)"
                .formatted(size),
            DoubleColumn.create("sensitivity", sensitivities));
    for (final int limit : limits) {
      table.addColumns(
          looks(limit, sensitivities.stream().mapToDouble(Double::doubleValue), AuditBounds.RISK));
    }
    return table;
  }

  /**
   * Looks needed by people whose sensitivity is measured on planted poison, both bounds at 97.5 %:
   * a row for each number found, columns as above.
   */
  public Table ofMeasured(int planted) {
    final int[] found =
        IntStream.of(20, 19, 18, 16, 14, 10, 4)
            .map(twentieths -> Math.round(planted * twentieths / 20f))
            .distinct()
            .toArray();
    final double[] least =
        IntStream.of(found)
            .mapToDouble(k -> AuditBounds.sensitivityAtLeast(k, planted, AuditBounds.HALF_RISK))
            .toArray();
    final Table table =
        Table.create(
            "The same where the sensitivity is measured on %,d planted images (95 %% together)"
                .formatted(planted),
            StringColumn.create(
                "planted found",
                IntStream.of(found).mapToObj(k -> "%,d of %,d".formatted(k, planted)).toList()),
            DoubleColumn.create("sensitivity at least", least));
    for (final int limit : limits) {
      table.addColumns(looks(limit, DoubleStream.of(least), AuditBounds.HALF_RISK));
    }
    return table;
  }

  private IntColumn looks(int limit, DoubleStream sensitivities, double risk) {
    final IntColumn looks = IntColumn.create("%,d or more".formatted(limit));
    sensitivities
        .mapToObj(s -> AuditBounds.toLookAt(size, limit, s, risk))
        .forEach(
            needed -> {
              if (needed.isPresent()) {
                looks.append(needed.getAsInt());
              } else {
                looks.appendMissing();
              }
            });
    return looks;
  }

  /**
   * The default number of images to look at: enough to exclude the first limit where nine of ten
   * planted images are found and none else is called poisoned; all where that is not enough.
   */
  public int usualLooks(int planted) {
    final double least =
        AuditBounds.sensitivityAtLeast(usuallyFound(planted), planted, AuditBounds.HALF_RISK);
    return AuditBounds.toLookAt(size, limits.get(0), least, AuditBounds.HALF_RISK).orElse(size);
  }

  /** Nine of ten, rounded. */
  public static int usuallyFound(int planted) {
    return (int) Math.round(USUALLY_FOUND * planted);
  }

  /**
   * What an audit will say if this many of its planted images are found and no other is called
   * poisoned: at most how many images of the base set are poisoned.
   */
  public static int poisonedAtMost(Study audit, int found) {
    final int planted = audit.poisonedCount();
    return new AuditScore("", audit.audited(), audit.size() - planted, List.of(), planted, found, 0)
        .poisonedAtMost();
  }
}
