package org.metasift.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a cluster does to tasks, in this process: each travels as bytes there and back, loses its
 * first run, and the last one given ends first.
 */
public final class FarRunner implements TaskRunner {
  private final int slots;

  /** A runner that says it has so many slots. */
  public FarRunner(int slots) {
    this.slots = slots;
  }

  private record Sent<T extends Serializable>(T value) implements Shared<T> {}

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    return new Sent<>(value);
  }

  @Override
  public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
    for (int k = tasks.size() - 1; k >= 0 && !enough.getAsBoolean(); k--) {
      final Task<R> task = travelled(tasks.get(k));
      if (k == 0) {
        TaskRunners.perform(task, lost -> {});
      }
      final ArrayList<R> found = new ArrayList<>();
      TaskRunners.perform(task, found::add);
      for (final R result : travelled(found)) {
        told.accept(k, result);
      }
    }
  }

  /** The value after it went through bytes. */
  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // bytes of our own
  public static <T> T travelled(T value) {
    try {
      final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (final IOException | ClassNotFoundException e) {
      throw new IllegalStateException(value + " does not travel", e);
    }
  }

  @Override
  public void close() {
    // nothing was opened
  }
}
