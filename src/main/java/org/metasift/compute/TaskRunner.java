package org.metasift.compute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Where tasks run: pieces of long work that need nothing of each other. {@link TaskRunners} has one
 * for this machine and one for a cluster. A task finds the same in either place, provided that
 * everything it depends on is in it, its seeds above all.
 *
 * <p>A task may have tasks of its own, as the sifters of a table's cell are: inside it {@link
 * TaskRunners#here} starts no process, for it has one device, and the others are for other tasks.
 *
 * <p>No two tasks share a process at one time: the engine collects gradients for one thread alone,
 * and that one uses all cores it is given.
 */
public interface TaskRunner extends AutoCloseable {
  /**
   * A task. It may be serialised, run in another process, and run anew when that one is lost; so it
   * takes what it needs with it and leaves nothing behind but what it tells.
   *
   * @param <R> what it finds, serialisable
   */
  @FunctionalInterface
  interface Task<R> extends Serializable {
    /** Runs it; {@code found} takes each result as it is ready. */
    void run(Consumer<R> found);
  }

  /** Takes results. */
  @FunctionalInterface
  interface Told<R> {
    /** A result of the task that stands at this place in the list. */
    void accept(int task, R result);
  }

  /**
   * A large value that several tasks need: it travels once to each process, not once with each
   * task.
   */
  interface Shared<T> extends Serializable {
    /** The value. */
    T value();
  }

  /** Offers clusters; found by {@link ServiceLoader}. */
  interface Cluster {
    /**
     * Joins a cluster.
     *
     * @param master its address, of one of the {@link TaskRunners#at forms allowed}
     * @param settings of the cluster's own, by name
     * @param notes takes one sentence on each thing that a user wants to know, such as a loss
     * @throws IllegalArgumentException when there is none, or it does not take these settings
     */
    TaskRunner join(String master, Map<String, String> settings, Consumer<String> notes);
  }

  /** How many tasks run at one time, as far as is known: at least 1. */
  int slots();

  /** A value to be used by tasks that this runner runs. */
  <T extends Serializable> Shared<T> share(T value);

  /**
   * Runs tasks and returns when all have ended. Results are told in the caller's thread, one at a
   * time: on this machine each as it is found, elsewhere those of a task when it has ended, in
   * whichever order tasks end.
   *
   * @param enough asked before each task: no further one begins once it says so; those that run are
   *     waited for
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   * @throws RuntimeException the first failure of a task, as it arose; what was told before stays
   */
  <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told);

  /**
   * As above; where one task runs at a time, the titles of what it shows begin with the place of
   * the result that is next: "Cell 3 of 9: ".
   *
   * @param what a result is called
   * @param results how many there will be
   */
  default <R> void run(
      String what,
      int results,
      List<? extends Task<R>> tasks,
      BooleanSupplier enough,
      Told<R> told) {
    final AtomicInteger next = new AtomicInteger(1);
    Progress.named(
        title ->
            slots() > 1 ? title : "%s %d of %d: %s".formatted(what, next.get(), results, title),
        () ->
            run(
                tasks,
                enough,
                (task, result) -> {
                  next.incrementAndGet();
                  told.accept(task, result);
                }));
  }

  /**
   * Runs tasks that find one thing each, with a bar of their own where several run at one time.
   *
   * @param title of the bar
   * @param name what a finished task is called, by its place in the list
   * @return what they found, in the order of the list
   */
  default <R> List<R> results(
      List<? extends Task<R>> tasks, String title, IntFunction<String> name) {
    final List<R> found = new ArrayList<>(Collections.nCopies(tasks.size(), null));
    final boolean several = slots() > 1;
    try (Progress progress = several ? Progress.of(title, tasks.size()) : null) {
      run(
          tasks,
          () -> false,
          (task, result) -> {
            found.set(task, result);
            if (several) {
              progress.step(name.apply(task));
            }
          });
    }
    return found;
  }

  /** Leaves the cluster. */
  @Override
  void close();
}
