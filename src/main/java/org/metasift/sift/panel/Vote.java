package org.metasift.sift.panel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.run.DivergedException;
import org.metasift.sift.ClassRanks;

/**
 * The vote of a panel: an image is as trustworthy as its worst member says. Members are compared by
 * ranks within the images of a label, since costs of different networks mean different things. An
 * image that looks like another class in some member's view comes after all that do not, and one
 * that a member rejects after those.
 *
 * @param trust one number an image, above 0 to 1; higher = cleaner: 1 minus a quarter of the
 *     largest of its ranks; a quarter less where a member takes it for another class, and a half
 *     less where one rejects it
 * @param objector for each image the place of the opinion that trusts it least; -1 where none has
 *     anything against it
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
record Vote(double[] trust, int[] objector) {
  private static final double MISPLACED = 1; // ranks are below 1
  private static final double REJECTED = 2;
  private static final double ALL = 4;

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
      final Opinion opinion = opinions.get(k);
      checkFinite(opinion);
      final double[] ranks = ranks(images, opinion.suspicion());
      for (int i = 0; i < worst.length; i++) {
        final double against =
            ranks[i]
                + (opinion.misplaces(i, images.label(i)) ? MISPLACED : 0)
                + (opinion.rejects(i) ? REJECTED : 0);
        if (against > worst[i]) {
          worst[i] = against;
          objector[i] = k;
        }
      }
    }
    return new Vote(Arrays.stream(worst).map(against -> 1 - against / ALL).toArray(), objector);
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
