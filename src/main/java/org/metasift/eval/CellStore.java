package org.metasift.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.metasift.data.BadDataException;
import org.metasift.eval.NcrTable.Cell;

/**
 * The finished cells of a table of NCR, in an SQLite file. Each is a transaction of its own: a
 * process that is killed loses none. Cells of other data, budgets and settings lie beside them,
 * under their own {@code conditions}.
 */
final class CellStore implements AutoCloseable {
  private static final String KEY = "attack = ? and sifter = ? and seed = ? and conditions = ?";

  private final Path file;
  private final Connection connection;

  private CellStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens the store, made where there is none; folders too.
   *
   * @throws BadDataException when the file is none of ours, or cannot be written
   */
  static CellStore open(Path file) {
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written", e);
    }
    Connection connection = null;
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma journal_mode = wal");
        statement.execute(
            """
            create table if not exists cells (
              attack text not null, sifter text not null, seed integer not null,
              ncr_percent real not null, poisoned integer not null, picked integer not null,
              seconds real not null, conditions text not null,
              primary key (attack, sifter, seed, conditions))
            """);
      }
      return new CellStore(file, connection);
    } catch (final SQLException e) {
      closeQuietly(connection);
      throw bad(file, e);
    }
  }

  /** The cell, if it is finished. */
  Optional<Cell> find(String attack, String sifter, long seed, String conditions) {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select ncr_percent, poisoned, picked, seconds from cells where " + KEY)) {
      query.setString(1, attack);
      query.setString(2, sifter);
      query.setLong(3, seed);
      query.setString(4, conditions);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Cell(
                    attack,
                    sifter,
                    seed,
                    row.getDouble(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getDouble(4),
                    conditions))
            : Optional.empty();
      }
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  /** Keeps a cell. */
  void put(Cell cell) {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert or replace into cells values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, cell.attack());
      insert.setString(2, cell.sifter());
      insert.setLong(3, cell.seed());
      insert.setDouble(4, cell.ncr());
      insert.setInt(5, cell.poisoned());
      insert.setInt(6, cell.picked());
      insert.setDouble(7, cell.seconds());
      insert.setString(8, cell.conditions());
      insert.executeUpdate();
    } catch (final SQLException e) {
      throw bad(file, e);
    }
  }

  private static BadDataException bad(Path file, SQLException e) {
    return new BadDataException(
        file, "cannot be used as a table of cells (%s)".formatted(e.getMessage()), e);
  }

  private static void closeQuietly(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (final SQLException e) {
      // the error that made us close is the one to tell
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }
}
