package org.metasift.sift.panel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.run.DivergedException;
import org.metasift.sift.ClassRanks;

/**
 * The vote of a panel: an image is as trustworthy as its worst member says. Members are compared by
 * ranks within the images of a label, since costs of different networks mean different things.
 *
 * @param trust one number an image, 0 to 1: 1 minus the largest of its ranks; higher = cleaner
 * @param objector for each image the place of the opinion whose rank is the largest; -1 where none
 *     ranks it above 0
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
record Vote(double[] trust, int[] objector) {
  /**
   * Counts the votes.
   *
   * @param opinions at least one
   * @throws DivergedException when a suspicion is not finite: its rank would be chance
   */
  static Vote of(ImageSet images, List<Opinion> opinions) {
    final double[] worst = new double[images.size()];
    final int[] objector = new int[images.size()];
    Arrays.fill(objector, -1);
    for (int k = 0; k < opinions.size(); k++) {
      checkFinite(opinions.get(k));
      final double[] ranks = ranks(images, opinions.get(k).suspicion());
      for (int i = 0; i < worst.length; i++) {
        if (ranks[i] > worst[i]) {
          worst[i] = ranks[i];
          objector[i] = k;
        }
      }
    }
    return new Vote(Arrays.stream(worst).map(rank -> 1 - rank).toArray(), objector);
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
            "the panel's member '%s' suspects an image by no finite number: its network diverged; lower the learning rate"
                .formatted(opinion.name()));
      }
    }
  }
}
