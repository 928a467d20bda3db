package org.metasift.run;

/**
 * Is told of the results of long work one by one, as they are there.
 *
 * @param <R> a result
 */
@FunctionalInterface
public interface ResultListener<R> {
  /** A result of this run. */
  void found(R result);

  /** A result that an earlier run has left; by default as good as one of this run. */
  default void kept(R result) {
    found(result);
  }
}
