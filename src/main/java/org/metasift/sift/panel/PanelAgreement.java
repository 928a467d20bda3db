package org.metasift.sift.panel;

import java.util.List;
import java.util.stream.DoubleStream;
import org.metasift.sift.BaseSet;

/** How far the members of a panel agree about what was picked, in words. */
final class PanelAgreement {
  private PanelAgreement() {}

  /**
   * The words.
   *
   * @param base what was picked
   * @param opinions of the members; where none names classes, nothing is said of them
   */
  static String of(BaseSet base, List<Opinion> opinions) {
    final double[] placed =
        base.picks().stream()
            .mapToDouble(BaseSet.Pick::trust)
            .filter(trust -> trust > Vote.PLACED)
            .toArray();
    final double worst = DoubleStream.of(placed).map(Vote::worstRank).max().orElse(1);
    final int spared = (int) (100 * (1 - worst)); // rounded down: it claims less
    final boolean classesAreNamed = opinions.stream().anyMatch(one -> one.nearest().length > 0);
    return said(base.size(), placed.length, spared, classesAreNamed)
        + " Members that agree prove nothing: all may be blind to one poison. An audit can say more.";
  }

  private static String said(int size, int placed, int spared, boolean classesAreNamed) {
    if (placed < size) {
      return "Some member takes %,d of the %,d images for another class, or finds a pattern in them."
          .formatted(size - placed, size);
    }
    final String ranks =
        "none counts one among the most suspicious %d %% of its class.".formatted(spared);
    if (classesAreNamed) {
      return "All members place each of the %,d images in its class".formatted(size)
          + (spared == 0 ? "." : ", and " + ranks);
    }
    return spared == 0
        ? "Some image is the most suspicious of its class to one of the members."
        : "Of the members, " + ranks;
  }
}
