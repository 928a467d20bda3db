package org.metasift.compute;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
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
 * Tasks on several devices of this machine, a process for each, because the engine collects
 * gradients for one thread of a process alone. Processes start with the first task they get and
 * stay until {@link #close}; a {@link TaskRunner.Shared} value is sent once to each.
 */
final class RunnerOnDevices implements TaskRunner {
  private final List<String> devices;
  private final List<Worker> workers = new ArrayList<>();

  RunnerOnDevices(List<String> devices) {
    this.devices = List.copyOf(devices);
    Ranges.within("devices", devices.size(), 1, Integer.MAX_VALUE);
  }

  /** As {@link TaskRunners#here()} where there are these devices. */
  static TaskRunner spread(List<String> devices) {
    return devices.size() > 1 && !CurrentTask.isThere()
        ? new RunnerOnDevices(devices)
        : new RunnerInTurn();
  }

  /** A shared value: packed once here, unpacked once in each process. */
  private static final class Sent<T extends Serializable> implements Shared<T> {
    @Serial private static final long serialVersionUID = 1;

    private byte[] packed;
    private transient T value;

    Sent(T value) {
      this.value = value;
      try {
        this.packed = ObjectBytes.pack(value);
      } catch (final IOException e) {
        throw new IllegalStateException("a shared value cannot be sent to another process", e);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // as it was packed
    public synchronized T value() {
      if (value == null) {
        try {
          value = (T) ObjectBytes.unpack(packed);
        } catch (final IOException | ClassNotFoundException e) {
          throw new IllegalStateException("a shared value arrived damaged", e);
        }
        packed = null;
      }
      return value;
    }
  }

  /** What a worker says of its task; a null message: its process is gone. */
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
    try {
      new Round<>(tasks, enough, told).run();
      whole = true;
    } finally {
      if (!whole) {
        close(); // a task that still runs is of no use
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
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private int next;
    private int running;

    Round(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
      this.tasks = tasks;
      this.enough = enough;
      this.told = told;
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

    @SuppressWarnings("unchecked") // a task's results are of its type
    private void take(Event event, Deque<Worker> idle) {
      if (event.message() == null) {
        throw event.worker().lost("ended in the middle of a task", null);
      }
      switch (event.message().kind()) {
        case FOUND -> told.accept(event.worker().task, (R) event.message().content());
        case FAILED -> throw (RuntimeException) event.message().content();
        case ENDED -> {
          idle.push(event.worker());
          running--;
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
                  "-Xlog:disable", // standard output is for results alone
                  "-Xlog:all=warning:stderr",
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
        throw lost("cannot be started", e);
      }
      final Thread reader = new Thread(this::listen, "results of " + device);
      reader.setDaemon(true);
      reader.start();
    }

    /** Sends a task; what it shares with earlier ones is not sent again. */
    void send(Task<?> next) {
      try {
        out.writeObject(next);
        out.flush();
      } catch (final ObjectStreamException e) {
        throw new IllegalStateException("a task cannot be sent to another process", e);
      } catch (final IOException e) {
        throw lost("ended before its task began", e);
      }
    }

    private UncheckedIOException lost(String what, IOException cause) {
      return new UncheckedIOException(
          new IOException("the process for %s %s".formatted(device, what), cause));
    }

    private void listen() {
      try (DataInputStream in = new DataInputStream(process.getInputStream())) {
        while (true) {
          final byte[] message = new byte[in.readInt()];
          in.readFully(message);
          events.add(new Event(this, (DeviceWorker.Message) ObjectBytes.unpack(message)));
        }
      } catch (final IOException ended) {
        // told below
      } catch (final ClassNotFoundException | RuntimeException | Error damaged) {
        damaged.printStackTrace(System.err);
      } finally {
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
      own = Path.of(TaskRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
