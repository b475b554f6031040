package dev.bulwark.server.hook;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The hooks of all systems, in the database.
public final class Hooks {
  /// How long the secret before another signs as well.
  public static final Duration OVERLAP = Duration.ofDays(1);

  static final int MOST = 20;
  private static final int ID_BYTES = 10;

  private final Jdbi jdbi;
  private final HookSeal seal;
  private final Reach reach;
  private final InstantSource clock;
  private final SecureRandom random;

  public Hooks(
      Database database, HookSeal seal, Reach reach, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.seal = seal;
    this.reach = reach;
    this.clock = clock;
    this.random = random;
  }

  /// A hook with a secret nobody is shown again.
  public record Made(Hook hook, HookSecret secret) {}

  /// In the order they were made.
  public List<Hook> of(String system) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from hook where system = :system order by made, id")
                .bind("system", system)
                .map((rs, _) -> HookRows.hook(rs))
                .list());
  }

  /// @throws ServerFault `not-found`
  public Hook require(String system, String id) {
    return HookRows.find(jdbi, id)
        .filter(hook -> hook.system().equals(system))
        .orElseThrow(
            () -> new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address"));
  }

  /// @param seen the last entry there is: it is told what comes after
  /// @throws ServerFault `input-invalid`; `limit-reached` beyond twenty a system
  public Made make(String system, String address, Collection<String> kinds, String by, long seen) {
    String kept = reach.address(address).toString();
    Set<HookKind> wanted = kinds.stream().map(Hooks::kind).collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      throw new ServerFault(
          ServerFault.INVALID, "expected at least one kind of event to be told of, found none");
    }
    byte[] some = new byte[ID_BYTES];
    random.nextBytes(some);
    Instant now = Micros.instant(Micros.of(clock.instant()));
    Hook hook =
        new Hook(
            HexFormat.of().formatHex(some),
            system,
            kept,
            wanted,
            by,
            now,
            seen,
            new Hook.State.Working());
    HookSecret secret = HookSecret.make(random);
    String sealed = seal.seal(hook.id(), secret);
    if (!jdbi.inTransaction(handle -> inserted(handle, hook, sealed))) {
      throw new ServerFault(
          ServerFault.LIMIT,
          "expected at most %d webhooks of a system, found that many; take one away first"
              .formatted(MOST));
    }
    return new Made(hook, secret);
  }

  /// Whoever makes another for the same system waits for this one: two that counted at once would
  /// both find room.
  private static boolean inserted(Handle handle, Hook hook, String sealed) {
    handle
        .createUpdate("update system set title = title where id = :system")
        .bind("system", hook.system())
        .execute();
    return handle
            .createUpdate(
                "insert into hook (id, system, address, kinds, secret, old_secret, old_until,"
                    + " made_by, made, seen, tries, trying_since, next_try, disabled, why)"
                    + " select :id, :system, :address, :kinds, :secret, '', 0, :by, :made,"
                    + " :seen, 0, 0, 0, 0, '' where (select count(*) from hook where system"
                    + " = :system) < :most")
            .bind("id", hook.id())
            .bind("system", hook.system())
            .bind("address", hook.address())
            .bind("kinds", words(hook.kinds()))
            .bind("secret", sealed)
            .bind("by", hook.madeBy())
            .bind("made", Micros.of(hook.made()))
            .bind("seen", hook.seen())
            .bind("most", MOST)
            .execute()
        == 1;
  }

  private static HookKind kind(String word) {
    return HookKind.of(word)
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.INVALID,
                    "expected kinds of events out of %s, found another"
                        .formatted(
                            Arrays.stream(HookKind.values())
                                .map(HookKind::word)
                                .collect(Collectors.joining(", ")))));
  }

  private static String words(Set<HookKind> kinds) {
    return kinds.stream().map(HookKind::word).collect(Collectors.joining(" "));
  }

  /// Takes it away, with what is known of its deliveries.
  public void remove(Hook hook) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("delete from hook_delivery where hook = :id")
              .bind("id", hook.id())
              .execute();
          handle.createUpdate("delete from hook where id = :id").bind("id", hook.id()).execute();
        });
  }

  /// Gives it another secret; the one before signs as well for a day.
  public HookSecret rotate(Hook hook) {
    HookSecret secret = HookSecret.make(random);
    String sealed = seal.seal(hook.id(), secret);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update hook set old_secret = secret, old_until = :until, secret = :secret where"
                        + " id = :id")
                .bind("until", Micros.of(clock.instant().plus(OVERLAP)))
                .bind("secret", sealed)
                .bind("id", hook.id())
                .execute());
    return secret;
  }

  /// Goes on after it was given up, with somebody who answers for it from then on.
  ///
  /// @param seen the entry it goes on behind
  /// @param by an owner
  public void resume(Hook hook, long seen, String by) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update hook set disabled = 0, why = '', tries = 0, trying_since = 0, next_try ="
                        + " 0, seen = :seen, made_by = :by where id = :id and disabled <> 0")
                .bind("seen", seen)
                .bind("by", by)
                .bind("id", hook.id())
                .execute());
  }
}
