package org.metasift.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;
import org.metasift.io.AtomicFiles;

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
    try {
      AtomicFiles.write(file, bytes);
      return file;
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot write %s: %s".formatted(file, reason(e)), e);
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
