package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.sql.Database;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A courier's round with everything around it in a test's hands: what happened, the clock, and a
/// receiver that answers as it is told.
final class Told implements Sender {
  static final String SYSTEM = "scoring";

  /// Thrown by a receiver that takes a message and whose sender then dies.
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  record Posted(String id, String timestamp, String signature, Bytes body) {
    boolean isSignedBy(HookSecret secret) {
      return List.of(signature.split(" "))
          .contains(secret.sign(id, Long.parseLong(timestamp), body));
    }

    String type() {
      return body.utf8().replaceAll(".*\"type\":\"([^\"]+)\".*", "$1");
    }
  }

  final Deque<Integer> answers = new ArrayDeque<>();
  final List<Posted> posted = new ArrayList<>();
  final Hooks hooks;
  final Progress progress;
  final Deliveries deliveries;
  Instant now = Instant.parse("2026-11-24T10:00:00Z");
  Optional<Duration> retryAfter = Optional.empty();
  final Set<String> owners = new HashSet<>(Set.of("ada"));
  Runnable afterwards = () -> {};
  boolean kill;
  private final List<Happening> happenings = new ArrayList<>();
  private long last = 2;

  Told(Database database, Path home) {
    SecureRandom random = new SecureRandom();
    HookSeal seal = new HookSeal(home, random);
    this.hooks = new Hooks(database, seal, Reach.of(Set.of(), false), () -> now, random);
    this.progress = new Progress(database, seal, () -> now);
    this.deliveries = new Deliveries(database);
  }

  Hooks.Made make(HookKind... kinds) {
    return hooks.make(
        SYSTEM,
        "https://hooks.example.org/in",
        java.util.Arrays.stream(kinds).map(HookKind::word).toList(),
        "ada",
        last);
  }

  void happens(long index, HookKind kind) {
    happenings.add(new Happening(kind, index, Digest.of(Bytes.utf8(index + kind.word())), now));
    last = Math.max(last, index);
  }

  void grows(long to) {
    last = to;
  }

  Round round() {
    return new Round(
        progress,
        deliveries,
        _ -> Optional.of(new News.Said(last, happenings)),
        this,
        hook -> owners.contains(hook.madeBy()),
        system -> "https://bulwark.example.org/systems/" + system,
        () -> now,
        new Random(7));
  }

  /// One round for every hook that is due.
  void deliver() {
    progress.due().forEach(hook -> deliver(hook.id(), () -> true));
  }

  void deliver(String hook, BooleanSupplier goesOn) {
    try {
      round().deliver(hook, goesOn);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Hook hook(Hooks.Made made) {
    return hooks.require(SYSTEM, made.hook().id());
  }

  @Override
  public Answer post(URI to, SequencedMap<String, String> headers, Bytes body) {
    posted.add(
        new Posted(
            headers.getOrDefault("webhook-id", ""),
            headers.getOrDefault("webhook-timestamp", ""),
            headers.getOrDefault("webhook-signature", ""),
            body));
    if (kill) {
      throw new Killed();
    }
    afterwards.run();
    int status = answers.isEmpty() ? 200 : answers.pop();
    return status == 0
        ? new Answer.None("it did not answer in time")
        : new Answer.Status(status, retryAfter);
  }
}
