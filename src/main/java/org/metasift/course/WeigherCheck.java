package org.metasift.course;

import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.Sifting;

/**
 * Whether somebody has understood what the weigher of a sifter learned.
 *
 * @param sifting the sifter's
 * @param base what was picked in the end
 */
record WeigherCheck(PoisonedSet truth, Sifting sifting, BaseSet base) {
  private static final double TOLERANCE = 0.002;
  private static final String OF_ALL =
      "This is the mean of all images, clean and poisoned ones together.";

  /**
   * Checks an answer.
   *
   * @param trusts which costs the weigher trusts, "low" or "high"
   * @param clean the mean trust in a clean image
   * @param poisoned the mean trust in a poisoned image
   */
  NumberCheck.Result check(String trusts, double clean, double poisoned) {
    final String direction = sifting.drop() > 0 ? "low" : "high";
    if (!trusts.strip().toLowerCase(Locale.ROOT).equals(direction)) {
      return wrong(
          "Not '%s': look at the curve again. Does it rise or fall to the right?"
              .formatted(trusts));
    }
    final double ofClean = mean(sifting.scores(), false);
    final double ofPoisoned = mean(sifting.scores(), true);
    final double ofAll =
        IntStream.range(0, sifting.scores().length)
            .mapToDouble(i -> sifting.scores()[i])
            .average()
            .orElse(Double.NaN);
    final NumberCheck.Result one =
        new NumberCheck(ofClean, TOLERANCE)
            .mistake(ofPoisoned, "This is the trust in a poisoned image: swap the two.")
            .mistake(mean(sifting.costs(), false), "These are costs; the trust is v(cost).")
            .mistake(ofAll, OF_ALL)
            .check(clean);
    if (!one.right()) {
      return wrong("Clean images: " + one.message());
    }
    final NumberCheck.Result other =
        new NumberCheck(ofPoisoned, TOLERANCE)
            .mistake(ofClean, "This is the trust in a clean image: swap the two.")
            .mistake(ofAll, OF_ALL)
            .mistake(mean(sifting.costs(), true), "These are costs; the trust is v(cost).")
            .check(poisoned);
    if (!other.right()) {
      return wrong("Poisoned images: " + other.message());
    }
    return new NumberCheck.Result(
        true,
        "The weigher sees no pixel and no label, a cost alone: it trusts a clean image with %.3f and a poisoned one with %.3f."
                .formatted(ofClean, ofPoisoned)
            + (ofPoisoned > ofClean ? ofTheMostTrusted() : ""));
  }

  /** Poison may be trusted more on average and yet be left out, as only the top is picked. */
  private String ofTheMostTrusted() {
    return " So poison is trusted more on average. Yet only the most trusted images of each class are picked, and of these %,d images %d are poisoned."
        .formatted(base.size(), truth.poisonedAmong(base.indices()));
  }

  private double mean(float[] values, boolean poisoned) {
    return IntStream.range(0, values.length)
        .filter(i -> truth.isPoisoned(i) == poisoned)
        .mapToDouble(i -> values[i])
        .average()
        .orElse(Double.NaN);
  }

  private static NumberCheck.Result wrong(String message) {
    return new NumberCheck.Result(false, message);
  }
}
