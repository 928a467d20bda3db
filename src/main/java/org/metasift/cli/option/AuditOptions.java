package org.metasift.cli.option;

import java.util.List;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.study.AuditPlan;
import org.metasift.study.StudyPage;
import picocli.CommandLine.Option;

/** The options that say what an audit is to exclude, and how large it is. */
public final class AuditOptions {
  private static final List<Integer> LIMITS = List.of(AuditPlan.USUAL_LIMIT, 10, 30);
  private static final List<Double> SENSITIVITIES = List.of(1.0, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2);
  private static final int MOST = 10_000_000;
  private static final int MOST_PLANTED = 1_000_000;

  @Option(
      names = "--limit",
      split = ",",
      paramLabel = "N",
      description =
          "Number of poisoned images that the audit should exclude: this many or more (default: 8, or the size of a smaller base set).")
  private List<Integer> limits;

  @Option(
      names = "--sensitivity",
      split = ",",
      paramLabel = "S",
      description =
          "Shares of poisoned images that people notice, 0 to 1, to plan an audit (default: 1.0,0.9,0.8,0.7,0.5,0.3,0.2).")
  private List<Double> sensitivities = SENSITIVITIES;

  @Option(
      names = "--picked",
      paramLabel = "N",
      description = "Size of a base set, in place of RUN, to plan an audit.")
  private Integer picked;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Number of picked images to look at (default: enough to exclude --limit if people find nine of ten planted images).")
  private Integer looks;

  @Option(
      names = "--planted",
      paramLabel = "N",
      description =
          "Number of images poisoned with --attack and planted among them; they come from those not picked (default: ${DEFAULT-VALUE}).")
  private int planted = AuditPlan.USUAL_PLANTED;

  /** Whether the size of a base set was given. */
  public boolean hasPicked() {
    return picked != null;
  }

  public int picked() {
    return Ranges.within("--picked", picked, 1, MOST);
  }

  public int planted() {
    return Ranges.within("--planted", planted, 1, MOST_PLANTED);
  }

  /** What one audit is to exclude. */
  public int limit(int size) {
    if (limits == null) {
      return Math.min(size, AuditPlan.USUAL_LIMIT);
    }
    final List<Integer> different = limits.stream().distinct().toList();
    if (different.size() > 1) {
      throw new IllegalArgumentException(
          "--limit names %d numbers; one is allowed here".formatted(different.size()));
    }
    return Ranges.within("--limit", different.get(0), 1, size);
  }

  /** The {@code --limit} of one audit for a later command line, after a space; empty for none. */
  public String limitAgain() {
    return limits == null ? "" : " --limit " + limits.get(0);
  }

  /** The numbers before an audit of a base set of this size. */
  public AuditNumbers numbers(int size) {
    return new AuditNumbers(new AuditPlan(size, limits(size)), sensitivities(), planted());
  }

  private List<Integer> limits(int size) {
    if (limits != null) {
      return limits.stream()
          .map(limit -> Ranges.within("--limit", limit, 1, size))
          .distinct()
          .toList();
    }
    final List<Integer> fitting = LIMITS.stream().filter(limit -> limit <= size).toList();
    return fitting.isEmpty() ? List.of(size) : fitting;
  }

  private List<Double> sensitivities() {
    return sensitivities.stream()
        .map(s -> Ranges.within("--sensitivity", s, 0, 1))
        .distinct()
        .toList();
  }

  /** Refuses an audit of more pictures than a page holds. */
  public void checkFits(int size, ImageSet images) {
    final int most = StudyPage.most(images);
    Ranges.within("--planted", planted, 1, most - 1);
    if (size > most - planted) {
      throw new IllegalArgumentException(
          "%s is %d; 1 to %d is allowed beside %d planted, as a page holds %d pictures of %d x %d pixels at most"
              .formatted(
                  looks == null ? "the usual --size here" : "--size",
                  size,
                  most - planted,
                  planted,
                  most,
                  images.height(),
                  images.width()));
    }
  }

  /** How many images of a base set to look at. */
  public int looks(int size) {
    return looks == null
        ? new AuditPlan(size, List.of(limit(size))).usualLooks(planted())
        : Ranges.within("--size", looks, 1, size);
  }
}
