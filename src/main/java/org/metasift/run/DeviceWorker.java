package org.metasift.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that runs trials on one device: they come as objects on standard input, what they find
 * leaves on standard output. It ends with its input, in the middle of a trial too, so none is left
 * when its parent was killed.
 */
final class DeviceWorker {
  private DeviceWorker() {}

  /** What a message is about. */
  enum Kind {
    /** A result. */
    FOUND,
    /** The trial ended. */
    ENDED,
    /** The trial failed. */
    FAILED
  }

  /**
   * What the worker tells.
   *
   * @param content the result or the exception, else null
   */
  record Message(Kind kind, Object content) implements Serializable {}

  /** Runs trials until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    final PrintStream channel = System.out;
    System.setOut(System.err); // what a library prints must not get among the results
    final ObjectOutputStream out = new ObjectOutputStream(channel);
    out.flush();
    final BlockingQueue<TrialRunner.Task<?>> waiting = new LinkedBlockingQueue<>();
    final Thread reader = new Thread(() -> read(waiting), "trials");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      run(waiting.take(), out);
    }
  }

  @SuppressWarnings("BanSerializableRead") // from the parent process alone
  private static void read(BlockingQueue<TrialRunner.Task<?>> waiting) {
    try {
      // never reset: a value that was sent with an earlier trial is known by its number
      final ObjectInputStream in = new ObjectInputStream(System.in);
      while (true) {
        waiting.add((TrialRunner.Task<?>) in.readObject());
      }
    } catch (final IOException | ClassNotFoundException ended) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static <R> void run(TrialRunner.Task<R> task, ObjectOutputStream out) throws IOException {
    try {
      task.run(
          result -> {
            try {
              tell(out, new Message(Kind.FOUND, result));
            } catch (final IOException parentIsGone) {
              Runtime.getRuntime().halt(0);
            }
          });
    } catch (final RuntimeException failure) {
      tell(out, new Message(Kind.FAILED, travels(failure) ? failure : plain(failure)));
      return;
    } catch (final Error failure) {
      tell(out, new Message(Kind.FAILED, plain(failure)));
      return;
    }
    tell(out, new Message(Kind.ENDED, null));
  }

  private static void tell(ObjectOutputStream out, Message message) throws IOException {
    out.writeObject(message);
    out.reset();
    out.flush();
  }

  private static RuntimeException plain(Throwable failure) {
    final RuntimeException told = new IllegalStateException(failure.toString());
    told.setStackTrace(failure.getStackTrace());
    return told;
  }

  private static boolean travels(RuntimeException failure) {
    try (ObjectOutputStream trial = new ObjectOutputStream(new ByteArrayOutputStream())) {
      trial.writeObject(failure);
      return true;
    } catch (final IOException notSerialisable) {
      return false;
    }
  }
}
