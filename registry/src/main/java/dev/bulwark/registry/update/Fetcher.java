package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.signing.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Fetches what an address of a channel, and what lies beside it, answers with. Nothing it fetches
/// is trusted.
///
/// One bound in time for all of it together, from the making of the fetcher on: names looked up,
/// connections, redirects, every answer to its last byte. When it is up, whatever is being waited
/// for fails, and so does all that is asked for afterwards. Bounded in bytes for each answer. It
/// follows a few redirects, and only within the same scheme, host and port: whoever answers
/// elsewhere is not who was named.
///
/// For one thread at a time.
public final class Fetcher implements AutoCloseable {
  private static final int MOST_REDIRECTS = 3;
  private static final int BUFFER = 1 << 16;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Address address;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final long begun;
  private final HttpClient client;

  /// @param patience for everything that is fetched by it
  /// @param nanoTime a clock that only goes on, in nanoseconds
  public Fetcher(Address address, Duration patience, LongSupplier nanoTime) {
    this.address = address;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.client = client(address);
  }

  public Address address() {
    return address;
  }

  /// The whole answer.
  ///
  /// @throws RegistryFault `registry-source`
  Bytes get(URI uri, ByteSize most) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    transfer(uri, most.bytes(), all);
    return Bytes.of(all.toByteArray());
  }

  /// A file of exactly this size and digest.
  ///
  /// @throws RegistryFault `registry-source`
  /// @throws StoreFault `store-unavailable` when it cannot be written here, which is not the
  ///   source's doing
  void download(URI uri, Path to, long size, Digest digest) {
    try (OutputStream file =
        Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      download(uri, to, file, size, digest);
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  /// @param to what `file` is called, for people
  void download(URI uri, Path to, OutputStream file, long size, Digest digest) {
    MessageDigest seen = Digest.sha256();
    long count;
    try {
      count = transfer(uri, size, new DigestOutputStream(file, seen));
    } catch (Unwritten e) {
      throw unwritable(to, e.cause);
    }
    if (count != size || !new Digest(Bytes.of(seen.digest())).equals(digest)) {
      throw unusable(uri, "the file the index names, of " + size + " bytes", "another");
    }
  }

  private static StoreFault unwritable(Path to, IOException e) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected to write what was fetched to %s, found: %s; make room there"
            .formatted(to, e.getClass().getSimpleName()),
        e);
  }

  /// What was read could not be written: no word about who sent it.
  private static final class Unwritten extends RuntimeException {
    private final IOException cause;

    Unwritten(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private Duration left() {
    return patience.minusNanos(nanoTime.getAsLong() - begun);
  }

  /// Whether it failed before its time was over. An answer may be given up a moment before, as it
  /// is waited for no longer than is left.
  private boolean hasTime(IOException e) {
    boolean waited =
        e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
    return left().isPositive() && !waited;
  }

  private long transfer(URI uri, long most, OutputStream to) {
    try {
      HttpResponse<InputStream> response = answer(uri);
      try (InputStream in = response.body();
          Deadline _ = new Deadline(in, left())) {
        return copy(uri, in, most, to);
      }
    } catch (IOException e) {
      throw new RegistryFault(
          RegistryFault.SOURCE_UNUSABLE,
          "expected an answer of %s, and all from there within %d s, found: %s"
              .formatted(
                  uri,
                  patience.toSeconds(),
                  hasTime(e)
                      ? e.getClass().getSimpleName()
                      : "that it takes longer; ask the publisher, or open the channel with a longer --fetch-within"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable(uri, "an answer", "an interruption");
    }
  }

  private HttpResponse<InputStream> answer(URI uri) throws IOException, InterruptedException {
    URI at = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> response = ask(at);
      if (response.statusCode() == 200) {
        return response;
      }
      response.body().close();
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        throw unusable(uri, "the answer 200", "the answer " + response.statusCode());
      }
      at = same(uri, at, location.get());
    }
    throw unusable(uri, "at most " + MOST_REDIRECTS + " redirects", "more");
  }

  private HttpResponse<InputStream> ask(URI at) throws IOException, InterruptedException {
    Duration left = left();
    if (!left.isPositive()) {
      throw new HttpTimeoutException("no time is left");
    }
    return client.send(
        HttpRequest.newBuilder(at).timeout(left).GET().build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private URI same(URI asked, URI from, String location) {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw unusable(asked, "a redirect within " + address.uri().getHost(), "one to nowhere");
    }
    boolean same =
        address.uri().getScheme().equalsIgnoreCase(to.getScheme())
            && address.uri().getHost().equalsIgnoreCase(to.getHost())
            && address.uri().getPort() == to.getPort();
    if (!same) {
      throw unusable(asked, "a redirect within " + address.uri().getHost(), "one to elsewhere");
    }
    return to;
  }

  private static long copy(URI uri, InputStream in, long most, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      count += read;
      if (count > most) {
        throw unusable(uri, "at most " + most + " bytes", "more");
      }
      write(to, buffer, read);
    }
    return count;
  }

  private static void write(OutputStream to, byte[] buffer, int size) {
    try {
      to.write(buffer, 0, size);
    } catch (IOException e) {
      throw new Unwritten(e);
    }
  }

  private static HttpClient client(Address address) {
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
    if (!address.authority().isEmpty()) {
      client.sslContext(trusting(Certificates.parsePem(Bytes.utf8(address.authority()))));
    }
    return client.build();
  }

  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        roots.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(roots);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static RegistryFault unusable(URI uri, String expected, String found) {
    return new RegistryFault(
        RegistryFault.SOURCE_UNUSABLE,
        "expected %s from %s, found %s".formatted(expected, uri, found));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /// Closes a stream when time is up: a server that sends a byte a minute keeps nobody.
  private static final class Deadline implements AutoCloseable {
    private final Thread waiting;

    Deadline(InputStream stream, Duration patience) {
      this.waiting = Thread.ofVirtual().start(() -> closeAfter(stream, patience));
    }

    private static void closeAfter(InputStream stream, Duration patience) {
      try {
        Thread.sleep(patience);
        stream.close();
      } catch (InterruptedException e) {
        // It was read to its end in time.
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // Whoever reads finds it closed either way.
      }
    }

    @Override
    public void close() {
      waiting.interrupt();
    }
  }
}
