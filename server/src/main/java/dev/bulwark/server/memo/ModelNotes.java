package dev.bulwark.server.memo;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Names of models that have no version yet, and the descriptions and tags that clients of MLflow
/// give models and versions. Nothing is decided by any of it.
public final class ModelNotes {
  private static final int MOST_NOTES = 200;
  private static final int MOST_MODELS = 1000;
  private static final int LONGEST = 5000;
  private static final int LONGEST_KEY = 250;
  private static final String DESCRIPTION = "d";
  private static final String TAG = "t:";

  private final Jdbi jdbi;
  private final InstantSource clock;

  public ModelNotes(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /// What a note is about.
  ///
  /// @param version 0 for the model itself
  public record About(String system, String name, long version) {}

  /// A name somebody took for a model.
  public record Model(String name, Instant created, Instant updated) {}

  /// @throws ServerFault `already-there`; `too-large` when a system has too many names
  public void create(String system, String name) {
    long now = Micros.of(clock.instant());
    try {
      jdbi.useTransaction(
          handle -> {
            requireFew(handle, system);
            handle
                .createUpdate(
                    "insert into mlflow_model (system, name, created, updated) values (:system,"
                        + " :name, :now, :now)")
                .bind("system", system)
                .bind("name", name)
                .bind("now", now)
                .execute();
          });
    } catch (UnableToExecuteStatementException e) {
      if (Database.isDuplicate(e)) {
        throw new ServerFault(
            ServerFault.CONFLICT, "expected a new name, found a model of the name " + name, e);
      }
      throw e;
    }
  }

  private static void requireFew(Handle handle, String system) {
    long names =
        handle
            .createQuery("select count(*) from mlflow_model where system = :system")
            .bind("system", system)
            .mapTo(Long.class)
            .one();
    if (names >= MOST_MODELS) {
      throw new ServerFault(
          ServerFault.TOO_LARGE,
          "expected at most %,d names of models in a system, found as many; push versions of those"
              .formatted(MOST_MODELS));
    }
  }

  public List<Model> all(String system) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from mlflow_model where system = :system order by name")
                .bind("system", system)
                .map(
                    (rs, _) ->
                        new Model(
                            rs.getString("name"),
                            Micros.instant(rs.getLong("created")),
                            Micros.instant(rs.getLong("updated"))))
                .list());
  }

  public void describe(About about, String text) {
    put(about, DESCRIPTION, text);
  }

  public String description(About about) {
    return Optional.ofNullable(notes(about).get(DESCRIPTION)).orElse("");
  }

  public void tag(About about, String key, String value) {
    put(about, TAG + key, value);
  }

  public void untag(About about, String key) {
    jdbi.useHandle(handle -> delete(handle, about, TAG + key));
  }

  public SortedMap<String, String> tags(About about) {
    SortedMap<String, String> tags = new TreeMap<>();
    notes(about)
        .forEach(
            (key, value) -> {
              if (key.startsWith(TAG)) {
                tags.put(key.substring(TAG.length()), value);
              }
            });
    return tags;
  }

  private SortedMap<String, String> notes(About about) {
    SortedMap<String, String> notes = new TreeMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "select key, value from mlflow_note where system = :system and name = :name and"
                        + " version = :version")
                .bind("system", about.system())
                .bind("name", about.name())
                .bind("version", about.version())
                .map((rs, _) -> notes.put(rs.getString("key"), rs.getString("value")))
                .list());
    return notes;
  }

  private void put(About about, String key, String value) {
    if (key.length() > LONGEST_KEY || value.length() > LONGEST) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a key of at most %d characters and a value of at most %,d, found more"
              .formatted(LONGEST_KEY, LONGEST));
    }
    jdbi.useTransaction(
        handle -> {
          delete(handle, about, key);
          if (notes(handle, about) >= MOST_NOTES) {
            throw new ServerFault(
                ServerFault.INVALID, "expected at most 200 tags, found more; take some away");
          }
          bound(
                  handle.createUpdate(
                      "insert into mlflow_note (system, name, version, key, value) values (:system,"
                          + " :name, :version, :key, :value)"),
                  about)
              .bind("key", key)
              .bind("value", value)
              .execute();
        });
  }

  private static long notes(Handle handle, About about) {
    return handle
        .createQuery(
            "select count(*) from mlflow_note where system = :system and name = :name and version ="
                + " :version")
        .bind("system", about.system())
        .bind("name", about.name())
        .bind("version", about.version())
        .mapTo(Long.class)
        .one();
  }

  private static void delete(Handle handle, About about, String key) {
    bound(
            handle.createUpdate(
                "delete from mlflow_note where system = :system and name = :name and version ="
                    + " :version and key = :key"),
            about)
        .bind("key", key)
        .execute();
  }

  private static org.jdbi.v3.core.statement.Update bound(
      org.jdbi.v3.core.statement.Update update, About about) {
    return update
        .bind("system", about.system())
        .bind("name", about.name())
        .bind("version", about.version());
  }
}
