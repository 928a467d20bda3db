package org.metasift.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Progress;

/** Progress on standard error: few plain lines in a log, a bar on a terminal. */
class ConsoleDisplayTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aLogGetsOneLineAtEitherEnd() {
    final Progress.Bar bar =
        new ConsoleDisplay(out, false, Duration.ofSeconds(10)).open("Sifter 1 of 2", 500);
    for (int step = 1; step <= 500; step++) {
      bar.show(step, "loss 0.5", false);
    }
    bar.show(500, "loss 0.5", true);
    assertThat(text().lines())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("Sifter 1 of 2: 500 steps"),
            last -> assertThat(last).startsWith("Sifter 1 of 2: done in ").endsWith("loss 0.5"));
  }

  @Test
  void aLogHearsInBetweenAfterThePause() {
    final Progress.Bar bar = new ConsoleDisplay(out, false, Duration.ZERO).open("Training", 3);
    bar.show(1, "", false);
    assertThat(text().lines().skip(1)).first().asString().startsWith("Training: 1 of 3, ");
  }

  @Test
  void aTerminalGetsABarThatEndsFull() {
    final Progress.Bar bar =
        new ConsoleDisplay(out, true, Duration.ofSeconds(10)).open("Training", 3);
    bar.show(3, "loss 0.5", true);
    assertThat(text()).contains("Training").contains("100%").contains("loss 0.5");
  }

  @Test
  void timesReadEasily() {
    assertThat(ProgressLine.clock(Duration.ofMillis(2345))).isEqualTo("2.3 s");
    assertThat(ProgressLine.clock(Duration.ofSeconds(75))).isEqualTo("1:15 min");
    assertThat(ProgressLine.clock(Duration.ofSeconds(3725))).isEqualTo("1:02:05 h");
    assertThat(ProgressLine.left(1, 4, Duration.ofSeconds(20))).isEqualTo("about 1:00 min left");
    assertThat(ProgressLine.left(0, 4, Duration.ofSeconds(20))).isEmpty();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
