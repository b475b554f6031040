package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.RegistryFault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A source that is slow, whichever way, keeps a run no longer than its terms say.
class FetcherTest {
  private static final Duration PATIENCE = Duration.ofMillis(900);

  /// Generous against a busy machine, and far from the ten seconds and more each host would take.
  private static final Duration BOUND = Duration.ofSeconds(4);

  @AutoClose private final IndexHost index;

  FetcherTest(@TempDir Path folder) {
    index = new IndexHost(folder);
  }

  /// A byte every 50 milliseconds, for a minute.
  private static void drip(HttpExchange exchange, Bytes first) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(first.toArray());
    for (int i = 0; i < 1_200; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Slow(String name, BiConsumer<IndexHost, HttpsHost> play) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Slow> slow() {
    return Stream.of(
        new Slow(
            "an index in drops",
            (_, host) -> host.answer(IndexHost.INDEX, exchange -> drip(exchange, Bytes.EMPTY))),
        new Slow(
            "an index that does not come",
            (_, host) ->
                host.answer(
                    IndexHost.INDEX,
                    _ -> {
                      for (int i = 0; i < 1_200; i++) {
                        pause();
                      }
                    })),
        new Slow(
            "a signature in drops",
            (_, host) ->
                host.answer(
                    "/models/scorer-1.0/model.sig", exchange -> drip(exchange, Bytes.EMPTY))),
        new Slow(
            "a file in drops",
            (_, host) ->
                host.answer(
                    "/models/scorer-1.0/x.pkl", exchange -> drip(exchange, Bytes.utf8("mod")))),
        // Each answer is in time by itself.
        new Slow(
            "many small files, each a little late",
            (index, host) -> {
              Map<String, String> files = new TreeMap<>();
              for (int i = 0; i < 100; i++) {
                files.put("part-" + i, "part");
              }
              index.serve(index.vendor().releases.signed("1.0", files, Vendor.KEY));
              for (String file : files.keySet()) {
                host.answer(
                    "/models/scorer-1.0/" + file,
                    exchange -> {
                      pause();
                      pause();
                      HttpsHost.whole(exchange, Bytes.utf8("part"));
                    });
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("slow")
  void aSlowSourceKeepsARunNoLongerThanItsTermsSay(Slow slow) {
    Vendor vendor = index.following();
    index.serve(vendor.release("1.0", "model".repeat(1_000)));
    slow.play().accept(index, index.host);
    List<Did> did = assertTimeoutPreemptively(BOUND, () -> index.run(vendor, PATIENCE));
    assertThat(did.toString()).contains("takes longer");
    assertThat(vendor.state().versions()).isEmpty();
  }

  /// A disk that is full, by the device that always is.
  @Test
  void whatCannotBeWrittenHereIsNotTheSourcesFault() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Bytes content = Bytes.utf8("model");
    index.host.answer("/models/x", content);
    URI uri = index.address().uri().resolve("x");
    try (Fetcher fetcher = index.fetcher(Duration.ofSeconds(20));
        OutputStream file = Files.newOutputStream(full)) {
      assertThatThrownBy(() -> fetcher.download(uri, full, file, 5, Digest.of(content)))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("make room there");
    }
  }

  /// Nothing is asked for any more when the time is up.
  @Test
  void whoComesLateIsNotServed() throws InterruptedException {
    index.host.answer(IndexHost.INDEX, Bytes.utf8("x"));
    AtomicLong now = new AtomicLong();
    try (Fetcher fetcher = new Fetcher(index.address(), Duration.ofSeconds(5), now::get)) {
      assertThat(fetcher.get(index.address().uri(), ByteSize.ofKib(1))).isEqualTo(Bytes.utf8("x"));
      now.set(Duration.ofSeconds(5).toNanos());
      assertThatThrownBy(() -> fetcher.get(index.address().uri(), ByteSize.ofKib(1)))
          .isInstanceOf(RegistryFault.class)
          .hasMessageContaining("takes longer");
    }
  }
}
