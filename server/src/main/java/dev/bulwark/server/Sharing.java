package dev.bulwark.server;

import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.disk.FreeRoom;
import dev.bulwark.server.hook.Leading;
import dev.bulwark.server.objects.S3Objects;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.replica.LeadingLease;
import dev.bulwark.server.replica.Leases;
import dev.bulwark.server.replica.SharedShelves;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;

/// Chooses where the systems' evidence lies, and who of several replicas does what one must.
final class Sharing {
  private Sharing() {}

  static Shelves shelves(Database database, ServerConfig config) {
    Configuration settings = config.settings();
    return settings.value(Settings.REPLICAS)
        ? new SharedShelves(leases(database, settings), objects(config))
        : Shelves.IN_FOLDERS;
  }

  /// Who delivers webhooks.
  static Leading leading(Database database, Configuration settings) {
    return settings.value(Settings.REPLICAS)
        ? new LeadingLease(leases(database, settings), "webhooks")
        : Leading.ALONE;
  }

  private static Leases leases(Database database, Configuration settings) {
    return new Leases(
        database,
        "process " + ProcessHandle.current().pid(),
        settings.value(Settings.REPLICAS_LEASE),
        settings.value(Settings.REPLICAS_WAIT),
        new SecureRandom());
  }

  private static Optional<Function<String, ObjectStore>> objects(ServerConfig config) {
    Configuration settings = config.settings();
    return settings
        .find(Settings.S3_ENDPOINT)
        .map(
            endpoint ->
                S3Objects.at(
                    endpoint,
                    settings.value(Settings.S3_REGION),
                    settings.value(Settings.S3_BUCKET),
                    settings.secret(Settings.S3_ACCESS_KEY).orElseThrow(),
                    settings.secret(Settings.S3_SECRET_KEY).orElseThrow(),
                    FreeRoom.of(config.spool())));
  }
}
