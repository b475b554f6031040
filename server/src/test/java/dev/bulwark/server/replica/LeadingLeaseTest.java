package dev.bulwark.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.sql.Database;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One of several delivers, and another as soon as it does not.
final class LeadingLeaseTest {
  private static Postgres postgres;
  private Database database;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void open() {
    database = Database.open(postgres.schema());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private LeadingLease lease() {
    return new LeadingLease(
        new Leases(
            database,
            "test",
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            new java.security.SecureRandom()),
        "webhooks");
  }

  @Test
  void oneLeadsAndNobodyWaits() {
    try (LeadingLease other = lease()) {
      try (LeadingLease one = lease()) {
        assertThat(one.leads()).isTrue();
        long begin = System.nanoTime();
        assertThat(other.leads()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(one.leads()).as("it stays the one").isTrue();
      }
      assertThat(other.leads()).isTrue();
    }
  }

  @Test
  void whoSleptThroughItsTermLeadsNoMore() {
    try (LeadingLease one = lease();
        LeadingLease other = lease()) {
      assertThat(one.leads()).isTrue();
      database.jdbi().useHandle(handle -> handle.execute("update ledger_lease set expires = 0"));
      assertThat(other.leads()).isTrue();
      assertThat(one.leads()).isFalse();
    }
  }
}
