package dev.bulwark.store;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileReader;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tiles and checkpoint of a ledger behind HTTPS, as C2SP tlog-tiles lays them out.
///
/// Every answer is bounded in bytes and time; redirects are not followed, so a token goes nowhere
/// else. Trust: none, as with any place of tiles.
///
/// @param base such as `https://host/systems/x/tlog`, without a slash at the end
/// @param authorization the header's value; empty for none
public record HttpTileReader(HttpClient client, URI base, String authorization)
    implements TileReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_NOTE_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  public HttpTileReader {
    if (!"https".equals(base.getScheme())) {
      throw new IllegalArgumentException("a ledger elsewhere is read by https");
    }
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return fetch(path.path(), path.maxBytes());
  }

  /// A server elsewhere cannot be asked what it has.
  @Override
  public List<TilePath> list(int level, long from, long to) {
    return List.of();
  }

  /// The signed note, unverified.
  ///
  /// @throws StoreFault `store-unavailable` when there is none
  public Bytes checkpoint() {
    return fetch("checkpoint", MAX_NOTE_BYTES)
        .orElseThrow(() -> unavailable("a checkpoint", "nothing at this address", null));
  }

  private Optional<Bytes> fetch(String path, int maxBytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/" + path)).timeout(PATIENCE).GET();
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == NOT_FOUND) {
          return Optional.empty();
        }
        if (answer.statusCode() != OK) {
          throw unavailable("an answer of 200", "status " + answer.statusCode(), null);
        }
        return Optional.of(Bytes.of(body.readNBytes(maxBytes + 1)));
      }
    } catch (IOException e) {
      throw unavailable("an answer", e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("an answer", "an interruption", e);
    }
  }

  private StoreFault unavailable(String expected, String found, @Nullable Exception cause) {
    String message =
        "expected %s of the ledger at %s, found: %s; look at the address, the token and the certificate"
            .formatted(expected, base, found);
    return new StoreFault(StoreFault.UNAVAILABLE, message, cause);
  }
}
