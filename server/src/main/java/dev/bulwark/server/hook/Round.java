package dev.bulwark.server.hook;

import dev.bulwark.server.ServerFault;
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
import java.util.function.Predicate;
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
  private static final String NO_OWNER = "its maker is no owner any more";

  private final Progress progress;
  private final Deliveries deliveries;
  private final Function<String, Optional<News.Said>> news;
  private final Sender sender;
  private final Places places = new Places();
  private final Trials trials;
  private final Predicate<Hook> answered;
  private final Function<String, String> pages;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// A message went out, and what came of it could not be written down: it will go out again.
  static final class Unrecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unrecorded(RuntimeException cause) {
      super("what came of a message could not be written down", cause);
    }
  }

  /// @param answered whether the maker of a hook is an owner of its system still
  /// @param pages where a system's pages are, by its id
  public Round(
      Progress progress,
      Deliveries deliveries,
      News news,
      Reach reach,
      Supplier<SSLContext> tls,
      Predicate<Hook> answered,
      Function<String, String> pages,
      InstantSource clock,
      RandomGenerator random) {
    this(
        progress,
        deliveries,
        news::of,
        new Post(reach, tls, PATIENCE),
        answered,
        pages,
        clock,
        random);
  }

  Round(
      Progress progress,
      Deliveries deliveries,
      Function<String, Optional<News.Said>> news,
      Sender sender,
      Predicate<Hook> answered,
      Function<String, String> pages,
      InstantSource clock,
      RandomGenerator random) {
    this.progress = progress;
    this.deliveries = deliveries;
    this.news = news;
    this.sender = sender;
    this.trials = new Trials(clock);
    this.answered = answered;
    this.pages = pages;
    this.clock = clock;
    this.random = random;
  }

  /// @param goesOn asked before every message
  /// @throws Unrecorded when a message went out that may go out again
  /// @throws InterruptedException while waiting for a place
  void deliver(String id, BooleanSupplier goesOn) throws InterruptedException {
    Optional<Hook> found =
        progress.find(id).filter(hook -> !hook.isDisabled()).filter(this::requireAnswered);
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
      if (!taken(now, happening, goesOn)) {
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

  private boolean requireAnswered(Hook hook) {
    boolean stays = answered.test(hook);
    if (!stays) {
      disable(hook, NO_OWNER);
    }
    return stays;
  }

  private boolean taken(Hook hook, Happening happening, BooleanSupplier goesOn)
      throws InterruptedException {
    Message message = Message.of(hook, happening, pages.apply(hook.system()));
    if (deliveries.isDelivered(hook, message.id())) {
      return true;
    }
    places.enter(hook.system());
    try {
      return goesOn.getAsBoolean() && requireAnswered(hook) && told(hook, message);
    } finally {
      places.leave(hook.system());
    }
  }

  private boolean told(Hook hook, Message message) {
    Optional<Hook.Secrets> secrets = progress.secrets(hook);
    if (secrets.isEmpty()) {
      disable(hook, "the key its secret was sealed under is not here; rotate the secret");
      return false;
    }
    Sender.Answer answer = send(hook, secrets.get(), message);
    try {
      Delivery delivery = record(hook, message, answer);
      if (!delivery.delivered()) {
        notTaken(hook, answer, delivery);
      }
      return delivery.delivered();
    } catch (RuntimeException e) {
      throw new Unrecorded(e);
    }
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
  ///
  /// @throws ServerFault `too-many-attempts` when one was sent just before; `busy` when there is no
  ///   place for it
  public Delivery test(Hook hook) {
    trials.begin(hook.id());
    Message message = Message.test(hook, clock.instant(), pages.apply(hook.system()));
    if (!entered(hook)) {
      throw new ServerFault(
          ServerFault.BUSY, "expected a place for one more message, found none; try again");
    }
    try {
      Sender.Answer answer =
          progress
              .secrets(hook)
              .map(secrets -> send(hook, secrets, message))
              .orElseGet(
                  () -> new Sender.Answer.None("the key its secret was sealed under is not here"));
      return record(hook, message, answer);
    } finally {
      places.leave(hook.system());
    }
  }

  private boolean entered(Hook hook) {
    try {
      return places.enter(hook.system(), PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
