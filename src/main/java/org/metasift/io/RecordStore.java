package org.metasift.io;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results of long work, kept one by one in a table of an SQLite file: a record is a row, its
 * components are the columns. Every row is a transaction of its own, so a process that is killed
 * loses none that it kept.
 *
 * <p>Safe for use by several threads.
 *
 * @param <R> a public record whose components are String, int, long, double, or Double, where null
 *     is kept as such
 */
public final class RecordStore<R extends Record> implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final String table;
  private final Class<R> type;
  private final List<String> key;

  private RecordStore(
      Path file, Connection connection, String table, Class<R> type, List<String> key) {
    this.file = file;
    this.connection = connection;
    this.table = table;
    this.type = type;
    this.key = key;
  }

  /**
   * Opens a table, made where there is none; missing folders are made.
   *
   * @param key the components that tell one record from another
   * @throws IllegalArgumentException when the file is no SQLite file, has such a table of other
   *     columns, or cannot be written
   */
  public static <R extends Record> RecordStore<R> open(
      Path file, String table, Class<R> type, String... key) {
    Connection connection = null;
    try {
      final Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      final RecordStore<R> store = new RecordStore<>(file, connection, table, type, List.of(key));
      store.make();
      return store;
    } catch (final SQLException | IOException e) {
      closeQuietly(connection);
      throw bad(file, e);
    }
  }

  private void make() throws SQLException {
    final String columns =
        Arrays.stream(type.getRecordComponents())
            .map(component -> component.getName() + " " + sqlType(component))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute(
          "create table if not exists %s (%s, primary key (%s))"
              .formatted(table, columns, String.join(", ", key)));
      statement.executeQuery("select %s from %s limit 1".formatted(names(), table)).close();
    }
  }

  /**
   * Refuses a file of an older version, which distinguished records by words.
   *
   * @param component that is JSON in every record
   * @throws IllegalArgumentException when it is not
   */
  public synchronized void checkJson(String component) {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from %s where not json_valid(%s)".formatted(table, component))) {
      row.next();
      if (row.getInt(1) > 0) {
        throw new IllegalArgumentException(
            "%s holds %,d results of an older version, which named settings in words and cannot be told apart by this one; name another place, or delete it"
                .formatted(file, row.getInt(1)));
      }
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  private static String sqlType(RecordComponent component) {
    final Class<?> type = component.getType();
    if (type == String.class) {
      return "text not null";
    }
    if (type == int.class || type == long.class) {
      return "integer not null";
    }
    if (type == double.class) {
      return "real not null";
    }
    if (type == Double.class) {
      return "real";
    }
    throw new IllegalArgumentException("no column holds a " + type + ", as " + component);
  }

  private String names() {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }

  /**
   * The record with this key, if it is kept.
   *
   * @param values of the key's components, in their order
   */
  public synchronized Optional<R> find(Object... values) {
    final String condition = key.stream().map(k -> k + " = ?").collect(Collectors.joining(" and "));
    try (PreparedStatement query =
        connection.prepareStatement(
            "select %s from %s where %s".formatted(names(), table, condition))) {
      fill(query, values);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  /** All records, in the order in which they were kept last. */
  public synchronized List<R> all() {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select %s from %s order by rowid".formatted(names(), table))) {
      final List<R> all = new ArrayList<>();
      while (row.next()) {
        all.add(read(row));
      }
      return all;
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  /** Keeps a record, in the place of one with its key. */
  public synchronized void put(R record) {
    final Object[] values = Records.values(record);
    final String marks =
        Stream.generate(() -> "?").limit(values.length).collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert or replace into %s (%s) values (%s)".formatted(table, names(), marks))) {
      fill(insert, values);
      insert.executeUpdate();
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  private static void fill(PreparedStatement statement, Object[] values) throws SQLException {
    for (int k = 0; k < values.length; k++) {
      statement.setObject(k + 1, values[k]);
    }
  }

  private R read(ResultSet row) throws SQLException {
    final RecordComponent[] components = type.getRecordComponents();
    final Object[] values = new Object[components.length];
    for (int k = 0; k < values.length; k++) {
      final Class<?> wanted = components[k].getType();
      if (wanted == String.class) {
        values[k] = row.getString(k + 1);
      } else if (wanted == int.class) {
        values[k] = row.getInt(k + 1);
      } else if (wanted == long.class) {
        values[k] = row.getLong(k + 1);
      } else {
        final double number = row.getDouble(k + 1);
        values[k] = row.wasNull() ? null : (Object) number;
      }
    }
    return Records.make(type, values);
  }

  private static IllegalArgumentException bad(Path file, Exception cause) {
    return new IllegalArgumentException(
        "%s cannot be used to keep results (%s); name another place, or delete it"
            .formatted(file, cause.getMessage()),
        cause);
  }

  private static void closeQuietly(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (final SQLException e) {
      // every row is safe already
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }
}
