package org.metasift.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files whole or not at all: beside their place first, then moved there. An older file stays
 * until the new one is whole. The new file has the permissions that the system gives new files,
 * unlike one of {@link Files#createTempFile}, which its owner alone may read.
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
