package org.metasift.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.metasift.attack.PoisonedSet;
import org.metasift.sift.Ranking;

/**
 * How well a ranking tells poisoned images from clean ones of the same label: a ROC curve within
 * the classes (the covariate-adjusted curve of Janes and Pepe 2009, with the label as covariate).
 * Every sifter picks within each class, and the trust of some means nothing across classes, so all
 * are judged alike.
 *
 * <p>The place of a poisoned image, 0 to 1, is the share of the clean images of its label that are
 * trusted no more than it: the false alarms, within its class, of whoever suspects it and all that
 * is trusted as little. The curve is TPR(f) = share of the poisoned images whose place is at most
 * f. Nothing is interpolated, and equally trusted images are suspected together or not at all.
 *
 * <p>A curve over the whole set at once, which the literature often shows, has other values.
 */
public final class Roc {
  /** The name of the area below the curve among figures. */
  public static final String AUROC = "AUROC";

  private final double[] places; // ascending
  private final double auroc;
  private final int leftOut;

  private Roc(double[] places, double auroc, int leftOut) {
    this.places = places;
    this.auroc = auroc;
    this.leftOut = leftOut;
  }

  /**
   * A corner of the curve; both from 0 to 1.
   *
   * @param falseAlarms the share of the clean images of a class that are suspected
   * @param found the share of the poisoned images that are suspected
   */
  public record Point(double falseAlarms, double found) {}

  /**
   * Judges a ranking.
   *
   * @throws IllegalArgumentException when it ranks other data, and where {@link #whyNone} says why
   *     there is no curve
   */
  public static Roc of(PoisonedSet truth, Ranking ranking) {
    truth.checkSameData("the ranking is of", ranking.fingerprint());
    return of(truth, ranking.trust());
  }

  /** As above for plain numbers, one an image of the poisoned set; higher = cleaner. */
  public static Roc of(PoisonedSet truth, double... trust) {
    if (trust.length != truth.images().size()) {
      throw new IllegalArgumentException(
          "%,d images have a trust, the set has %,d"
              .formatted(trust.length, truth.images().size()));
    }
    final String none = whyNone(truth);
    if (!none.isEmpty()) {
      throw new IllegalArgumentException(none);
    }
    final double[] places = new double[truth.poisonedCount()];
    int judged = 0;
    double area = 0;
    for (int label = 0; label < truth.images().classes(); label++) {
      final int[] own = truth.images().indicesOf(label);
      final double[] clean =
          Arrays.stream(own).filter(i -> !truth.isPoisoned(i)).mapToDouble(i -> trust[i]).toArray();
      Arrays.sort(clean);
      for (final int i : own) {
        if (clean.length > 0 && truth.isPoisoned(i)) {
          final int below = countBelow(clean, trust[i], false);
          final int upTo = countBelow(clean, trust[i], true);
          places[judged++] = (double) upTo / clean.length;
          area += 1 - (below + upTo) / 2.0 / clean.length;
        }
      }
    }
    final double[] ascending = Arrays.copyOf(places, judged);
    Arrays.sort(ascending);
    return new Roc(ascending, area / judged, places.length - judged);
  }

  /** How many of the ascending numbers are below a bound, or equal to it where that counts. */
  private static int countBelow(double[] ascending, double bound, boolean orEqual) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (ascending[middle] < bound || (orEqual && ascending[middle] == bound)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Why there is no curve of this set, in a sentence: without poison, or where no poisoned image
   * has a clean one of its label beside it. Empty where there is one.
   */
  public static String whyNone(PoisonedSet truth) {
    if (truth.poisonedCount() == 0) {
      return "no image is poisoned: there is no AUROC";
    }
    final int[] clean = truth.images().classCounts();
    final int[] poisoned = truth.poisonedIndices();
    for (final int i : poisoned) {
      clean[truth.images().label(i)]--;
    }
    return Arrays.stream(poisoned).anyMatch(i -> clean[truth.images().label(i)] > 0)
        ? ""
        : "no poisoned image has a clean one of its label to compare with: there is no AUROC";
  }

  /**
   * The probability, in percent, that a poisoned image is trusted less than a clean one of its
   * label: the mean over the poisoned images, each against all clean ones of its label, of which
   * equally trusted ones count half. 100 = all poison first, 50 = a random order; below it the
   * sifter prefers poison.
   */
  public Figure auroc() {
    return new Figure(AUROC, 100 * auroc, counts());
  }

  /**
   * The share of the poisoned images, in percent, that are found while at most so many clean ones
   * of their label are suspected. Higher = better; a random order finds about as many as that.
   *
   * @param falseAlarms in percent, 0 to 100: the TPR at that FPR
   */
  public Figure found(double falseAlarms) {
    return new Figure(
        "TPR@%s%%FPR".formatted(plain(falseAlarms)), 100 * share(falseAlarms / 100), counts());
  }

  private static String plain(double percent) {
    return percent == Math.rint(percent)
        ? String.format(Locale.ROOT, "%.0f", percent)
        : String.valueOf(percent);
  }

  private double share(double falseAlarms) {
    return (double) countBelow(places, falseAlarms, true) / places.length;
  }

  private String counts() {
    return "poisoned images: %,d, each against the clean ones of its label%s"
        .formatted(
            places.length,
            leftOut == 0 ? "" : "; %,d left out, whose label has no clean one".formatted(leftOut));
  }

  /** The figures of every ranking: AUROC, and what is found at 1 % and at 5 % false alarms. */
  public List<Figure> figures() {
    return List.of(auroc(), found(1), found(5));
  }

  /** How many poisoned images are judged. */
  public int judged() {
    return places.length;
  }

  /** How many poisoned images are not judged, as no image of their label is clean. */
  public int leftOut() {
    return leftOut;
  }

  /** The corners of the curve, a staircase from (0, 0) to (1, 1). */
  public List<Point> points() {
    final List<Point> points = new ArrayList<>(List.of(new Point(0, 0)));
    double found = 0;
    for (int k = 0; k < places.length; k++) {
      if (k + 1 == places.length || places[k + 1] != places[k]) {
        points.add(new Point(places[k], found));
        found = (k + 1.0) / places.length;
        points.add(new Point(places[k], found));
      }
    }
    points.add(new Point(1, 1));
    return points.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "AUROC %.3f %%, TPR %.3f %% at 1 %% and %.3f %% at 5 %% FPR, within the class (%s)",
        100 * auroc,
        found(1).percent(),
        found(5).percent(),
        counts());
  }
}
