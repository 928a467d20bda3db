package org.metasift.compute;

/**
 * Receives the results of long work one by one, as they arrive.
 *
 * @param <R> a result
 */
@FunctionalInterface
public interface ResultListener<R> {
  /** A result; {@code kept} where an earlier run has left it. */
  void told(R result, boolean kept);

  /** What a line on a result ends with, to tell a kept one from one of this run. */
  static String ending(boolean kept) {
    return kept ? ", kept from before" : "";
  }
}
