package org.metasift.compute;

import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Tasks in this process, one after the other, in their order. */
final class RunnerInTurn implements TaskRunner {
  private record Local<T extends Serializable>(T value) implements Shared<T> {}

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    return new Local<>(value);
  }

  @Override
  public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
    for (int k = 0; k < tasks.size() && !enough.getAsBoolean(); k++) {
      Progress.checkStop();
      final int task = k;
      CurrentTask.run(tasks.get(k), result -> told.accept(task, result));
    }
  }

  @Override
  public void close() {
    // nothing was opened
  }
}
