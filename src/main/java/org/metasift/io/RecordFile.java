package org.metasift.io;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Several tables of one SQLite file, closed together: all of them, also where one cannot open. */
public final class RecordFile implements AutoCloseable {
  private final Path file;
  private final Deque<RecordStore<?>> open = new ArrayDeque<>();

  /** None yet; the file is made with the first table. */
  public RecordFile(Path file) {
    this.file = file;
  }

  /**
   * Opens a table of the file, as {@link RecordStore#open} does; where that fails, those opened
   * before are closed.
   *
   * @throws IllegalArgumentException as {@link RecordStore#open} does
   */
  public <R extends Record> RecordStore<R> table(String table, Class<R> type, String... key) {
    try {
      final RecordStore<R> store = RecordStore.open(file, table, type, key);
      open.push(store);
      return store;
    } catch (final RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Closes the tables, the last one opened first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
