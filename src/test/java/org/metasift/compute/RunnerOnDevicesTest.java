package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks in processes of their own; two of the CPU stand for two GPUs. */
class RunnerOnDevicesTest {
  private static final Duration GRACE = Duration.ofMinutes(1); // as good as never

  private final TaskRunner runner = TaskRunners.on(List.of("cpu", "cpu"));
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void leave() {
    runner.close();
  }

  /** What a task is to do. */
  private enum Deed {
    TELL,
    REFUSE,
    FAIL_ODDLY,
    DIE,
    SLEEP,
    LINGER,
    TELL_ODDLY
  }

  /** Tells its name, its process and its device. */
  private record Work(TaskRunner.Shared<String> name, int number, Deed deed)
      implements TaskRunner.Task<String> {
    @Override
    public void run(Consumer<String> found) {
      System.out.println("noise on standard output");
      found.accept(
          "%s%d %d %s"
              .formatted(name.value(), number, ProcessHandle.current().pid(), Compute.devices()));
      switch (deed) {
        case TELL -> pause(50);
        case REFUSE -> throw new IllegalArgumentException("file number " + number + " is damaged");
        case FAIL_ODDLY -> throw new Unpackable();
        case DIE -> Runtime.getRuntime().halt(3);
        case SLEEP -> pause(600_000);
        case LINGER -> pause(1000);
        case TELL_ODDLY -> tellOddly(found);
      }
    }

    /** Tells what is no string, nor travels. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void tellOddly(Consumer found) {
      found.accept(Thread.currentThread());
    }

    private static void pause(long milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (final InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A failure that cannot travel. */
  private static final class Unpackable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused") // keeps it from travelling
    private final Object thread = Thread.currentThread();

    Unpackable() {
      super("odd");
    }
  }

  private void run(Deed... deeds) {
    final TaskRunner.Shared<String> name = runner.share("n");
    runner.run(
        IntStream.range(0, deeds.length).mapToObj(k -> new Work(name, k, deeds[k])).toList(),
        () -> false,
        (task, result) -> {
          assertThat(result).startsWith("n" + task + " ").endsWith("[cpu]");
          told.add(result);
        });
  }

  private Set<Long> processes() {
    final Set<Long> ids = new HashSet<>();
    told.forEach(result -> ids.add(Long.parseLong(result.split(" ", 3)[1])));
    return ids;
  }

  @Test
  void tasksRunInTwoOtherProcessesWhichStay() {
    run(Deed.TELL, Deed.TELL, Deed.TELL, Deed.TELL, Deed.TELL, Deed.TELL);
    assertThat(told).hasSize(6).doesNotHaveDuplicates();
    final Set<Long> first = processes();
    assertThat(first).hasSize(2).doesNotContain(ProcessHandle.current().pid());
    run(Deed.TELL, Deed.TELL);
    assertThat(processes()).isEqualTo(first);
    assertThat(runner.slots()).isEqualTo(2);
  }

  @Test
  void noTaskBeginsOnceThereIsEnough() {
    runner.run(
        List.of(new Work(runner.share("n"), 0, Deed.TELL)),
        () -> true,
        (task, result) -> told.add(result));
    assertThat(told).isEmpty();
  }

