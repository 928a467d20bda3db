package org.metasift.compute;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.metasift.io.Formats;

/**
 * One long piece of work that tells how far it is, and that stops when its thread is interrupted.
 *
 * <p>Where it is shown depends on where the program runs: a {@link Display} found by {@link
 * ServiceLoader} (the notebook's), else the one set by {@link #showOn}, else nowhere.
 */
public final class Progress implements AutoCloseable {
  static {
    Formats.english();
  }

  private static final Display SILENT = (title, total) -> (done, note, finished) -> {};
  private static final ThreadLocal<UnaryOperator<String>> NAMED =
      ThreadLocal.withInitial(UnaryOperator::identity);
  private static volatile Display display = find().orElse(SILENT);

  private final Bar bar;
  private long done;
  private String note = "";

  private Progress(Bar bar) {
    this.bar = bar;
  }

  /** Starts to show work of {@code total} steps, at least 0, under a short title. */
  public static Progress of(String title, long total) {
    return new Progress(display.open(NAMED.get().apply(title), total));
  }

  /**
   * The same for one of many pieces whose results are shown elsewhere: it is shown only while it
   * runs.
   */
  public static Progress passing(String title, long total) {
    return new Progress(display.openPassing(NAMED.get().apply(title), total));
  }

  /**
   * Does work that is one of many stages: whatever this thread begins to show meanwhile gets a name
   * that says which, such as "Panel, 3 of 7: edges". Stages nest.
   *
   * @param name makes it of the work's own title; asked each time that work begins
   */
  public static void named(UnaryOperator<String> name, Runnable work) {
    final UnaryOperator<String> before = NAMED.get();
    NAMED.set(title -> before.apply(name.apply(title)));
    try {
      work.run();
    } finally {
      NAMED.set(before);
    }
  }

  /** Shows all work begun from now on here; {@link Display#silent()} shows none. */
  public static void showOn(Display next) {
    display = next;
  }

  /**
   * Counts one step.
   *
   * @param latest what to show beside the bar, such as the loss
   * @throws CancellationException when the thread was interrupted (its flag stays set): the work
   *     stops here, and whoever owns native memory or half-written files closes them on the way out
   */
  public void step(String latest) {
    done++;
    note = latest;
    bar.show(done, note, false);
    checkStop();
  }

  /**
   * Shows work beyond the steps that were announced, without counting one.
   *
   * @throws CancellationException as for {@link #step}
   */
  public void tell(String latest) {
    note = latest;
    bar.show(done, note, false);
    checkStop();
  }

  /**
   * Stops the work when its thread was interrupted; for loops without steps to show.
   *
   * @throws CancellationException when it was
   */
  public static void checkStop() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("stopped by the user");
    }
  }

  @Override
  public void close() {
    bar.show(done, note, true);
  }

  private static Optional<Display> find() {
    return ServiceLoader.load(Display.class, Progress.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(Display::usable)
        .findFirst();
  }

  /** A place that can show progress bars: a terminal, a notebook cell. */
  @FunctionalInterface
  public interface Display {
    /** Opens a bar for work of {@code total} steps. */
    Bar open(String title, long total);

    /** The same, of which nothing needs to stay; a log keeps it all the same. */
    default Bar openPassing(String title, long total) {
      return open(title, total);
    }

    /** Whether this place exists in this process. */
    default boolean usable() {
      return true;
    }

    /** Shows nothing. */
    static Display silent() {
      return SILENT;
    }
  }

  /** One bar; called from the working thread, often: it decides itself how often it redraws. */
  @FunctionalInterface
  public interface Bar {
    /** Shows that {@code done} steps are done; {@code finished} is true once, at the end. */
    void show(long done, String note, boolean finished);
  }
}
