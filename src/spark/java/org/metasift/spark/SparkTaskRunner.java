package org.metasift.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.metasift.compute.Progress;
import org.metasift.compute.TaskRunner;

/**
 * Tasks as Spark jobs of one task each, as many at a time as there are executors; so none waits in
 * Spark's queue when there is {@code enough}. Spark runs a task again whose executor was lost; one
 * that fails by itself is not tried again, its failure comes back like a result.
 */
final class SparkTaskRunner implements TaskRunner {
  private static final long PAUSE = 20; // milliseconds between looks at the jobs
  private static final long FIRST = TimeUnit.SECONDS.toNanos(30);
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(2);
  private static final long REMINDER = TimeUnit.MINUTES.toNanos(1);

  private final JavaSparkContext context;
  private final Consumer<String> notes;
  private final Executors executors;

  SparkTaskRunner(JavaSparkContext context, Consumer<String> notes) {
    this.context = context;
    this.notes = notes;
    this.executors = new Executors(context, notes);
  }

  private record Sent<T extends Serializable>(Broadcast<T> sent) implements Shared<T> {
    @Override
    public T value() {
      return sent.value();
    }
  }

  private record Running<R>(int task, JavaFutureAction<List<Attempt.Outcome<R>>> job) {}

  /** Waits for the first executors, then until no more come; not for ever. */
  void awaitExecutors() {
    final long begun = System.nanoTime();
    while (executors.count() == 0
        ? System.nanoTime() - begun < FIRST
        : executors.unchangedFor() < SETTLED) {
      pause();
      checkAlive();
    }
    if (executors.count() == 0) {
      tellWaiting();
    } else {
      notes.accept("Spark at %s: %d executors".formatted(context.master(), executors.count()));
    }
  }

  private void tellWaiting() {
    notes.accept(
        "no executor yet: it is still starting, or no worker has %s cores and %s of memory free (setting 'sparkConf' spark.executor.memory=1g asks for less)"
            .formatted(
                context.getConf().get("spark.executor.cores"),
                context.getConf().get("spark.executor.memory")));
  }

  @Override
  public int slots() {
    return Math.max(1, executors.count());
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    Progress.checkStop(); // Spark's own complaint would be another
    return new Sent<>(context.broadcast(value));
  }

  @Override
  public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
    Progress.checkStop();
    context.setJobGroup("tasks", "tasks", true);
    final List<Running<R>> running = new ArrayList<>();
    int next = 0;
    try {
      while (true) {
        while (next < tasks.size() && running.size() < slots() && !enough.getAsBoolean()) {
          running.add(new Running<>(next, start(tasks.get(next))));
          next++;
        }
        if (running.isEmpty()) {
          return;
        }
        if (!tellEnded(running, told)) {
          pause();
        }
        if (executors.count() == 0 && executors.unchangedFor() > REMINDER) {
          executors.touch();
          tellWaiting();
        }
      }
    } finally {
      running.forEach(one -> one.job().cancel(true));
    }
  }

  private <R> JavaFutureAction<List<Attempt.Outcome<R>>> start(Task<R> task) {
    return context.parallelize(List.of(task), 1).map(new Attempt<R>()).collectAsync();
  }

  private <R> boolean tellEnded(List<Running<R>> running, Told<R> told) {
    boolean any = false;
    for (final Iterator<Running<R>> each = running.iterator(); each.hasNext(); ) {
      final Running<R> one = each.next();
      if (one.job().isDone()) {
        any = true;
        each.remove();
        final Attempt.Outcome<R> outcome = outcome(one);
        outcome.found().forEach(result -> told.accept(one.task(), result));
        if (outcome.failure() != null) {
          throw outcome.failure();
        }
      }
    }
    return any;
  }

  private static <R> Attempt.Outcome<R> outcome(Running<R> ended) {
    try {
      return ended.job().get().get(0);
    } catch (final InterruptedException e) {
      throw stopped();
    } catch (final ExecutionException e) {
      throw lost(e.getCause() == null ? e : e.getCause());
    }
  }

  private void checkAlive() {
    if (context.sc().isStopped()) {
      throw lost(new IllegalStateException("it could not start executors"));
    }
  }

  /** The environment's fault, not the program's: told like a file that cannot be read. */
  private static UncheckedIOException lost(Throwable cause) {
    final String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new UncheckedIOException(
        new IOException(
            "the cluster gave up (%s); its master's and workers' logs say more".formatted(reason),
            cause));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (final InterruptedException e) {
      throw stopped();
    }
  }

  private static CancellationException stopped() {
    Thread.currentThread().interrupt();
    return new CancellationException("stopped by the user");
  }

  @Override
  public void close() {
    executors.quiet();
    final String id = context.sc().applicationId();
    final boolean own = context.master().startsWith("local-cluster");
    final boolean interrupted = Thread.interrupted(); // Spark would leave half closed
    context.close();
    if (own) {
      delete(Path.of(System.getenv().getOrDefault("SPARK_HOME", "."), "work", id));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The copies of the jars that executors on this machine left. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (final IOException e) {
      // an executor that is still ending holds them; nothing depends on it
    }
  }
}
