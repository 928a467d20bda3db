package org.metasift.compute;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.metasift.io.Formats;

/**
 * A process that runs tasks on one device: they come as objects on standard input, what they find
 * leaves on standard output. It ends with its input, in the middle of a task too, so none is left
 * when its parent was killed.
 */
final class DeviceWorker {
  private DeviceWorker() {}

  /** What a message is about. */
  enum Kind {
    /** A result. */
    FOUND,
    /** The task ended. */
    ENDED,
    /** The task failed. */
    FAILED
  }

  /**
   * What the worker tells.
   *
   * @param content the result or the exception, else null
   */
  record Message(Kind kind, Object content) implements Serializable {}

  /** Runs tasks until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Formats.english();
    final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err); // what a library prints must not get among the results
    Runtime.getRuntime().addShutdownHook(new Thread(DeviceWorker::awaitParent));
    final BlockingQueue<TaskRunner.Task<?>> waiting = new LinkedBlockingQueue<>();
    final Thread reader = new Thread(() -> read(waiting), "tasks");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      run(waiting.take(), out);
    }
  }

  /**
   * A Ctrl-C in a terminal reaches this process too. The parent ends it; an exit of its own would
   * tear the engine's libraries down under the step that runs.
   */
  private static void awaitParent() {
    try {
      TimeUnit.SECONDS.sleep(60);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("BanSerializableRead") // from the parent process alone
  private static void read(BlockingQueue<TaskRunner.Task<?>> waiting) {
    try {
      // never reset: a value that was sent with an earlier task is known by its number
      final ObjectInputStream in = new ObjectInputStream(System.in);
      while (true) {
        waiting.add((TaskRunner.Task<?>) in.readObject());
      }
    } catch (final EOFException parentIsDone) {
      Runtime.getRuntime().halt(0);
    } catch (final Throwable failure) { // without a reader the process would outlive its parent
      failure.printStackTrace(System.err);
      Runtime.getRuntime().halt(1);
    }
  }

  private static <R> void run(TaskRunner.Task<R> task, DataOutputStream out) throws IOException {
    try {
      CurrentTask.run(
          task,
          result -> {
            final byte[] bytes = packed(new Message(Kind.FOUND, result));
            try {
              tell(out, bytes);
            } catch (final IOException parentIsGone) {
              Runtime.getRuntime().halt(0);
            }
          });
    } catch (final RuntimeException | Error failure) {
      tell(out, packed(failure));
      return;
    }
    tell(out, packed(new Message(Kind.ENDED, null)));
  }

  private static void tell(DataOutputStream out, byte[] message) throws IOException {
    out.writeInt(message.length);
    out.write(message);
    out.flush();
  }

  private static byte[] packed(Message message) {
    try {
      return ObjectBytes.pack(message);
    } catch (final IOException e) {
      throw new IllegalStateException("a result cannot be sent to another process", e);
    }
  }

  /** The failure as it arose, or in words where it cannot travel. */
  private static byte[] packed(Throwable failure) {
    if (failure instanceof RuntimeException) {
      try {
        return ObjectBytes.pack(new Message(Kind.FAILED, failure));
      } catch (final IOException cannotTravel) {
        // in words, below
      }
    }
    final RuntimeException told = new IllegalStateException(failure.toString());
    told.setStackTrace(failure.getStackTrace());
    return packed(new Message(Kind.FAILED, told));
  }
}
