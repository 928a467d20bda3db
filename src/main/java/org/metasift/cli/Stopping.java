package org.metasift.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How the process ends when it is told to from outside. The first Ctrl-C (or TERM, HUP) asks the
 * work to stop at its next step, so that what is finished is kept and the engine's libraries are
 * not torn down under a running step. A second Ctrl-C ends the process at once.
 */
final class Stopping {
  private static final int ASKED = 12;
  private static final int APART = 5; // seconds

  private Stopping() {}

  /**
   * Begins to listen.
   *
   * @param work the thread that is interrupted
   * @param ended counted down when the work has ended
   */
  static void watch(Thread work, CountDownLatch ended) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(work, ended)));
    final AtomicInteger count = new AtomicInteger();
    CtrlC.tell(
        () -> {
          if (count.incrementAndGet() == 1) {
            System.err.println(
                "metasift: stopping at the next step; what is finished is kept. Ctrl-C again ends at once.");
            System.exit(CtrlC.STOPPED);
          }
          System.err.println("metasift: ended at once; unfinished work is lost.");
          CtrlC.die();
        });
  }

  /** Waits for the end of the work, at most a minute. */
  private static void stop(Thread work, CountDownLatch ended) {
    try {
      for (int asked = 0; asked < ASKED; asked++) { // the engine's start swallows an interruption
        if (ended.getCount() > 0) {
          work.interrupt();
        }
        if (ended.await(APART, TimeUnit.SECONDS)) {
          return;
        }
      }
      Runtime.getRuntime().halt(CtrlC.STOPPED);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
