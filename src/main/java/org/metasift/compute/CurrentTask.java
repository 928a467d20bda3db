package org.metasift.compute;

import java.util.function.Consumer;

/** Whether a thread is in the middle of a task. */
final class CurrentTask {
  private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

  private CurrentTask() {}

  static boolean isThere() {
    return RUNNING.get() != null;
  }

  /** As {@link TaskRunners#perform}. */
  static <R> void run(TaskRunner.Task<R> task, Consumer<R> found) {
    if (isThere()) { // a task of another task's
      task.run(found);
      return;
    }
    RUNNING.set(true);
    try {
      task.run(found);
    } finally {
      RUNNING.remove();
    }
  }
}
