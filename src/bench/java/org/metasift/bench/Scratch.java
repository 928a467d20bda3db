package org.metasift.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is there while something is measured. Whoever stops a measurement stops the
 * processes beside it, and the folder goes; the process ends at once, because the engine's
 * libraries must not be torn down under a step. It is also what {@link System#exit} does while a
 * folder is open.
 */
public final class Scratch implements AutoCloseable {
  private static final int STOPPED = 130;

  private final Path folder;
  private final Thread stop = new Thread(this::stop);

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /** A new folder among the machine's temporary ones. */
  public static Scratch open() throws IOException {
    final Scratch scratch = new Scratch(Files.createTempDirectory("metasift-bench"));
    Runtime.getRuntime().addShutdownHook(scratch.stop);
    return scratch;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  private void stop() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    delete();
    Runtime.getRuntime().halt(STOPPED);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (final IllegalStateException e) { // it is at work, and ends the process
      joined();
    }
    delete();
  }

  private void joined() {
    try {
      stop.join();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void delete() {
    if (!deleted() && !deleted()) { // work that is being stopped may write once more
      System.err.println("%s stays behind".formatted(folder));
    }
  }

  private boolean deleted() {
    try (Stream<Path> files = Files.walk(folder)) {
      final List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (final Path file : all) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (final IOException | UncheckedIOException e) {
      return false;
    }
  }
}
