package org.metasift.sift.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.compute.CountedShare;
import org.metasift.data.ImageSet;
import org.metasift.data.MostOften;
import org.metasift.sift.Ranking;

/**
 * The classes that a panel does not vouch for, by what their images look like in views that hide
 * something. It doubts a class
 *
 * <ul>
 *   <li>of which far fewer images than of others look like it to all members, or
 *   <li>of which fewer do, while one member takes more than a fifth for one and the same other
 *       class: that much is poison, or as good as unknown.
 * </ul>
 *
 * <p>Shares are compared by the ends of their 95 % Wilson intervals, in favour of the class. Images
 * that a member rejects are not asked about. Classes of fewer than twenty images are too small to
 * tell.
 */
final class Doubt {
  /** Classes of fewer images are too small to tell. */
  static final int FEWEST = 20;

  /** A member may take so much of a class for one other, 0 to 1. */
  static final double MOST_OF_ONE = 0.2;

  private static final double FEWER = 0.75; // of what is usual
  private static final double FAR_FEWER = 0.25;

  private Doubt() {}

  /**
   * The classes that the panel doubts.
   *
   * @param opinions those that name no classes find no image out of place
   */
  static List<Ranking.Doubted> of(ImageSet images, List<Opinion> opinions) {
    return of(images, opinions, MOST_OF_ONE);
  }

  /** The same with another limit than {@link #MOST_OF_ONE}. */
  static List<Ranking.Doubted> of(ImageSet images, List<Opinion> opinions, double mostOfOne) {
    final List<Ranking.Doubted> doubted = new ArrayList<>();
    final int[][] own =
        IntStream.range(0, images.classes())
            .mapToObj(
                c ->
                    IntStream.of(images.indicesOf(c))
                        .filter(i -> opinions.stream().noneMatch(one -> one.rejects(i)))
                        .toArray())
            .toArray(int[][]::new);
    final int[] agreed =
        IntStream.range(0, own.length).map(c -> agreed(opinions, c, own[c])).toArray();
    final double usual =
        RobustDeviations.median(
            IntStream.range(0, own.length)
                .filter(c -> own[c].length > 0)
                .mapToDouble(c -> (double) agreed[c] / own[c].length)
                .toArray());
    for (int c = 0; c < own.length; c++) {
      if (own[c].length >= FEWEST) {
        final double most = CountedShare.of(agreed[c], own[c].length).most();
        final Other other = other(opinions, c, images.classes(), own[c]);
        final boolean strange = most < FAR_FEWER * usual;
        if (strange || (most < FEWER * usual && other.least() > mostOfOne)) {
          doubted.add(
              new Ranking.Doubted(
                  c, why((double) agreed[c] / own[c].length, usual, other, mostOfOne, images)));
        }
      }
    }
    return doubted;
  }

  /** How many of these images look like their class to all. */
  private static int agreed(List<Opinion> opinions, int label, int... own) {
    return (int)
        IntStream.of(own)
            .filter(i -> opinions.stream().allMatch(one -> one.misplaces(i, label) == 0))
            .count();
  }

  /**
   * What a member takes many images of a class for.
   *
   * @param member which takes the most for one other class
   * @param label that class
   * @param share of the images, 0 to 1
   * @param least the lower end of the share's interval
   */
  private record Other(String member, int label, double share, double least) {}

  private static Other other(List<Opinion> opinions, int label, int classes, int... own) {
    Other most = new Other("", label, 0, 0);
    for (final Opinion one : opinions) {
      for (final int[] nearest : one.nearest()) {
        final int[] counts = new int[classes];
        for (final int i : own) {
          counts[nearest[i]]++;
        }
        counts[label] = 0;
        final int found = MostOften.of(counts);
        final CountedShare share = CountedShare.of(found < 0 ? 0 : counts[found], own.length);
        if (share.least() > most.least()) {
          most = new Other(one.name(), found, share.value(), share.least());
        }
      }
    }
    return most;
  }

  private static String why(
      double agreed, double usual, Other other, double mostOfOne, ImageSet images) {
    return String.format(
            Locale.ROOT,
            "only %.0f %% of its images look like it to all members, %.0f %% are usual",
            100 * agreed,
            100 * usual)
        + (other.least() > mostOfOne
            ? String.format(
                Locale.ROOT,
                "; %.0f %% look like class %d (%s) to the member '%s'",
                100 * other.share(),
                other.label(),
                images.classNames().get(other.label()),
                other.member())
            : "");
  }
}
