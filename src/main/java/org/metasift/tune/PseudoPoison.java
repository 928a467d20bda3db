package org.metasift.tune;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.PseudoAttack;
import org.metasift.attack.PseudoTrigger;
import org.metasift.compute.RandomStream;
import org.metasift.compute.RecentValues;
import org.metasift.data.ImageSet;

/**
 * Poison of our own on a copy of a set that may be poisoned already. The paper's (section 5, the
 * artifact's appendix A.5) is Narcissus on 10 % of one class, with a trigger synthesised for it;
 * other kinds tell of other poison. What was in the set before counts as clean: its truth is not
 * known.
 */
public final class PseudoPoison {
  /** What is put on a copy; target and images are drawn. */
  public enum Kind {
    /** The paper's: a tenth of a class gets a trigger made for it, no label changes. */
    NARCISSUS,
    /** Images of other classes with a white square, a third of those that bear a class's label. */
    BADNETS,
    /** As BadNets, with a random pattern blended in. */
    BLENDED,
    /** A fifth of all labels is wrong. */
    RANDOM_LABEL_FLIP,
    /** As BadNets, with a patch of random colours at a random place. */
    PATCH(PseudoTrigger.PATCH, PseudoAttack.Labels.TARGET),
    /** As BadNets, with a coarse random picture blended in. */
    BLEND(PseudoTrigger.BLEND, PseudoAttack.Labels.TARGET),
    /** As BadNets, with a smooth shift of the colours. */
    SMOOTH_SHIFT(PseudoTrigger.SMOOTH, PseudoAttack.Labels.TARGET),
    /** As BadNets, with faint stripes. */
    STRIPES(PseudoTrigger.STRIPES, PseudoAttack.Labels.TARGET),
    /** As BadNets, with the picture bent. */
    WARP(PseudoTrigger.WARP, PseudoAttack.Labels.TARGET),
    /** A tenth of a class gets one faint noise, no label changes. */
    NOISE(PseudoTrigger.NOISE, PseudoAttack.Labels.KEPT);

    private static final double OF_TARGET = 0.33;
    private static final double OF_OWN = 0.1;

    private final PseudoTrigger trigger; // null for an attack from the literature
    private final PseudoAttack.Labels labels;

    Kind() {
      this(null, null);
    }

    Kind(PseudoTrigger trigger, PseudoAttack.Labels labels) {
      this.trigger = trigger;
      this.labels = labels;
    }

    private Poisoner attack(ImageSet suspicious, int target) {
      return trigger != null
          ? new PseudoAttack(
              trigger, labels, target, labels == PseudoAttack.Labels.KEPT ? OF_OWN : OF_TARGET)
          : new AttackSpec(
                  toString(), this == RANDOM_LABEL_FLIP ? null : target, null, null, null, null)
              .build(suspicious);
    }

    /**
     * A kind by its name, as a command line spells it.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind named(String name) {
      final String plain = name.strip().toLowerCase(Locale.ROOT);
      return Arrays.stream(values())
          .filter(kind -> kind.toString().equals(plain))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no pseudo-poison '%s'; there are %s"
                          .formatted(
                              name,
                              Arrays.stream(values())
                                  .map(Kind::toString)
                                  .collect(Collectors.joining(", ")))));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final int FEWEST = 20;

  private static final RecentValues<PoisonedSet> RECENT =
      new RecentValues<>(SiftTuner.Settings.MOST_COPIES);

  private PseudoPoison() {}

  /** A copy with the paper's kind; as below. */
  public static PoisonedSet on(ImageSet suspicious, long seed) {
    return on(suspicious, Kind.NARCISSUS, seed);
  }

  /**
   * A pseudo-poisoned copy. The last ones are remembered, because a trigger takes long to make: who
   * shows a copy before a search, or searches again, does not wait twice.
   *
   * @param seed fixes the class, which is one of the larger half, and which images are poisoned
   * @throws IllegalArgumentException when no class has 20 images
   */
  public static PoisonedSet on(ImageSet suspicious, Kind kind, long seed) {
    return RECENT.get(
        "%s %s %d".formatted(suspicious.fingerprint(), kind, seed),
        () -> make(suspicious, kind, seed));
  }

  static PoisonedSet make(ImageSet suspicious, Kind kind, long seed) {
    return kind.attack(suspicious, target(suspicious, seed))
        .poison(suspicious, RandomStream.PSEUDO_POISON.seed(seed));
  }

  /**
   * The class that pseudo-poison goes on: one of the larger half.
   *
   * @throws IllegalArgumentException when no class has 20 images
   */
  public static int target(ImageSet suspicious, long seed) {
    final int[] counts = suspicious.classCounts();
    final int[] sorted = IntStream.of(counts).filter(n -> n > 0).sorted().toArray();
    final int median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    final int least = Math.max(FEWEST, median);
    final int[] large = IntStream.range(0, counts.length).filter(c -> counts[c] >= least).toArray();
    if (large.length == 0) {
      throw new IllegalArgumentException(
          "no class of %s has %d images or more: there is nothing to put pseudo-poison on"
              .formatted(suspicious, FEWEST));
    }
    return large[RandomStream.PSEUDO_TARGET.from(seed).nextInt(large.length)];
  }

  /** The seed of a copy and of its sifters; the first copy has the search's. */
  static long seedOf(int copy, long seed) {
    return copy == 0 ? seed : RandomStream.COPY.seed(seed, copy);
  }
}
