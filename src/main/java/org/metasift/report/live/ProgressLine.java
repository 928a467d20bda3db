package org.metasift.report.live;

import java.time.Duration;

/** How progress is put into words, alike in a notebook and on a terminal. */
final class ProgressLine {
  private ProgressLine() {}

  /** "Sifter 1 of 2: 100 steps". */
  static String begun(String title, long total) {
    return "%s: %s".formatted(title, steps(total));
  }

  private static String steps(long count) {
    return count == 1 ? "1 step" : "%,d steps".formatted(count);
  }

  /** "Sifter 1 of 2: 40 of 100, 0:12, loss 1.234"; at the end "... done in 0:30". */
  static String running(String title, long done, long total, Duration elapsed, String note) {
    return "%s: %,d of %,d, %s%s"
        .formatted(title, done, total, clock(elapsed), note.isEmpty() ? "" : ", " + note);
  }

  /** The line that stays: finished, or stopped before the last step. */
  static String ended(String title, long done, long total, Duration elapsed, String note) {
    final String how =
        done >= total
            ? "done in %s".formatted(clock(elapsed))
            : "stopped after %,d of %s, %s".formatted(done, steps(total), clock(elapsed));
    return "%s: %s%s".formatted(title, how, note.isEmpty() ? "" : ", " + note);
  }

  /** Minutes and seconds, tenths below ten seconds. */
  static String clock(Duration elapsed) {
    final long seconds = elapsed.toSeconds();
    if (seconds < 10) {
      return "%.1f s".formatted(elapsed.toMillis() / 1000.0);
    }
    return seconds < 3600
        ? "%d:%02d min".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d h".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** About how long the rest takes at the pace so far; empty before the first step. */
  static String left(long done, long total, Duration elapsed) {
    if (done <= 0 || total <= done) {
      return "";
    }
    return "about " + clock(elapsed.multipliedBy(total - done).dividedBy(done)) + " left";
  }
}
