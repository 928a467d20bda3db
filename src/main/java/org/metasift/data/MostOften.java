package org.metasift.data;

/** Which of several classes was counted most often. */
public final class MostOften {
  private MostOften() {}

  /**
   * The first of the largest counts; -1 where nothing was counted.
   *
   * @param counts at least 0, by class
   */
  public static int of(int... counts) {
    int most = -1;
    for (int c = 0; c < counts.length; c++) {
      most = counts[c] > (most < 0 ? 0 : counts[most]) ? c : most;
    }
    return most;
  }
}
