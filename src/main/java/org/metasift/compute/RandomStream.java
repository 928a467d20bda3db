package org.metasift.compute;

import java.util.SplittableRandom;

/**
 * What random numbers are drawn for. Each purpose has a stream of its own out of the one seed that
 * a user gives, so that no two choices of one run are alike by accident: a surrogate never starts
 * as the victim does, and no order of batches begins with the images that are poisoned.
 *
 * <p>Whatever draws at random takes a seed and names its purpose. A piece of work with several
 * purposes of its own, such as one of several sifters, first derives its {@link #seed(long, long)
 * seed} and draws from that as if a user had given it.
 *
 * <p>A stream depends on the seed, the number and the purpose's name alone: a new purpose leaves
 * the others as they are, a renamed one is another.
 */
public enum RandomStream {
  /** The weights that a network starts with. */
  NETWORK_START,
  /** The orders in which training sees its images. */
  BATCHES,
  /** The engine's own numbers, such as the masks of dropout. */
  ENGINE,
  /** Which images an attack poisons. */
  POISON_CHOICE,
  /** The wrong labels of a random label flip. */
  WRONG_LABELS,
  /** A random pattern that is a trigger. */
  PATTERN,
  /** The images that a trigger is made on, step by step. */
  TRIGGER_BATCHES,
  /** The images on which it is watched whether a trigger fools. */
  WATCHED_IMAGES,
  /** The work of an attacker's own network. */
  SURROGATE,
  /** The images that an attacker's own network learns from. */
  SURROGATE_IMAGES,
  /** The generators of masks and of patterns, by number. */
  GENERATOR,
  /** A base set of clean and poisoned images, made on purpose. */
  MIXED_SET,
  /** The work of one of several sifters, by number. */
  SIFTER,
  /** The weights that a weigher starts with. */
  WEIGHER_START,
  /** The orders of batches while sifting, after the warm-up. */
  SIFTING_BATCHES,
  /** The images on which the accuracy of a warm-up is measured. */
  WARM_UP_IMAGES,
  /** How images are moved before they are scored. */
  VIEWS,
  /** The work of the network that several baselines share. */
  SCOUT,
  /** The work of Loss-Scan's network. */
  LOSS_SCAN,
  /** The work of one of the panel's members, by number. */
  PANEL_MEMBER,
  /** The first guess of a power iteration, by class; the number of classes for all together. */
  POWER_ITERATION,
  /** Scores that mean nothing. */
  RANDOM_PICK,
  /** The order among images of equal score. */
  TIES,
  /** The work of a defence. */
  PURIFICATION,
  /** The images of a batch that bear I-BAU's perturbation. */
  PATCHED_IMAGES,
  /** The work on a further pseudo-poisoned copy, by number. */
  COPY,
  /** The class that pseudo-poison goes on. */
  PSEUDO_TARGET,
  /** The attack that is pseudo-poison. */
  PSEUDO_POISON,
  /** The settings that a search tries. */
  SEARCH,
  /** A simulated rater's errors. */
  RATER,
  /** The images of a base set that people look at, the poison planted among them, their order. */
  AUDIT,
  /** The work of the attack that makes the planted poison. */
  PLANTED_POISON;

  private static final long OFFSET = 0xcbf29ce484222325L; // FNV-1a's
  private static final long PRIME = 0x100000001b3L;

  /** Random numbers for this purpose. */
  public SplittableRandom from(long seed) {
    return from(seed, 0);
  }

  /** Random numbers for one of several pieces of work with this purpose; number 0 is as above. */
  public SplittableRandom from(long seed, long number) {
    return new SplittableRandom(seed(seed, number));
  }

  /** A seed for this purpose, for work that draws for several of its own. */
  public long seed(long seed) {
    return seed(seed, 0);
  }

  /**
   * The seed of one of several pieces of work with this purpose. Two numbers, or two seeds, never
   * get the same.
   */
  public long seed(long seed, long number) {
    return mixed(mixed(mixed(hash()) + seed) + number);
  }

  private long hash() {
    long hash = OFFSET;
    for (int k = 0; k < name().length(); k++) {
      hash = (hash ^ name().charAt(k)) * PRIME;
    }
    return hash;
  }

  /** MurmurHash3's last step: a bijection in which each bit of the input reaches all others. */
  private static long mixed(long bits) {
    long z = bits;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
