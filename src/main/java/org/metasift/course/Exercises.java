package org.metasift.course;

import java.util.Arrays;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.eval.Figure;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Outcome;

/**
 * Six exercises for a course, from planting a backdoor to breaking Meta-Sift, and what checks the
 * answers. A check computes what is right from the data, so there is no list of answers to find,
 * and meets usual mistakes with a hint. No answer, {@code null}, is not yet answered, and no error.
 */
public final class Exercises {
  /** The largest share of the training images that exercises 1 and 6 may poison. */
  public static final double MOST_POISON = 0.04;

  /** The most pixels of an image that the trigger of exercise 1 may change. */
  public static final int MOST_PIXELS = 64;

  /** The lowest attack success rate that exercise 1 accepts, in percent. */
  public static final double LEAST_ASR = 75;

  /** The lowest clean accuracy that exercise 1 accepts, in percent. */
  public static final double LEAST_ACC = 60;

  /** The lowest attack success rate that exercise 6 accepts, in percent. */
  public static final double LEAST_ASR_OF_BREAK = 50;

  /** How many images of the base set of exercise 4 are poisoned. */
  public static final int BAD = 8;

  private final Split split;
  private final MetaSift.Settings sifting;
  private final int budget;
  private final long seed;

  /** The exercises on these images, with settings small enough for a lesson. */
  public Exercises(Split split, long seed) {
    this(
        split,
        MetaSift.Settings.compact().quick().withSifters(2).fittedTo(split.train().size()),
        256,
        seed);
  }

  Exercises(Split split, MetaSift.Settings sifting, int budget, long seed) {
    this.split = split;
    this.sifting = sifting;
    this.budget = budget;
    this.seed = seed;
  }

  /** Clean images to poison, and clean test images. */
  public Split split() {
    return split;
  }

  /** Meta-Sift as exercises 5 and 6 use it. */
  public MetaSift metaSift() {
    return new MetaSift(sifting);
  }

  /** How many images a base set of the exercises has. */
  public int budget() {
    return budget;
  }

  /** The seed of all that is drawn. */
  public long seed() {
    return seed;
  }

  /** A small VGG-16 of half the width, trained on a poisoned set for six epochs: the victim. */
  public Network train(PoisonedSet poisoned) {
    final ImageSet images = poisoned.images();
    return new Training(Training.Settings.ofSmallSets().withEpochs(6))
        .train(
            Network.untrained(SmallVgg16.narrow(images.channels(), images.classes()), seed),
            images,
            seed)
        .network();
  }

  /**
   * Exercise 1: a poisoned copy of the training images whose trigger a network learns.
   *
   * @param poisoned at most 4 % of the images, by an attack whose trigger changes at most 64 pixels
   * @param victim a network trained on it: ASR at least 75 %, ACC at least 60 %
   */
  public Verdict plant(PoisonedSet poisoned, Network victim) {
    if (poisoned != null && victim == null) {
      return Exercise.PLANT.open("Train a network on it: victim = lab.train(mine);");
    }
    if (poisoned == null || victim == null) {
      return Exercise.PLANT.open();
    }
    final PoisonedCopy copy = new PoisonedCopy(split, poisoned);
    final String fault = copy.fault(MOST_POISON);
    if (!fault.isEmpty()) {
      return Exercise.PLANT.wrong(fault);
    }
    if (!poisoned.backdoor().hasAim()) {
      return Exercise.PLANT.wrong(
          "This attack has no target class: what would an attacker gain by it?");
    }
    final int pixels = copy.mostPixels();
    if (pixels == 0) {
      return Exercise.PLANT.wrong(
          "Test images with the trigger look as before: this attack has no trigger.");
    }
    if (pixels > MOST_PIXELS) {
      return Exercise.PLANT.wrong(
          "The trigger changes up to %d pixels of an image; at most %d are allowed here."
              .formatted(pixels, MOST_PIXELS));
    }
    final double asr = Metrics.asr(victim, poisoned.backdoor(), split.test()).percent();
    final double acc = Metrics.acc(victim, split.test()).percent();
    final String figures = "ASR %.1f %%, ACC %.1f %%".formatted(asr, acc);
    if (!(asr >= LEAST_ASR)) {
      return Exercise.PLANT.wrong(
          figures
              + ": the ASR must be at least %.0f %%. Was the network trained on this very set? Is enough of it poisoned?"
                  .formatted(LEAST_ASR));
    }
    if (!(acc >= LEAST_ACC)) {
      return Exercise.PLANT.wrong(
          figures
              + ": the ACC must be at least %.0f %%. An attack that spoils the network is found at once."
                  .formatted(LEAST_ACC));
    }
    return Exercise.PLANT.right(
        figures + " with %,d poisoned images.".formatted(poisoned.poisonedCount()));
  }

