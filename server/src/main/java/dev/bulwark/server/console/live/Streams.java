package dev.bulwark.server.console.live;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;

/// Answers that stay open (server-sent events, HTML Living Standard §9.2).
///
/// Bounded: four a person, so that a browser keeps connections for pages, and a thousand in all;
/// five minutes each, then the browser comes again. A comment every ten seconds keeps it open and
/// finds out that the other side has gone; with each, the session and the role are asked for anew,
/// and looking on uses no session up. All end before the server stops.
public final class Streams implements SmartLifecycle {
  static final int A_PERSON = 4;
  private static final int IN_ALL = 1000;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LongSupplier nanoTime;
  private volatile boolean running;

  public Streams(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Sends what `news` says, at once and whenever it says something else.
  ///
  /// @param still who the person is now, empty when they may no longer look
  /// @param news one line of JSON
  /// @throws ServerFault `too-many-attempts` beyond the bounds
  void send(
      HttpServletResponse response,
      Caller.Person person,
      Function<Caller.Person, Optional<Caller.Person>> still,
      Function<Caller.Person, String> news) {
    AtomicInteger own = open.computeIfAbsent(person.name(), _ -> new AtomicInteger());
    try {
      int theirs = own.incrementAndGet();
      int everybodys = all.incrementAndGet();
      if (theirs > A_PERSON || everybodys > IN_ALL) {
        throw new ServerFault(
            ServerFault.TOO_MANY,
            "expected at most %d pages that follow along, found more; load the page again for newer"
                .formatted(A_PERSON));
      }
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      follow(response.getOutputStream(), person, still, news);
    } catch (IOException e) {
      // The other side has gone: how such an answer ends.
      return;
    } finally {
      all.decrementAndGet();
      own.decrementAndGet();
    }
  }

  private void follow(
      OutputStream out,
      Caller.Person person,
      Function<Caller.Person, Optional<Caller.Person>> still,
      Function<Caller.Person, String> news)
      throws IOException {
    long begin = nanoTime.getAsLong();
    long heard = begin;
    write(out, "retry: 5000\n\n");
    Optional<Caller.Person> looking = still.apply(person);
    String last = "";
    while (looking.isPresent() && nanoTime.getAsLong() - begin < LONGEST.toNanos()) {
      String now = said(news, looking.get());
      if (!now.isEmpty() && !now.equals(last)) {
        last = now;
        write(out, "data: " + now + "\n\n");
      }
      if (stops()) {
        return;
      }
      if (nanoTime.getAsLong() - heard >= HEARTBEAT.toNanos()) {
        heard = nanoTime.getAsLong();
        looking = still.apply(person);
        write(out, ": still here\n\n");
      }
    }
    if (looking.isEmpty()) {
      write(out, "event: end\ndata: {}\n\n");
    }
  }

  /// Nothing while it cannot be told: the ledger is being written, or does not verify.
  private static String said(Function<Caller.Person, String> news, Caller.Person person) {
    try {
      return news.apply(person);
    } catch (Fault e) {
      return "";
    }
  }

  private boolean stops() {
    try {
      return stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// How many are open now.
  int count() {
    return all.get();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    stopping.countDown();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Stopped first, before the server waits for requests to end.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
