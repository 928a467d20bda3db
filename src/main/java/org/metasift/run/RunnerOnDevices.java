package org.metasift.run;

import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Trials on several devices of this machine, a process for each, because the engine collects
 * gradients for one thread of a process alone. Processes start with the first trial they get and
 * stay until {@link #close}; a {@link TrialRunner.Shared} value is sent once to each.
 */
final class RunnerOnDevices implements TrialRunner {
  private final List<String> devices;
  private final List<Worker> workers = new ArrayList<>();

  RunnerOnDevices(List<String> devices) {
    this.devices = List.copyOf(devices);
    Ranges.within("devices", devices.size(), 1, Integer.MAX_VALUE);
  }

  private record Sent<T extends Serializable>(T value) implements Shared<T> {}

  /** What a worker says of its trial; a null message: its process is gone. */
  private record Event(Worker worker, DeviceWorker.Message message) {}

  @Override
  public int slots() {
    return devices.size();
  }

  @Override
  public <T extends Serializable> Shared<T> share(T value) {
    return new Sent<>(value);
  }

  @Override
  public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
    Progress.checkStop();
    boolean whole = false;
    try (Progress progress = Progress.of("Trials on " + String.join(", ", devices), tasks.size())) {
      new Round<>(tasks, enough, told, progress).run();
      whole = true;
    } finally {
      if (!whole) {
        close(); // a trial that still runs is of no use
      }
    }
  }

  @Override
  public void close() {
    workers.forEach(Worker::end);
    workers.clear();
  }

  /** One call of {@link #run}. */
  private final class Round<R> {
    private final List<? extends Task<R>> tasks;
    private final BooleanSupplier enough;
    private final Told<R> told;
    private final Progress progress;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private int next;
    private int running;

    Round(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told, Progress progress) {
      this.tasks = tasks;
      this.enough = enough;
      this.told = told;
      this.progress = progress;
    }

    void run() {
      final Deque<Worker> idle = new ArrayDeque<>(workers);
      idle.forEach(worker -> worker.events = events);
      while (true) {
        while (next < tasks.size() && running < devices.size() && !enough.getAsBoolean()) {
          start(idle);
        }
        if (running == 0) {
          return;
        }
        take(next(), idle);
      }
    }

    private void start(Deque<Worker> idle) {
      final Worker worker;
      if (idle.isEmpty()) {
        worker = new Worker(devices.get(workers.size()), events);
        workers.add(worker);
      } else {
        worker = idle.pop();
      }
      worker.task = next;
      worker.send(tasks.get(next));
      next++;
      running++;
    }

    private Event next() {
      try {
        return events.take();
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("stopped by the user");
      }
    }

    @SuppressWarnings("unchecked") // a trial's results are of its type
    private void take(Event event, Deque<Worker> idle) {
      if (event.message() == null) {
        throw new IllegalStateException(
            "the process for %s ended in the middle of a trial".formatted(event.worker().device));
      }
      switch (event.message().kind()) {
        case FOUND -> told.accept(event.worker().task, (R) event.message().content());
        case FAILED -> throw (RuntimeException) event.message().content();
        case ENDED -> {
          idle.push(event.worker());
          running--;
          progress.step(event.worker().device);
        }
      }
    }
  }

  /** One process. */
  private static final class Worker {
    private final String device;
    private final Process process;
    private final ObjectOutputStream out;
    private volatile BlockingQueue<Event> events;
    private int task;

    Worker(String device, BlockingQueue<Event> events) {
      this.device = device;
      this.events = events;
      final ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                  "-Djava.awt.headless=true",
                  "-Duser.language.format=en",
                  "-Duser.country.format=US",
                  "-cp",
                  classPath(),
                  DeviceWorker.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("METASIFT_DEVICE", device);
      try {
        process = builder.start();
        out = new ObjectOutputStream(process.getOutputStream());
        out.flush();
      } catch (final IOException e) {
        throw new UncheckedIOException("no process can be started for " + device, e);
      }
      final Thread reader = new Thread(this::listen, "results of " + device);
      reader.setDaemon(true);
      reader.start();
    }

    /** Sends a trial; what it shares with earlier ones is not sent again. */
    void send(Task<?> next) {
      try {
        out.writeObject(next);
        out.flush();
      } catch (final IOException e) {
        throw new UncheckedIOException("the process for %s takes no trial".formatted(device), e);
      }
    }

    @SuppressWarnings("BanSerializableRead") // from our own process
    private void listen() {
      try (ObjectInputStream in = new ObjectInputStream(process.getInputStream())) {
        while (true) {
          events.add(new Event(this, (DeviceWorker.Message) in.readObject()));
        }
      } catch (final IOException | ClassNotFoundException ended) {
        events.add(new Event(this, null));
      }
    }

    void end() {
      process.destroyForcibly();
    }
  }

  /** This process' class path; a notebook's kernel has the module's jar elsewhere. */
  private static String classPath() {
    final String given = System.getProperty("java.class.path");
    final Path own;
    try {
      own = Path.of(TrialRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (final URISyntaxException e) {
      throw new IllegalStateException("a class path of files", e);
    }
    final boolean there =
        List.of(given.split(File.pathSeparator)).stream()
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .anyMatch(own.toAbsolutePath().normalize()::equals);
    return there
        ? given
        : String.join(
            File.pathSeparator, own.toString(), own.resolveSibling("lib").resolve("*").toString());
  }
}
