package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tasks in this process, and what is said of clusters that cannot be joined. */
class TaskRunnerTest {
  private final TaskRunner here = TaskRunners.inTurn();
  private final List<String> told = new ArrayList<>();

  /** Tells this number and the next one; 13 fails. */
  private record Count(TaskRunner.Shared<String> name, int number)
      implements TaskRunner.Task<String> {
    @Override
    public void run(Consumer<String> found) {
      found.accept(name.value() + number);
      if (number == 13) {
        throw new IllegalArgumentException("thirteen");
      }
      found.accept(name.value() + (number + 1));
    }
  }

  private List<Count> tasks(int... numbers) {
    final TaskRunner.Shared<String> name = here.share("n");
    final List<Count> tasks = new ArrayList<>();
    for (final int number : numbers) {
      tasks.add(new Count(name, number));
    }
    return tasks;
  }

  private void run(int most, int... numbers) {
    here.run(
        tasks(numbers), () -> told.size() >= most, (task, result) -> told.add(task + ":" + result));
  }

  @Test
  void resultsAreToldOneByOneInTheOrderOfTheTasks() {
    run(99, 3, 7);
    assertThat(told).containsExactly("0:n3", "0:n4", "1:n7", "1:n8");
    assertThat(here.slots()).isEqualTo(1);
  }

  /** Shows a bar before each of two results. */
  private record Work(String title) implements TaskRunner.Task<String> {
    @Override
    public void run(Consumer<String> found) {
      for (int k = 0; k < 2; k++) {
        Progress.of(title, 0).close();
        found.accept(title + k);
      }
    }
  }

  @Test
  void whatTasksShowSaysWhichResultIsNext() {
    final List<String> shown =
        Told.by(
            () ->
                here.run(
                    "Cell",
                    4,
                    List.of(new Work("a"), new Work("b")),
                    () -> false,
                    (task, result) -> told.add(task + ":" + result)));
    assertThat(shown.stream().filter(line -> line.endsWith("of 0")))
        .containsExactly(
            "Cell 1 of 4: a of 0",
            "Cell 2 of 4: a of 0",
            "Cell 3 of 4: b of 0",
            "Cell 4 of 4: b of 0");
    assertThat(told).containsExactly("0:a0", "0:a1", "1:b0", "1:b1");
  }

  @Test
  void noTaskBeginsOnceThereIsEnough() {
    run(1, 3, 7);
    assertThat(told).containsExactly("0:n3", "0:n4");
  }

  @Test
  void aFailureEndsTheRunAndWhatWasToldStays() {
    assertThatThrownBy(() -> run(99, 1, 13, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thirteen");
    assertThat(told).containsExactly("0:n1", "0:n2", "1:n13");
  }

  @Test
  void anInterruptedThreadBeginsNoTask() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(99, 1)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void addressesThatNameNoClusterAreRefused() {
    for (final String master :
        List.of("", "local", "local[2]", "yarn", "spark://", "spark://a", "local-cluster[2,1]")) {
      assertThatThrownBy(() -> TaskRunners.at(master, Map.of(), note -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + master + "'")
          .hasMessageContaining("spark://HOST:PORT");
    }
  }
}
