package dev.bulwark.server.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bulwark.server.ServerFault;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The server's tables: SQLite in a file, or PostgreSQL. The differences between the two are here
/// and nowhere else.
///
/// SQLite runs with a write-ahead log and full synchronisation, so that what was answered is on the
/// medium; its one connection is also the lock that orders writers.
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final String SILENCE_SECONDS = "60";

  /// No connection; it shuts down; it cut one off that was silent (PostgreSQL, appendix A).
  private static final Pattern GONE = Pattern.compile("08...|57P0[1-3]|25P03|53300");

  private static final String DUPLICATE = "23505";
  private static final int SQLITE_CONSTRAINT = 19;

  private final HikariDataSource source;
  private final Jdbi jdbi;

  private Database(HikariDataSource source) {
    this.source = source;
    this.jdbi = Jdbi.create(source);
    // A statement's values are passwords' hashes and sealed secrets: no exception names them.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
  }

  /// Opens, and brings the tables to the newest form.
  ///
  /// @param url `jdbc:sqlite:…` or `jdbc:postgresql:…`
  /// @throws ServerFault `server-unavailable`
  public static Database open(String url) {
    return open(url, Optional.empty());
  }

  /// @param password of the database, where its address names none
  public static Database open(String url, Optional<String> password) {
    HikariDataSource source = source(url, password);
    try {
      Flyway flyway = migrations(source);
      requireNotNewer(flyway);
      flyway.migrate();
      return new Database(source);
    } catch (ServerFault e) {
      source.close();
      throw e;
    } catch (FlywayException e) {
      source.close();
      throw unusable(e);
    }
  }

  private static HikariDataSource source(String url, Optional<String> password) {
    HikariConfig config = new HikariConfig();
    boolean sqlite = url.startsWith("jdbc:sqlite:");
    if (!sqlite && !url.startsWith("jdbc:postgresql:")) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected a database address jdbc:sqlite:FILE or jdbc:postgresql://…, found another"
              + " kind");
    }
    config.setJdbcUrl(url);
    password.ifPresent(config::setPassword);
    config.setMaximumPoolSize(sqlite ? 1 : CONNECTIONS);
    config.setConnectionTimeout(10_000);
    if (sqlite) {
      config.addDataSourceProperty("journal_mode", "WAL");
      config.addDataSourceProperty("synchronous", "FULL");
      config.addDataSourceProperty("foreign_keys", "true");
      config.addDataSourceProperty("busy_timeout", "10000");
    } else {
      // PostgreSQL would name the values of a row that breaks a rule.
      config.addDataSourceProperty("logServerErrorDetail", "false");
      // A database that is silent is one that is gone. What the address says is stronger.
      config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
      config.addDataSourceProperty("connectTimeout", "10");
      config.addDataSourceProperty("tcpKeepAlive", "true");
      // What was answered is on the medium, whatever the server's own default is; and nobody who
      // was paused keeps rows locked.
      config.setConnectionInitSql(
          "set synchronous_commit to on; set idle_in_transaction_session_timeout to '60s'");
    }
    try {
      return new HikariDataSource(config);
    } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      throw unusable(e);
    }
  }

  /// Opens a database that is in use, and changes nothing.
  ///
  /// @throws ServerFault `server-unavailable`, also when it is of another form than this program's
  public static Database openAsItIs(String url, Optional<String> password) {
    HikariDataSource source = source(url, password);
    try {
      Flyway flyway = migrations(source);
      requireNotNewer(flyway);
      if (flyway.info().pending().length > 0) {
        throw new ServerFault(
            ServerFault.UNAVAILABLE,
            "expected a database of this program's form, found an older one or none; use the"
                + " program that runs the server");
      }
      return new Database(source);
    } catch (ServerFault e) {
      source.close();
      throw e;
    } catch (FlywayException e) {
      source.close();
      throw unusable(e);
    }
  }

  /// Opens, and brings the tables to an earlier form than the newest: what is to be put in is of
  /// it.
  public static Database openAtForm(String url, Optional<String> password, int form) {
    HikariDataSource source = source(url, password);
    try {
      Flyway flyway = migrations(source);
      requireNotNewer(flyway);
      if (newest(flyway) < form) {
        throw new ServerFault(
            ServerFault.UNAVAILABLE,
            "expected form %d or older, found form %d, made by a newer Bulwark; use that one"
                .formatted(newest(flyway), form));
      }
      Flyway.configure()
          .configuration(flyway.getConfiguration())
          .target(Integer.toString(form))
          .load()
          .migrate();
      return new Database(source);
    } catch (ServerFault e) {
      source.close();
      throw e;
    } catch (FlywayException e) {
      source.close();
      throw unusable(e);
    }
  }

  private static ServerFault unusable(Exception e) {
    return new ServerFault(
        ServerFault.UNAVAILABLE,
        "expected a database that can be opened and brought up to date, found: "
            + e.getClass().getSimpleName()
            + "; look at its address, its rights and the room on its disk",
        e);
  }

  private static Flyway migrations(HikariDataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:dev/bulwark/server/migration")
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .load();
  }

  /// Migrations only lead forward: a database that a newer program has changed is left alone.
  private static void requireNotNewer(Flyway flyway) {
    MigrationInfo[] applied = flyway.info().applied();
    int newest = newest(flyway);
    int found = Arrays.stream(applied).mapToInt(Database::number).max().orElse(0);
    if (found > newest) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected a database of form %d or older, found form %d, made by a newer Bulwark; start that one, or restore a backup of before"
              .formatted(newest, found));
    }
  }

  /// The newest form this program knows.
  private static int newest(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(each -> each.getState() != MigrationState.FUTURE_SUCCESS)
        .filter(each -> each.getState() != MigrationState.FUTURE_FAILED)
        .mapToInt(Database::number)
        .max()
        .orElse(0);
  }

  private static int number(MigrationInfo migration) {
    return migration.getVersion() == null ? 0 : migration.getVersion().getMajor().intValueExact();
  }

  /// The number of the tables' form.
  public int form() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select max(cast(version as integer)) from flyway_schema_history where success")
                .mapTo(Integer.class)
                .one());
  }

  public boolean isSqlite() {
    return source.getMaximumPoolSize() == 1;
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /// Whether a statement failed because its key is there already.
  public static boolean isDuplicate(UnableToExecuteStatementException e) {
    return e.getCause() instanceof SQLException sql
        && (DUPLICATE.equals(sql.getSQLState())
            || (sql.getErrorCode() == SQLITE_CONSTRAINT
                && String.valueOf(sql.getMessage()).toUpperCase(Locale.ROOT).contains("UNIQUE"))
            || (sql.getErrorCode() == SQLITE_CONSTRAINT
                && String.valueOf(sql.getMessage())
                    .toUpperCase(Locale.ROOT)
                    .contains("PRIMARY KEY")));
  }

  /// Whether something failed because the database does not answer: it is gone, silent, or gives no
  /// connection.
  public static boolean isAway(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLNonTransientConnectionException
          || (cause instanceof SQLException sql
              && sql.getSQLState() != null
              && GONE.matcher(sql.getSQLState()).matches())) {
        return true;
      }
    }
    return false;
  }

  /// Whether it answers.
  public boolean isThere() {
    try {
      return jdbi.withHandle(handle -> handle.createQuery("select 1").mapTo(Integer.class).one())
          == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
