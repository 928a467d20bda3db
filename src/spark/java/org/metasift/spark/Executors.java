package org.metasift.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import scala.jdk.javaapi.CollectionConverters;

/** The executors there are; a loss is told. */
final class Executors extends SparkListener {
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Consumer<String> notes;
  private volatile long changed = System.nanoTime();
  private volatile boolean quiet;

  Executors(JavaSparkContext context, Consumer<String> notes) {
    this.notes = notes;
    context.sc().addSparkListener(this);
    // some may have come before this was listening
    present.addAll(CollectionConverters.asJava(context.sc().getExecutorIds()));
  }

  int count() {
    return present.size();
  }

  /** Nanoseconds since one came or went. */
  long unchangedFor() {
    return System.nanoTime() - changed;
  }

  void touch() {
    changed = System.nanoTime();
  }

  /** Tells nothing from now on. */
  void quiet() {
    quiet = true;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    if (present.add(event.executorId())) {
      touch();
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    if (present.remove(event.executorId())) {
      touch();
    }
    if (!quiet) {
      notes.accept(
          "executor %s was lost (%s): if it had a task, that runs again"
              .formatted(event.executorId(), event.reason().lines().findFirst().orElse("")));
    }
  }
}
