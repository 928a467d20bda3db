package org.metasift.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The places where tasks run: this machine ({@link #here}) or a cluster ({@link #at}). */
public final class TaskRunners {
  private TaskRunners() {}

  /** Tasks in this process, one after the other, in the caller's thread. */
  public static TaskRunner inTurn() {
    return new RunnerInTurn();
  }

  /**
   * Tasks on this machine: one after the other, in the caller's thread, or, where there are several
   * GPUs and none was named ({@link Compute#devices}), one at a time on each, in a process of its
   * own. Inside a task always in turn.
   */
  public static TaskRunner here() {
    return RunnerOnDevices.spread(Compute.devices());
  }

  /**
   * As {@link #here()} for tasks that share a value: one after the other where it is so large, over
   * a quarter of the heap, that copies of it for other processes would not fit.
   *
   * @param bytes the value's
   */
  public static TaskRunner here(long bytes) {
    final int copies = 4;
    return bytes < Runtime.getRuntime().maxMemory() / copies ? here() : inTurn();
  }

  /**
   * Tasks on devices of this machine, one at a time on each, in a process of its own. One whose
   * process is lost ends the run.
   *
   * @param devices as METASIFT_DEVICE names them, at least one; one named twice gets two processes
   */
  public static TaskRunner on(List<String> devices) {
    return new RunnerOnDevices(devices);
  }

  /**
   * Tasks on an Apache Spark cluster.
   *
   * @param master {@code spark://HOST:PORT}, or {@code local-cluster[WORKERS,CORES,MEGABYTES]} for
   *     worker processes on this machine
   * @param settings of Spark's, by name
   * @param notes takes one sentence on each thing that a user wants to know, such as a lost
   *     executor; called from any thread
   * @throws IllegalArgumentException when the address is wrong, nobody answers there, a setting is
   *     refused, or Spark is not on the class path
   */
  public static TaskRunner at(String master, Map<String, String> settings, Consumer<String> notes) {
    final Pattern forms =
        Pattern.compile(
            "spark://[^/\\s,:]+:\\d{1,5}(,[^/\\s,:]+:\\d{1,5})*"
                + "|local-cluster\\[\\d{1,3},\\d{1,3},\\d{1,6}]");
    final String plain = master.replace(" ", "");
    if (!forms.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          "setting 'master' is '%s'; spark://HOST:PORT and local-cluster[WORKERS,CORES,MEGABYTES] are allowed"
              .formatted(master));
    }
    return cluster().join(plain, settings, notes);
  }

  private static TaskRunner.Cluster cluster() {
    Throwable reason = null;
    try {
      final Optional<TaskRunner.Cluster> found =
          ServiceLoader.load(TaskRunner.Cluster.class, TaskRunners.class.getClassLoader())
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    } catch (final ServiceConfigurationError | LinkageError withoutSpark) {
      reason = withoutSpark;
    }
    throw new NoClusterException(reason);
  }

  /**
   * Runs a task in this thread, as every runner does: a runner that the task opens {@link #here}
   * starts no process.
   *
   * @param found takes each result as it is ready
   */
  public static <R> void perform(TaskRunner.Task<R> task, Consumer<R> found) {
    CurrentTask.run(task, found);
  }
}
