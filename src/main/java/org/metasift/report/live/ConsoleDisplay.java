package org.metasift.report.live;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.metasift.compute.Progress;

/**
 * Progress on standard error. On a terminal a bar that moves in place; anywhere else (a log, a
 * pipe) plain lines: one when work begins, one about every ten seconds, one when it ends.
 */
public final class ConsoleDisplay implements Progress.Display {
  private final PrintStream out;
  private final boolean terminal;
  private final Duration pause;

  ConsoleDisplay(PrintStream out, boolean terminal, Duration pause) {
    this.out = out;
    this.terminal = terminal;
    this.pause = pause;
  }

  /** A display on this process's standard error, as it is now. */
  public static ConsoleDisplay onStandardError() {
    return new ConsoleDisplay(System.err, isTerminal(), Duration.ofSeconds(10));
  }

  /** Whether standard error goes to a person's terminal. */
  public static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // Java itself cannot tell where standard error goes; Linux can
      final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (final IOException | UnsupportedOperationException notLinux) {
      return consoleIsTerminal();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // Console.isTerminal, asked for below, came with JDK 22
  private static boolean consoleIsTerminal() {
    final Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (final ReflectiveOperationException before22) {
      return console != null;
    }
  }

  @Override
  public Progress.Bar open(String title, long total) {
    return terminal ? new MovingBar(title, total) : new Lines(title, total);
  }

  private final class MovingBar implements Progress.Bar {
    private final ProgressBar bar;

    private MovingBar(String title, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(250)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .build();
    }

    @Override
    public void show(long done, String note, boolean finished) {
      bar.stepTo(done);
      bar.setExtraMessage(note);
      if (finished) {
        bar.close();
      }
    }
  }

  private final class Lines implements Progress.Bar {
    private final String title;
    private final long total;
    private final long begun = System.nanoTime();
    private long shown = begun;

    private Lines(String title, long total) {
      this.title = title;
      this.total = total;
      out.println(ProgressLine.begun(title, total));
    }

    @Override
    public void show(long done, String note, boolean finished) {
      final long now = System.nanoTime();
      final Duration elapsed = Duration.ofNanos(now - begun);
      if (finished) {
        out.println(ProgressLine.ended(title, done, total, elapsed, note));
      } else if (now - shown >= pause.toNanos()) {
        shown = now;
        out.println(ProgressLine.running(title, done, total, elapsed, note));
      }
    }
  }
}
