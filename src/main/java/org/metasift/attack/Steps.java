package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.BooleanSupplier;
import org.metasift.compute.Progress;

/**
 * The loop of everything that is optimised here. Each step has native memory of its own, which is
 * freed before the next one begins; what lasts is changed in place. So the memory of an
 * optimisation does not grow with its steps.
 */
final class Steps {
  private Steps() {}

  /** One step. */
  @FunctionalInterface
  interface Step {
    /**
     * Takes the step.
     *
     * @param memory owns all that the step makes, and is closed behind it
     * @return what to show beside the progress
     */
    String take(NDManager memory);
  }

  /**
   * Takes steps.
   *
   * @param lasting owns what outlives a step
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  static void run(NDManager lasting, int count, Progress progress, Step step) {
    run(lasting, count, () -> false, progress, step);
  }

  /** The same, until there were enough: that is asked between two steps. */
  static void run(
      NDManager lasting, int count, BooleanSupplier enough, Progress progress, Step step) {
    for (int k = 0; k < count && (k == 0 || !enough.getAsBoolean()); k++) {
      final String shown;
      try (NDManager memory = lasting.newSubManager()) {
        shown = step.take(memory);
      }
      progress.step(shown);
    }
  }

  /** Gives a lasting array the values of one of a step, of the same shape. */
  static void set(NDArray lasting, NDArray value) {
    lasting.addi(value.sub(lasting));
  }
}
