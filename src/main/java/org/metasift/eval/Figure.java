package org.metasift.eval;

/**
 * A measured share, in percent, with the counts behind it.
 *
 * @param name NCR, ASR, ACC
 * @param percent the value
 * @param counts what was counted, readable
 */
public record Figure(String name, double percent, String counts) {
  @Override
  public String toString() {
    return "%s %.3f %% (%s)".formatted(name, percent, counts);
  }
}
