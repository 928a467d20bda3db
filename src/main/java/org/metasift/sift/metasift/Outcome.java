package org.metasift.sift.metasift;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;

/**
 * The pick and how it came about.
 *
 * @param base the base set of all sifters together
 * @param alone the base set each sifter would have picked alone
 * @param siftings what each sifter found
 */
public record Outcome(BaseSet base, List<BaseSet> alone, List<Sifting> siftings) {
  /** The picks of all sifters together, by this ranking, and of each alone. */
  static Outcome of(Ranking all, List<Sifting> siftings, ImageSet images, int budget) {
    final List<BaseSet> alone = new ArrayList<>();
    for (final Sifting sifting : siftings) {
      final String name = "Sifter " + (alone.size() + 1);
      final double[] trust = Sifting.mean(List.of(sifting));
      final long began = System.nanoTime() - Math.round(1e9 * sifting.seconds());
      alone.add(
          Ranking.of(name, all.settings(), images, trust, all.seed(), began).best(images, budget));
    }
    return new Outcome(all.best(images, budget), alone, siftings);
  }

  /** How much all sifters together trust each image: what {@link MetaSift#rank} gives. */
  public Ranking ranking() {
    return new Ranking(
        base.sifter(),
        base.settings(),
        base.seed(),
        base.fingerprint(),
        Sifting.mean(siftings),
        base.seconds());
  }

  /** As {@link Ranking#leastTrusted}, of all sifters together. */
  public int[] leastTrusted(int count) {
    return ranking().leastTrusted(count);
  }

  /**
   * How many sifters' weighers are flat or lean the wrong way; more than none is worth a warning.
   */
  public long undecided() {
    return siftings.stream().filter(sifting -> !sifting.decided()).count();
  }

  @Override
  public String toString() {
    final String accuracies =
        siftings.stream()
            .map(sifting -> "%.0f %%".formatted(100 * sifting.warmupAccuracy()))
            .collect(Collectors.joining(", "));
    final String weighers =
        undecided() == 0
            ? "every weigher trusts low costs more than high ones"
            : "WARNING: " + faults();
    return "%s%naccuracy after the warm-up, by sifter: %s (the paper aims at about 50 %%)%n%s"
        .formatted(base, accuracies, weighers);
  }

  /** What is wrong with the weighers, and what to do, in a sentence; empty where nothing is. */
  public String faults() {
    if (undecided() == 0) {
      return "";
    }
    final long flat = siftings.stream().filter(Sifting::flat).count();
    final long wrong = undecided() - flat;
    return Stream.of(
            flat == 0 ? "" : "%d flat (low and high costs are trusted alike)".formatted(flat),
            wrong == 0
                ? ""
                : "%d leaning the wrong way (higher costs are trusted more than lower ones)"
                    .formatted(wrong))
        .filter(fault -> !fault.isEmpty())
        .collect(
            Collectors.joining(
                " and ",
                "of %d weighers, ".formatted(siftings.size()),
                ": raise v_lr or the epochs"));
  }
}
