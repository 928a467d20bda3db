package org.metasift.sift.panel;

import java.util.List;
import java.util.stream.IntStream;
import org.metasift.compute.DivergedException;
import org.metasift.data.ImageSet;
import org.metasift.sift.ClassRanks;

/**
 * The vote of a panel: an image is as trustworthy as its worst member says. Members are compared by
 * ranks within the images of a label, since costs of different networks mean different things.
 *
 * <p>An image that looks like another class in some member's view comes after all that do not;
 * among such images it counts to how many networks it does, and how suspicious all members find it.
 * One that a member rejects comes last.
 *
 * @param trust one number an image, above 0 to 1; higher = cleaner: above 0.75 where no member
 *     takes it for another class, up to 0.5 where one rejects it
 * @param objector for each image the place of the opinion that trusts it least; -1 where none has
 *     anything against it
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
record Vote(double[] trust, int[] objector) {
  /** Trust above this: no member takes the image for another class, and none rejects it. */
  static final double PLACED = 0.75;

  private static final double REJECTED = 2;
  private static final double ALL = 4;

  /**
   * Counts the votes.
   *
   * @param opinions at least one
   * @throws DivergedException when a suspicion is not finite: its rank would be chance
   */
  static Vote of(ImageSet images, List<Opinion> opinions) {
    final double[][] ranks = new double[opinions.size()][];
    int voices = opinions.size();
    for (int k = 0; k < ranks.length; k++) {
      checkFinite(opinions.get(k));
      ranks[k] = ranks(images, opinions.get(k).suspicion());
      voices += opinions.get(k).nearest().length;
    }
    final double[] trust = new double[images.size()];
    final int[] objector = new int[images.size()];
    for (int i = 0; i < trust.length; i++) {
      final Tally tally = new Tally();
      for (int k = 0; k < ranks.length; k++) {
        final Opinion opinion = opinions.get(k);
        tally.hear(k, ranks[k][i], opinion.misplaces(i, images.label(i)), opinion.rejects(i));
      }
      trust[i] = 1 - tally.against(voices) / ALL;
      objector[i] = tally.objector;
    }
    return new Vote(trust, objector);
  }

  /** The worst of the ranks, 0 to 1, that lead to this trust, which is above {@link #PLACED}. */
  static double worstRank(double trust) {
    return ALL * (1 - trust);
  }

  /** What is said against one image. */
  private static final class Tally {
    private double worstRank;
    private double cubes; // of the ranks: those near 1 count
    private int misplaced;
    private boolean rejected;
    private int objector = -1;
    private double loudest;

    void hear(int member, double rank, int misplacedBy, boolean rejects) {
      worstRank = Math.max(worstRank, rank);
      cubes += rank * rank * rank;
      misplaced += misplacedBy;
      rejected |= rejects;
      final double against = rank + (misplacedBy > 0 ? 1 : 0) + (rejects ? REJECTED : 0);
      if (against > loudest) {
        loudest = against;
        objector = member;
      }
    }

    double against(int voices) {
      final double votes = misplaced == 0 ? worstRank : 1 + (misplaced + cubes) / voices;
      return votes + (rejected ? REJECTED : 0);
    }
  }

  /**
   * Each image's rank among those of its label by a member's suspicion: from 0, the least
   * suspicious, to below 1; equal ones share their mean rank. A member to which all images of a
   * label are equal says nothing about them: all have rank 0.
   */
  static double[] ranks(ImageSet images, float... suspicion) {
    final double[] ranks = ClassRanks.of(images, suspicion);
    for (int c = 0; c < images.classes(); c++) {
      final int[] own = images.indicesOf(c);
      final boolean alike = IntStream.of(own).allMatch(i -> suspicion[i] == suspicion[own[0]]);
      for (final int i : own) {
        ranks[i] = alike ? 0 : (ranks[i] - 1) / own.length;
      }
    }
    return ranks;
  }

  private static void checkFinite(Opinion opinion) {
    for (final float suspicion : opinion.suspicion()) {
      if (!Float.isFinite(suspicion)) {
        throw new DivergedException(
            "the panel's member '%s' gives an image a suspicion that is not a finite number: its network diverged; lower the learning rate"
                .formatted(opinion.name()));
      }
    }
  }
}
