package org.metasift.attack;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;

/**
 * A poisoned image set together with the truth: which of its images are poisoned. Sifters get
 * {@link #images} alone.
 */
public final class PoisonedSet {
  private final ImageSet images;
  private final BitSet poisoned;
  private final Poisoner attack;
  private final long seed;
  private final Backdoor backdoor;

  /** Joins a set and the truth; the bits are copied. */
  public PoisonedSet(
      ImageSet images, BitSet poisoned, Poisoner attack, long seed, Backdoor backdoor) {
    if (poisoned.length() > images.size()) {
      throw new IllegalArgumentException(
          "image %d is said to be poisoned, of a set of %d"
              .formatted(poisoned.length() - 1, images.size()));
    }
    this.images = images;
    this.poisoned = (BitSet) poisoned.clone();
    this.attack = attack;
    this.seed = seed;
    this.backdoor = backdoor;
  }

  /** The set as its finder sees it. */
  public ImageSet images() {
    return images;
  }

  /** The attack. */
  public Poisoner attack() {
    return attack;
  }

  /** The seed it was made with. */
  public long seed() {
    return seed;
  }

  /** What the attacker does with a network trained on the set. */
  public Backdoor backdoor() {
    return backdoor;
  }

  /** How many of these images are poisoned, by their indices. */
  public int poisonedAmong(int... indices) {
    return (int) IntStream.of(indices).filter(this::isPoisoned).count();
  }

  /** Whether image {@code i} is poisoned. */
  public boolean isPoisoned(int i) {
    return poisoned.get(i);
  }

  /** How many images are poisoned. */
  public int poisonedCount() {
    return poisoned.cardinality();
  }

  /** The indices of the poisoned images, ascending. */
  public int[] poisonedIndices() {
    return poisoned.stream().toArray();
  }

  /**
   * Indices to look at: up to {@code each} poisoned images of the label that most of them bear, and
   * as many clean ones of that label, spread evenly over the set, ascending.
   */
  public int[] examples(int each) {
    final int[] alike = images.indicesOf(commonLabel());
    return IntStream.concat(
            spread(Arrays.stream(alike).filter(i -> !isPoisoned(i)).toArray(), each),
            spread(Arrays.stream(alike).filter(this::isPoisoned).toArray(), each))
        .sorted()
        .toArray();
  }

  /** The label that most poisoned images bear; the target class of an attack that has one. */
  public int commonLabel() {
    final int[] counts = new int[images.classes()];
    poisoned.stream().forEach(i -> counts[images.label(i)]++);
    return IntStream.range(0, counts.length)
        .reduce((a, b) -> counts[b] > counts[a] ? b : a)
        .orElse(0);
  }

  private static IntStream spread(int[] from, int count) {
    final int shown = Math.min(count, from.length);
    return IntStream.range(0, shown).map(k -> from[(int) ((long) k * from.length / shown)]);
  }

  /**
   * A base set made on purpose: a random draw of clean and of poisoned images, in random order.
   *
   * @param clean how many clean images, 0 to as many as there are
   * @param bad how many poisoned images, 0 to as many as there are
   * @throws IllegalArgumentException when there are fewer
   */
  public ImageSet draw(int clean, int bad, long seed) {
    return images.select(drawIndices(clean, bad, seed));
  }

  /** As {@link #draw}: where its images stand in this set. */
  public int[] drawIndices(int clean, int bad, long seed) {
    final SplittableRandom random = RandomStream.MIXED_SET.from(seed);
    final int[] fromClean =
        sample(
            IntStream.range(0, images.size()).filter(i -> !isPoisoned(i)).toArray(),
            clean,
            "clean",
            random);
    final int[] fromBad = sample(poisonedIndices(), bad, "poisoned", random);
    final int[] both = IntStream.concat(Arrays.stream(fromClean), Arrays.stream(fromBad)).toArray();
    final int[] order = Batches.permutation(both.length, random);
    return Arrays.stream(order).map(k -> both[k]).toArray();
  }

  private static int[] sample(int[] from, int count, String kind, SplittableRandom random) {
    if (count < 0 || count > from.length) {
      throw new IllegalArgumentException(
          "%d %s images asked for; the set has %d".formatted(count, kind, from.length));
    }
    return Batches.at(from, Batches.sample(from.length, count, random));
  }

  /**
   * Refuses what was made from other images than these.
   *
   * @param what it is, to be read before "data": "the ranking is of"
   * @param fingerprint of the images it was made from
   * @throws IllegalArgumentException when they are others
   */
  public void checkSameData(String what, String fingerprint) {
    if (!fingerprint.equals(images.fingerprint())) {
      throw new IllegalArgumentException(
          "%s data %s, the truth is of data %s".formatted(what, fingerprint, images.fingerprint()));
    }
  }

  @Override
  public String toString() {
    final int label = commonLabel();
    final long alike = poisoned.stream().filter(i -> images.label(i) == label).count();
    return "%s, %,d of them poisoned by %s (%s class %d, %s)"
        .formatted(
            images,
            poisonedCount(),
            attack.name(),
            alike == poisonedCount() ? "all labelled" : "most often labelled",
            label,
            images.classNames().get(label));
  }
}
