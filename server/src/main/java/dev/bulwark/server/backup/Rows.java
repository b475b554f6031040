package dev.bulwark.server.backup;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.server.sql.Database;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// All rows of a server's tables as bytes, and back, whichever database they are in: texts, whole
/// numbers, bytes and nothing.
///
/// Written in one transaction that sees one moment; read in one that leaves all of it or nothing.
final class Rows {
  private static final String HISTORY = "flyway_schema_history";
  private static final int MOST_BYTES = 1 << 28;

  private static final int NOTHING = 0;
  private static final int TEXT = 1;
  private static final int NUMBER = 2;
  private static final int BYTES = 3;

  private Rows() {}

  /// Work on a connection.
  private interface Work {
    void on(Connection connection) throws SQLException, IOException;
  }

  private static void run(Connection connection, ProblemType problem, Work work) {
    try {
      work.on(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new BackupFault(
          problem,
          "expected the database to answer, found: SQL state %s; look at it and run the same again"
              .formatted(e.getSQLState()),
          e);
    }
  }

  /// @param same reads more in the same transaction, of the same moment
  /// @throws UncheckedIOException when they cannot be written
  static void write(Database database, DataOutputStream out, Consumer<Handle> same) {
    TransactionIsolationLevel level =
        database.isSqlite()
            ? TransactionIsolationLevel.SERIALIZABLE
            : TransactionIsolationLevel.REPEATABLE_READ;
    database
        .jdbi()
        .inTransaction(
            level,
            handle -> {
              run(
                  handle.getConnection(),
                  BackupFault.NOT_MADE,
                  connection -> write(connection, out));
              same.accept(handle);
              return handle;
            });
  }

  private static void write(Connection connection, DataOutputStream out)
      throws SQLException, IOException {
    List<String> tables = tables(connection);
    out.writeInt(tables.size());
    for (String table : tables) {
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
          int columns = rows.getMetaData().getColumnCount();
          out.writeUTF(table);
          out.writeInt(columns);
          for (int i = 1; i <= columns; i++) {
            out.writeUTF(rows.getMetaData().getColumnName(i));
          }
          while (rows.next()) {
            out.writeBoolean(true);
            for (int i = 1; i <= columns; i++) {
              value(rows.getObject(i), out);
            }
          }
          out.writeBoolean(false);
        }
      }
    }
  }

  private static void value(@org.jspecify.annotations.Nullable Object value, DataOutputStream out)
      throws IOException {
    switch (value) {
      case null -> out.writeByte(NOTHING);
      case Number number -> {
        out.writeByte(NUMBER);
        out.writeLong(number.longValue());
      }
      case byte[] bytes -> bytes(BYTES, bytes, out);
      case String text -> bytes(TEXT, text.getBytes(StandardCharsets.UTF_8), out);
      default ->
          throw new IllegalStateException(
              "a column of a kind no backup knows: " + value.getClass());
    }
  }

  private static void bytes(int tag, byte[] bytes, DataOutputStream out) throws IOException {
    out.writeByte(tag);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Tables in an order in which each comes after those it refers to.
  private static List<String> tables(Connection connection) throws SQLException {
    Set<String> left = new TreeSet<>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (found.next()) {
        left.add(found.getString("TABLE_NAME"));
      }
    }
    left.remove(HISTORY);
    left.removeIf(name -> name.startsWith("sqlite_"));
    Set<String> ordered = new LinkedHashSet<>();
    while (!left.isEmpty()) {
      List<String> ready = new ArrayList<>();
      for (String table : left) {
        if (ordered.containsAll(referred(connection, table))) {
          ready.add(table);
        }
      }
      if (ready.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + left);
      }
      ordered.addAll(ready);
      ready.forEach(left::remove);
    }
    return List.copyOf(ordered);
  }

  private static Set<String> referred(Connection connection, String table) throws SQLException {
    Set<String> referred = new TreeSet<>();
    try (ResultSet keys =
        connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
      while (keys.next()) {
        referred.add(keys.getString("PKTABLE_NAME"));
      }
    }
    referred.remove(table);
    return referred;
  }

  static boolean isEmpty(Database database) {
    boolean[] found = {false};
    database
        .jdbi()
        .useHandle(
            handle ->
                run(
                    handle.getConnection(),
                    BackupFault.NOT_RESTORED,
                    connection -> {
                      for (String table : tables(connection)) {
                        found[0] |=
                            handle
                                .createQuery("select 1 from " + table + " limit 1")
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent();
                      }
                    }));
    return !found[0];
  }

  /// Puts the rows in the place of whatever is there.
  ///
  /// @param systems the folder that each system's now lies in
  /// @throws UncheckedIOException when they are not rows of this form
  static void read(DataInputStream in, Database database, Path systems) {
    database
        .jdbi()
        .useTransaction(
            handle ->
                run(
                    handle.getConnection(),
                    BackupFault.NOT_RESTORED,
                    connection -> {
                      List<String> tables = tables(connection);
                      for (String table : tables.reversed()) {
                        handle.execute("delete from " + table);
                      }
                      int count = in.readInt();
                      for (int i = 0; i < count; i++) {
                        table(in, connection, tables);
                      }
                      handle
                          .createUpdate("update system set folder = :systems || '/' || id")
                          .bind("systems", systems.toString())
                          .execute();
                    }));
  }

  private static void table(DataInputStream in, Connection connection, List<String> tables)
      throws IOException, SQLException {
    String table = in.readUTF();
    int columns = in.readInt();
    if (!tables.contains(table) || columns < 1 || columns > 100) {
      throw new IOException("a table that this form has not");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      String name = in.readUTF();
      if (!name.matches("[a-z_]{1,63}")) {
        throw new IOException("a column that no table has");
      }
      names.add(name);
    }
    String sql =
        "insert into "
            + table
            + " ("
            + String.join(", ", names)
            + ") values ("
            + "?, ".repeat(columns - 1)
            + "?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      while (in.readBoolean()) {
        for (int i = 1; i <= columns; i++) {
          value(in, insert, i);
        }
        insert.executeUpdate();
      }
    }
  }

  private static void value(DataInputStream in, PreparedStatement insert, int at)
      throws IOException, SQLException {
    switch (in.readByte()) {
      case NOTHING -> insert.setObject(at, null);
      case NUMBER -> insert.setLong(at, in.readLong());
      case BYTES -> insert.setBytes(at, bytes(in));
      case TEXT -> insert.setString(at, new String(bytes(in), StandardCharsets.UTF_8));
      default -> throw new IOException("a value of no kind");
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException("a value too large");
    }
    return in.readNBytes(size);
  }
}
