package org.metasift.cli;

import java.util.concurrent.CountDownLatch;

/** A process whose work does not stop when it is asked to. */
final class Stubborn {
  private Stubborn() {}

  @SuppressWarnings("BusyWait")
  public static void main(String[] args) {
    Stopping.watch(Thread.currentThread(), new CountDownLatch(1));
    System.out.println("at work");
    while (true) {
      try {
        Thread.sleep(1000);
      } catch (final InterruptedException e) {
        System.out.println("asked");
      }
    }
  }
}
