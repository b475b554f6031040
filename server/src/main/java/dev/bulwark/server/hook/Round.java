package dev.bulwark.server.hook;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one hook what it was not told yet, in the ledger's order, up to the first message that is
/// not taken.
///
/// A message counts as taken when it was answered with 2xx and that is in the database. A crash
/// between the two sends it again, under the same id. The place in the ledger moves when every
/// message of an entry was taken, and only from where it was.
public final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int GONE = 410;

  private final Progress progress;
  private final Deliveries deliveries;
  private final Function<String, Optional<News.Said>> news;
  private final Sender sender;
  private final Function<String, String> pages;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param pages where a system's pages are, by its id
  public Round(
      Progress progress,
      Deliveries deliveries,
      News news,
      Reach reach,
      Supplier<SSLContext> tls,
      Function<String, String> pages,
      InstantSource clock,
      RandomGenerator random) {
    this(progress, deliveries, news::of, new Post(reach, tls, PATIENCE), pages, clock, random);
  }

  Round(
      Progress progress,
      Deliveries deliveries,
      Function<String, Optional<News.Said>> news,
      Sender sender,
      Function<String, String> pages,
      InstantSource clock,
      RandomGenerator random) {
    this.progress = progress;
    this.deliveries = deliveries;
    this.news = news;
    this.sender = sender;
    this.pages = pages;
    this.clock = clock;
    this.random = random;
  }

  /// @param goesOn asked before every message
  void deliver(String id, BooleanSupplier goesOn) {
    Optional<Hook> found = progress.find(id).filter(hook -> !hook.isDisabled());
    Optional<News.Said> said = found.flatMap(hook -> news.apply(hook.system()));
    if (found.isEmpty() || said.isEmpty()) {
      return;
    }
    Hook hook = found.get();
    List<Happening> due =
        said.get().happenings().stream()
            .filter(each -> each.index() > hook.seen() && hook.kinds().contains(each.kind()))
            .toList();
    Hook now = hook;
    for (int i = 0; i < due.size(); i++) {
      Happening happening = due.get(i);
      if (!goesOn.getAsBoolean() || !taken(now, happening)) {
        return;
      }
      boolean last = i + 1 == due.size() || due.get(i + 1).index() > happening.index();
      if (last) {
        if (!progress.moved(now, happening.index())) {
          return;
        }
        now = progress.find(id).orElse(now);
      }
    }
    if (said.get().last() > now.seen()) {
      progress.moved(now, said.get().last());
    }
  }

  private boolean taken(Hook hook, Happening happening) {
    Message message = Message.of(hook, happening, pages.apply(hook.system()));
    if (deliveries.isDelivered(hook, message.id())) {
      return true;
    }
    Optional<Hook.Secrets> secrets = progress.secrets(hook);
    if (secrets.isEmpty()) {
      disable(hook, "the key its secret was sealed under is not here; rotate the secret");
      return false;
    }
    Sender.Answer answer = send(hook, secrets.get(), message);
    Delivery delivery = record(hook, message, answer);
    if (!delivery.delivered()) {
      notTaken(hook, answer, delivery);
    }
    return delivery.delivered();
  }

  private Sender.Answer send(Hook hook, Hook.Secrets secrets, Message message) {
    long seconds = clock.instant().getEpochSecond();
    String signature = secrets.now().sign(message.id(), seconds, message.body());
    String signatures =
        secrets
            .before()
            .map(before -> signature + " " + before.sign(message.id(), seconds, message.body()))
            .orElse(signature);
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", message.id());
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put("webhook-signature", signatures);
    return sender.post(URI.create(hook.address()), headers, message.body());
  }

  private Delivery record(Hook hook, Message message, Sender.Answer answer) {
    int status =
        switch (answer) {
          case Sender.Answer.Status known -> known.code();
          case Sender.Answer.None _ -> 0;
        };
    String why =
        switch (answer) {
          case Sender.Answer.Status known ->
              known.isSuccess() ? "" : "it answered " + known.code() + ", not 2xx";
          case Sender.Answer.None(String none) -> none;
        };
    Delivery delivery =
        new Delivery(
            message.id(), message.type(), message.index(), clock.instant(), 1, status, why);
    deliveries.record(hook, delivery);
    return delivery;
  }

  private void notTaken(Hook hook, Sender.Answer answer, Delivery delivery) {
    Instant now = clock.instant();
    int tries = hook.state() instanceof Hook.State.Trying before ? before.tries() + 1 : 1;
    Instant since = hook.state() instanceof Hook.State.Trying before ? before.since() : now;
    if (delivery.status() == GONE) {
      disable(hook, "it answered 410: it is gone");
    } else if (Backoff.isOver(tries, since, now)) {
      disable(hook, "%d tries since %s, the last: %s".formatted(tries, since, delivery.why()));
    } else {
      Optional<Duration> asked =
          answer instanceof Sender.Answer.Status known ? known.retryAfter() : Optional.empty();
      progress.trying(
          hook, new Hook.State.Trying(tries, since, now.plus(Backoff.after(tries, asked, random))));
    }
  }

  private void disable(Hook hook, String why) {
    progress.disable(hook, why);
    LOG.atWarn()
        .addKeyValue("event", "webhook.disabled")
        .addKeyValue("hook", hook.id())
        .addKeyValue("system", hook.system())
        .log();
  }

  /// Sends a message that is about nothing, now, and moves nothing.
  public Delivery test(Hook hook) {
    Message message = Message.test(hook, clock.instant(), pages.apply(hook.system()));
    Sender.Answer answer =
        progress
            .secrets(hook)
            .map(secrets -> send(hook, secrets, message))
            .orElseGet(
                () -> new Sender.Answer.None("the key its secret was sealed under is not here"));
    return record(hook, message, answer);
  }
}
