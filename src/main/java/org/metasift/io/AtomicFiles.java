package org.metasift.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files, and folders of files, whole or not at all: beside their place first, then moved
 * there. An older file stays until the new one is whole. The new file has the permissions that the
 * system gives new files, unlike one of {@link Files#createTempFile}, which its owner alone may
 * read.
 */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Content {
    /** Writes into an empty file, open for writing. */
    void writeTo(FileChannel file) throws IOException;
  }

  /**
   * Writes a file; missing folders are made.
   *
   * @throws IOException when the place cannot be written; nothing partial is left there then, nor
   *     when {@code content} fails in another way
   */
  public static void write(Path target, Content content) throws IOException {
    final Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("it is a folder; a file is needed");
    }
    Files.createDirectories(folder);
    final Path unfinished = folder.resolve(".metasift-" + UUID.randomUUID() + ".part");
    try {
      try (FileChannel file =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(file);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Writes the content of a folder. */
  @FunctionalInterface
  public interface FolderContent {
    /** Writes into a folder, which is empty. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Writes files and folders into {@code target}, which is made where it is missing: into a hidden
   * folder in it first; what that holds is moved up once all of it is there.
   *
   * @throws IOException when the place cannot be written, or has such a file already; nothing
   *     partial is left there then, nor when {@code content} fails in another way
   */
  public static void writeFolder(Path target, FolderContent content) throws IOException {
    Files.createDirectories(target);
    final Path unfinished =
        Files.createDirectory(target.resolve(".metasift-" + UUID.randomUUID() + ".part"));
    try {
      content.writeTo(unfinished);
      for (final Path whole : inside(unfinished)) {
        Files.move(whole, target.resolve(whole.getFileName()));
      }
    } finally {
      delete(unfinished);
    }
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (final Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Writes a file of these bytes. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, file -> append(file, ByteBuffer.wrap(bytes)));
  }

  /** Writes all that remains in a buffer; a channel alone may take less. */
  public static void append(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
