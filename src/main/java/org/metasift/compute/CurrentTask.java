package org.metasift.compute;

import java.util.function.Consumer;

/** The task that a thread is in the middle of, if any. */
final class CurrentTask {
  private static final ThreadLocal<TaskRunner.Task<?>> RUNNING = new ThreadLocal<>();

  private CurrentTask() {}

  static boolean isThere() {
    return RUNNING.get() != null;
  }

  /** As {@link TaskRunner#perform}. */
  static <R> void run(TaskRunner.Task<R> task, Consumer<R> found) {
    final TaskRunner.Task<?> outer = RUNNING.get();
    RUNNING.set(task);
    try {
      task.run(found);
    } finally {
      if (outer == null) {
        RUNNING.remove();
      } else {
        RUNNING.set(outer);
      }
    }
  }
}
