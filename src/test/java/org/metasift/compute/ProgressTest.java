package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps are shown, and an interrupted thread stops at the next one. */
class ProgressTest {
  private final List<String> shown = new ArrayList<>();

  @AfterEach
  void silence() {
    Thread.interrupted();
    Progress.showOn(Progress.Display.silent());
  }

  private void listen() {
    Progress.showOn(
        (title, total) -> {
          shown.add(title + " of " + total);
          return (done, note, finished) -> shown.add(done + " " + note + (finished ? "." : ""));
        });
  }

  @Test
  void stepsAreShownUntilTheEnd() {
    listen();
    try (Progress progress = Progress.of("Work", 2)) {
      progress.step("a");
      progress.step("b");
    }
    assertThat(shown).containsExactly("Work of 2", "1 a", "2 b", "2 b.");
  }

  @Test
  void anInterruptStopsTheWorkAndItsFlagStays() {
    listen();
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> {
              try (Progress progress = Progress.of("Work", 2)) {
                progress.step("a");
                progress.step("b");
              }
            })
        .isInstanceOf(CancellationException.class)
        .hasMessage("stopped by the user");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(shown).containsExactly("Work of 2", "1 a", "1 a.");
    assertThatThrownBy(Progress::checkStop).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    Progress.checkStop();
  }

  @Test
  void workThatIsAStageIsNamedSoUntilTheStageEnds() {
    listen();
    Progress.named(
        title -> "Cell 2 of 9: " + title,
        () -> {
          Progress.named(title -> title + ", network 1", () -> Progress.of("edges", 0));
          Progress.passing("attack", 0);
        });
    assertThatThrownBy(
            () ->
                Progress.named(
                    title -> "never",
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    Progress.of("after", 0);
    assertThat(shown)
        .containsExactly(
            "Cell 2 of 9: edges, network 1 of 0", "Cell 2 of 9: attack of 0", "after of 0");
  }
}
