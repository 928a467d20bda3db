package org.metasift.data.read;

import java.util.Arrays;

/** The one side that all images of a set get. */
final class CommonSide {
  /** The smallest side that the networks take. */
  static final int LEAST = 28;

  /** The largest. */
  static final int MOST = 224;

  private CommonSide() {}

  /** The side that the settings ask for; else the median of the shorter sides, 28 to 224. */
  static int choose(ImageSource.Settings settings, int... shorter) {
    if (settings.side() > 0) {
      return settings.side();
    }
    final int[] sorted = shorter.clone();
    Arrays.sort(sorted);
    return Math.max(LEAST, Math.min(MOST, sorted[sorted.length / 2]));
  }
}
