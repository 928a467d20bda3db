package org.metasift.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder that a run leaves its results in, with a record of what was done, {@code run.json}. The
 * record is written last: a folder without it holds an unfinished run.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  /** The file of the record. */
  public static final String RECORD = "run.json";

  /**
   * Makes a folder for a new run.
   *
   * @throws IllegalArgumentException when it is a file or not empty, as no run writes over another,
   *     or cannot be made
   */
  public static RunFolder create(Path path) throws IOException {
    checkFree(path);
    try {
      Files.createDirectories(path);
    } catch (final FileSystemException e) {
      throw new IllegalArgumentException(
          "%s cannot be created: %s".formatted(path, why(path, e)), e);
    }
    return new RunFolder(path);
  }

  private static String why(Path path, FileSystemException e) {
    Path there = path.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isWritable(there)) {
      return "there is no permission to write in " + there;
    }
    return e instanceof NoSuchFileException || e.getReason() == null
        ? "the system allows no folders in " + there
        : e.getReason().toLowerCase(Locale.ROOT);
  }

  /**
   * As {@link #create}, but makes nothing: for a run that leaves no folder where it fails.
   *
   * @throws IllegalArgumentException when it is a file or not empty
   */
  public static void checkFree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + " is a file; a run needs a folder");
    }
    try (Stream<Path> inside = Files.list(path)) {
      if (inside.findAny().isPresent()) {
        throw new IllegalArgumentException(
            path + " is not empty; name a new folder, so that no run writes over another");
      }
    }
  }

  /**
   * Makes the next of the folders {@code parent/run-1}, {@code run-2} and so on: for a notebook
   * whose cells run again and again.
   */
  public static RunFolder next(Path parent) throws IOException {
    Files.createDirectories(parent);
    for (int number = 1; ; number++) {
      final Path path = parent.resolve("run-" + number);
      if (!Files.exists(path)) {
        return new RunFolder(Files.createDirectory(path));
      }
    }
  }

  /** Writes the record, which ends the run. */
  public void finish(Object record) throws IOException {
    write(record, path.resolve(RECORD));
  }

  /** Writes a record under another name: of work that several verbs go on with in one folder. */
  public static void write(Object record, Path file) throws IOException {
    AtomicFiles.write(file, Json.bytes(record));
  }

  /** Writes a record as one line, with a line end: for programs that read line by line. */
  public static void writeLine(Object record, Path file) throws IOException {
    AtomicFiles.write(file, (Json.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the record of a finished run.
   *
   * @throws IllegalArgumentException when there is none, or it is damaged
   */
  public static <R> R read(Path path, Class<R> type) throws IOException {
    final Path file = path.resolve(RECORD);
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          Files.exists(path)
              ? path + " is a file; the folder of a finished run is needed"
              : path + " does not exist; the folder of a finished run is needed");
    }
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          path + " holds no finished run: there is no " + RECORD + " in it");
    }
    return readFile(file, type);
  }

  /**
   * Reads a record by its file's name.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  public static <R> R readFile(Path file, Class<R> type) throws IOException {
    try {
      final R record = Json.read(Files.readAllBytes(file), type);
      if (record == null) {
        throw new IllegalArgumentException(file + " is damaged: it holds null");
      }
      return record;
    } catch (final JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is damaged: " + JsonFault.of(e), e);
    }
  }
}
