package org.metasift.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Writes a file whole or not at all: beside its place first, then moved there. */
final class SafeFile {
  private SafeFile() {}

  /**
   * Writes the bytes, making missing folders.
   *
   * @throws UncheckedIOException with one sentence when the place cannot be written; nothing
   *     partial is left there, and an older file stays
   */
  static Path write(Path file, byte[] bytes) {
    Path unfinished = null;
    try {
      final Path folder = file.toAbsolutePath().getParent();
      if (folder == null || Files.isDirectory(file)) {
        throw new IOException("it is a folder; a file is needed");
      }
      Files.createDirectories(folder);
      unfinished = Files.createTempFile(folder, ".metasift-", ".part");
      Files.write(unfinished, bytes);
      moveInPlace(unfinished, file);
      return file;
    } catch (final IOException e) {
      discard(unfinished);
      throw new UncheckedIOException("cannot write %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static void moveInPlace(Path unfinished, Path file) throws IOException {
    // a temporary file is readable by its owner alone; what we write is for anyone to read
    unfinished.toFile().setReadable(true, false);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void discard(Path unfinished) {
    try {
      if (unfinished != null) {
        Files.deleteIfExists(unfinished);
      }
    } catch (final IOException leftBehind) {
      // the first failure is the one to tell
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof java.nio.file.FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file where a folder is needed";
    }
    return e.getMessage();
  }

  /** The lower-case part of the file's name after its last dot; empty without one. */
  static String extension(Path file) {
    final Path name = file.getFileName();
    final String text = name == null ? "" : name.toString();
    return text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
