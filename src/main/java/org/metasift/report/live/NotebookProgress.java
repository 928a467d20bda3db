package org.metasift.report.live;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.metasift.compute.Progress;
import org.metasift.report.Tables;

/**
 * Progress bars in a notebook cell: HTML that is replaced in place, four times a second at most,
 * and at the end by one line that stays, or by nothing.
 */
final class NotebookProgress implements Progress.Display {
  private static final long PAUSE = Duration.ofMillis(250).toNanos();

  private final NotebookKernel kernel;

  NotebookProgress(NotebookKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public Progress.Bar open(String title, long total) {
    return open(new HtmlBar(title, total, true));
  }

  @Override
  public Progress.Bar openPassing(String title, long total) {
    return open(new HtmlBar(title, total, false));
  }

  private HtmlBar open(HtmlBar bar) {
    kernel.show(bar.id, bar.html(0, "", Duration.ZERO), bar.text(0, "", Duration.ZERO));
    return bar;
  }

  private final class HtmlBar implements Progress.Bar {
    private final String id = UUID.randomUUID().toString();
    private final String title;
    private final long total;
    private final boolean stays;
    private final long begun = System.nanoTime();
    private long shown = begun;

    private HtmlBar(String title, long total, boolean stays) {
      this.title = title;
      this.total = total;
      this.stays = stays;
    }

    @Override
    public void show(long done, String note, boolean finished) {
      final long now = System.nanoTime();
      final Duration elapsed = Duration.ofNanos(now - begun);
      if (finished && done >= total && !stays) {
        kernel.update(id, "", "");
      } else if (finished) {
        final String line = ProgressLine.ended(title, done, total, elapsed, note);
        kernel.update(id, paragraph((done >= total ? "✓ " : "■ ") + line), line);
      } else if (now - shown >= PAUSE) {
        shown = now;
        kernel.update(id, html(done, note, elapsed), text(done, note, elapsed));
      }
    }

    private String text(long done, String note, Duration elapsed) {
      return ProgressLine.running(title, done, total, elapsed, note);
    }

    private String html(long done, String note, Duration elapsed) {
      final String left = ProgressLine.left(done, total, elapsed);
      final double percent = total <= 0 ? 100 : Math.min(100, 100.0 * done / total);
      return paragraph(text(done, note, elapsed) + (left.isEmpty() ? "" : ", " + left))
          + "<div style=\"height:8px;width:480px;max-width:100%;background:rgba(128,128,128,.3);"
          + "border-radius:4px\"><div style=\"height:8px;border-radius:4px;background:#0072b2;"
          + String.format(Locale.ROOT, "width:%.1f%%\"></div></div>", percent);
    }

    private static String paragraph(String line) {
      return "<div style=\"font-size:13px;opacity:.75;padding:2px 0;"
          + "font-variant-numeric:tabular-nums\">"
          + Tables.escape(line)
          + "</div>";
    }
  }
}
