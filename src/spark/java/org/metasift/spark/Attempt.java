package org.metasift.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.function.Function;
import org.metasift.compute.Compute;
import org.metasift.compute.DivergedException;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.BadDataException;

/** One run of a task in an executor. */
record Attempt<R>() implements Function<TaskRunner.Task<R>, Attempt.Outcome<R>> {
  /**
   * What came of it.
   *
   * @param found until it ended or failed
   * @param failure null where there was none
   */
  record Outcome<R>(List<R> found, RuntimeException failure) implements Serializable {}

  @Override
  public Outcome<R> call(TaskRunner.Task<R> task) {
    final ArrayList<R> found = new ArrayList<>();
    try {
      Compute.keepToOne();
      TaskRunners.perform(task, found::add);
      return new Outcome<>(found, null);
    } catch (final CancellationException killed) {
      throw killed;
    } catch (final RuntimeException failure) {
      return new Outcome<>(found, portable(failure));
    }
  }

  /** The failure as the user is told of it; its own type may not travel. */
  private static RuntimeException portable(RuntimeException failure) {
    if (failure instanceof DivergedException) {
      return failure; // a sentence alone: it travels
    }
    final RuntimeException told =
        failure instanceof IllegalArgumentException || failure instanceof BadDataException
            ? new IllegalArgumentException(failure.getMessage())
            : new IllegalStateException(failure.toString());
    told.setStackTrace(failure.getStackTrace());
    return told;
  }
}
