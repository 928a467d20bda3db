package org.metasift.sift.panel;

import java.util.List;

/**
 * What the members of a panel find in the images of one class. Poison is one reason for it; wrong
 * labels and images that are hard to tell apart are others.
 *
 * @param label the class
 * @param images how many it has
 * @param misplacedBy how many of them look like another class to exactly no network, to one, and so
 *     on, up to all networks that name classes
 * @param misplaced how many look like another class to nearly all of these networks: all but one of
 *     three or more, all of fewer
 * @param takenFor the class that the networks name most often for those; -1 where there are none
 * @param arrivals how many images of other classes look like this one to nearly all networks
 * @param patterned how many lie three standard deviations off along a fine pattern within the class
 * @param standsOut whether {@link PanelFindings} names the class, for its look or for a pattern
 */
public record ClassEvidence(
    int label,
    int images,
    List<Integer> misplacedBy,
    int misplaced,
    int takenFor,
    int arrivals,
    int patterned,
    boolean standsOut) {
  /** Copies the counts. */
  public ClassEvidence {
    misplacedBy = List.copyOf(misplacedBy);
  }

  /** The larger of the shares of misplaced and of patterned images, 0 to 1. */
  public double share() {
    return images == 0 ? 0 : (double) Math.max(misplaced, patterned) / images;
  }
}