  /**
   * Exercise 2: the attack success rate of exercise 1's network, in percent, counted by yourself.
   *
   * @param percent the answer
   */
  public Verdict asr(Double percent, PoisonedSet poisoned, Network victim) {
    if (percent == null || poisoned == null || victim == null) {
      return Exercise.MEASURE.open();
    }
    return Exercise.MEASURE.answer(AsrCheck.of(poisoned, victim, split.test()).check(percent));
  }

  /**
   * Exercise 3: the normalised corruption ratio of a pick, in percent, by hand.
   *
   * @param percent the answer
   * @param base a pick from {@code truth.images()}
   */
  public Verdict ncr(Double percent, PoisonedSet truth, BaseSet base) {
    if (percent == null) {
      return Exercise.NCR.open();
    }
    if (!base.fingerprint().equals(truth.images().fingerprint())) {
      return Exercise.NCR.wrong(ofOtherImages("base set", base, truth));
    }
    return Exercise.NCR.answer(NcrCheck.of(truth, base).check(percent));
  }

  /**
   * Exercise 4: a base set with exactly eight poisoned images.
   *
   * @param indices the answer: {@link #budget} different images of the poisoned set
   */
  public Verdict baseSet(int[] indices, PoisonedSet truth) {
    if (indices == null) {
      return Exercise.BASE_SET.open();
    }
    final int size = truth.images().size();
    if (Arrays.stream(indices).anyMatch(i -> i < 0 || i >= size)) {
      return Exercise.BASE_SET.wrong(
          "An index lies outside the set; it has images 0 to %d.".formatted(size - 1));
    }
    if (indices.length != budget) {
      return Exercise.BASE_SET.wrong(
          "Your base set has %,d images; it must have %,d.".formatted(indices.length, budget));
    }
    if (Arrays.stream(indices).distinct().count() < indices.length) {
      return Exercise.BASE_SET.wrong("One image is in it twice.");
    }
    final int bad = truth.poisonedAmong(indices);
    if (bad != BAD) {
      return Exercise.BASE_SET.wrong(
          "%d of your images are poisoned; it must be %d.".formatted(bad, BAD));
    }
    return Exercise.BASE_SET.right(Metrics.ncr(truth, indices).toString());
  }

  /**
   * Exercise 5: what the weigher of a sifter has learned.
   *
   * @param trusts which costs it trusts, "low" or "high"
   * @param clean the mean trust in a clean image
   * @param poisoned the mean trust in a poisoned image
   * @param outcome Meta-Sift's on {@code truth}; its first sifter is asked about
   */
  public Verdict weigher(
      String trusts, Double clean, Double poisoned, PoisonedSet truth, Outcome outcome) {
    if (trusts == null || clean == null || poisoned == null || outcome == null) {
      return Exercise.WEIGHER.open();
    }
    if (!outcome.base().fingerprint().equals(truth.images().fingerprint())) {
      return Exercise.WEIGHER.wrong(ofOtherImages("outcome", outcome.base(), truth));
    }
    return Exercise.WEIGHER.answer(
        new WeigherCheck(truth, outcome.siftings().get(0), outcome.base())
            .check(trusts, clean, poisoned));
  }

  /**
   * Exercise 6: an attack that works and that {@link #metaSift} does not sift out. The sifting is
   * done here.
   *
   * @param poisoned at most 4 % of the images
   * @param victim a network trained on it: ASR at least 50 %
   */
  public Verdict breakMetaSift(PoisonedSet poisoned, Network victim) {
    if (poisoned == null || victim == null) {
      return Exercise.BREAK.open();
    }
    final String fault = new PoisonedCopy(split, poisoned).fault(MOST_POISON);
    if (!fault.isEmpty()) {
      return Exercise.BREAK.wrong(fault);
    }
    if (!poisoned.backdoor().hasAim()) {
      return Exercise.BREAK.wrong(
          "This attack has no target class, so it has no attack success rate.");
    }
    final double asr = Metrics.asr(victim, poisoned.backdoor(), split.test()).percent();
    if (!(asr >= LEAST_ASR_OF_BREAK)) {
      return Exercise.BREAK.wrong(
          "ASR %.1f %%: an attack that does not work is no attack; it must be at least %.0f %%."
              .formatted(asr, LEAST_ASR_OF_BREAK));
    }
    final Figure ncr = Metrics.ncr(poisoned, metaSift().pick(poisoned.images(), budget, seed));
    final String figures = "ASR %.1f %%, %s".formatted(asr, ncr);
    return ncr.percent() > 0
        ? Exercise.BREAK.right(figures)
        : Exercise.BREAK.wrong(
            figures
                + ": Meta-Sift left all of it out. Which images does a network find easy early? Make yours like those.");
  }

  private static String ofOtherImages(String what, BaseSet base, PoisonedSet truth) {
    return "This %s comes from other images (data %s), not from those you were given (data %s)."
        .formatted(what, base.fingerprint(), truth.images().fingerprint());
  }
}