  @Test
  void aFailureComesBackAsItArose() {
    assertThatThrownBy(() -> run(Deed.TELL, Deed.REFUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file number 1 is damaged");
    processesAreGone();
  }

  @Test
  void aFailureThatCannotTravelIsToldInWords() {
    assertThatThrownBy(() -> run(Deed.FAIL_ODDLY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("Unpackable: odd");
  }

  @Test
  void aResultThatCannotTravelIsAFailure() {
    assertThatThrownBy(() -> run(Deed.TELL_ODDLY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a result cannot be sent to another process")
        .hasCauseInstanceOf(NotSerializableException.class);
  }

  @Test
  void noFurtherTaskBeginsWhenThereIsEnoughInTheMiddle() {
    final TaskRunner.Shared<String> name = runner.share("n");
    runner.run(
        IntStream.range(0, 20).mapToObj(k -> new Work(name, k, Deed.TELL)).toList(),
        () -> !told.isEmpty(),
        (task, result) -> told.add(result));
    assertThat(told).hasSizeBetween(1, 2); // the one that ran beside it ends as well
  }

  @Test
  void aSharedValueIsSentAndReadOnceInEachProcess() {
    final TaskRunner.Shared<Counted> counted = runner.share(new Counted());
    for (int round = 0; round < 2; round++) {
      runner.run(
          List.of(new Reading(counted), new Reading(counted), new Reading(counted)),
          () -> false,
          (task, result) -> told.add(result));
    }
    assertThat(told).hasSize(6).containsOnly("read 1 times");
  }

  /** Knows how often it was read from bytes in a process. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1;
    private static int read;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read++;
    }
  }

  private record Reading(TaskRunner.Shared<Counted> counted) implements TaskRunner.Task<String> {
    @Override
    public void run(Consumer<String> found) {
      assertThat(counted.value()).isSameAs(counted.value());
      found.accept("read %d times".formatted(Counted.read));
    }
  }

  @Test
  void aLostProcessEndsTheRun() {
    assertThatThrownBy(() -> run(Deed.DIE))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessage("the process for cpu ended in the middle of a task");
    run(Deed.TELL); // a new process
    assertThat(told).hasSize(2);
  }

  @Test
  void anInterruptionEndsTheProcesses() {
    assertThatThrownBy(
            () ->
                runner.run(
                    List.of(new Work(runner.share("n"), 0, Deed.SLEEP)),
                    () -> false,
                    (task, result) -> {
                      told.add(result);
                      Thread.currentThread().interrupt();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    processesAreGone();
  }

  @Test
  void aSignalToAllProcessesOfATerminalLeavesTheirEndToTheParent() {
    runner.run(
        List.of(new Work(runner.share("n"), 0, Deed.LINGER)),
        () -> false,
        (task, result) -> {
          told.add(result);
          processes().forEach(id -> ProcessHandle.of(id).orElseThrow().destroy());
        });
    runner.close();
    processesAreGone();
  }

  private void processesAreGone() {
    assertThat(processes()).isNotEmpty();
    for (final long id : processes()) {
      ProcessHandle.of(id).ifPresent(process -> assertThat(process.onExit()).succeedsWithin(GRACE));
    }
  }

  @Test
  void aTaskThatCannotTravelIsRefused() {
    final Object thread = Thread.currentThread();
    assertThatThrownBy(
            () ->
                runner.run(
                    List.<TaskRunner.Task<String>>of(found -> found.accept(thread.toString())),
                    () -> false,
                    (task, result) -> told.add(result)))
        .hasRootCauseInstanceOf(NotSerializableException.class);
  }

  /** Tells its process. */
  private record Where() implements TaskRunner.Task<Long> {
    @Override
    public void run(Consumer<Long> found) {
      found.accept(ProcessHandle.current().pid());
    }
  }

  /** Tells its process, then that of a task that it runs wherever two devices would take it. */
  private record Nest(boolean failing) implements TaskRunner.Task<Long> {
    @Override
    public void run(Consumer<Long> found) {
      new Where().run(found);
      found.accept(processOfATaskOnTwoDevices());
      if (failing) {
        throw new IllegalArgumentException("failed");
      }
    }
  }

  private static long processOfATaskOnTwoDevices() {
    final List<Long> found = new ArrayList<>();
    try (TaskRunner two = RunnerOnDevices.spread(List.of("cpu", "cpu"))) {
      two.run(List.of(new Where()), () -> false, (task, process) -> found.add(process));
    }
    return found.get(0);
  }

  @Test
  void whatATaskRunsItselfStaysInItsProcess() {
    final long own = ProcessHandle.current().pid();
    assertThat(processOfATaskOnTwoDevices()).isNotEqualTo(own);
    final List<Long> found = new ArrayList<>();
    try (TaskRunner inTurn = TaskRunners.inTurn()) {
      inTurn.run(List.of(new Nest(false)), () -> false, (task, process) -> found.add(process));
      assertThat(found).containsExactly(own, own);
      assertThatThrownBy(
              () -> inTurn.run(List.of(new Nest(true)), () -> false, (task, process) -> {}))
          .hasMessage("failed");
    }
    found.clear();
    runner.run(List.of(new Nest(false)), () -> false, (task, process) -> found.add(process));
    assertThat(found).hasSize(2).doesNotContain(own);
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(processOfATaskOnTwoDevices()).isNotEqualTo(own); // the task is over
  }

  @Test
  void withoutADeviceThereIsNoRunner() {
    assertThatThrownBy(() -> TaskRunners.on(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("devices is 0");
  }
}
