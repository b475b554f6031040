package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.signing.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Fetches what an address of a channel answers with. Nothing it fetches is trusted.
///
/// Bounded in bytes and in time, whoever is slow. It follows a few redirects, and only within the
/// same scheme, host and port: whoever answers elsewhere is not who was named.
///
/// @param patience for one answer, from the first byte sent to the last one read
public record Fetcher(Duration patience) {
  private static final int MOST_REDIRECTS = 3;
  private static final int BUFFER = 1 << 16;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /// The whole answer.
  ///
  /// @throws RegistryFault `registry-source`
  Bytes get(Address address, URI uri, ByteSize most) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    transfer(address, uri, most.bytes(), all);
    return Bytes.of(all.toByteArray());
  }

  /// A file of exactly this size and digest.
  ///
  /// @throws RegistryFault `registry-source`
  void download(Address address, URI uri, Path to, long size, Digest digest) {
    MessageDigest seen = Digest.sha256();
    long count;
    try (OutputStream file =
        Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      count =
          transfer(
              address,
              uri,
              size,
              new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                  write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int start, int length) throws IOException {
                  seen.update(bytes, start, length);
                  file.write(bytes, start, length);
                }
              });
    } catch (IOException e) {
      throw new RegistryFault(
          RegistryFault.SOURCE_UNUSABLE,
          "expected to write what was fetched to %s, found: %s; make room there"
              .formatted(to, e.getClass().getSimpleName()),
          e);
    }
    if (count != size || !new Digest(Bytes.of(seen.digest())).equals(digest)) {
      throw unusable(uri, "the file the index names, of " + size + " bytes", "another");
    }
  }

  private long transfer(Address address, URI uri, long most, OutputStream to) {
    try (HttpClient client = client(address)) {
      long deadline = patience.toNanos();
      HttpResponse<InputStream> response = answer(client, address, uri);
      try (InputStream in = response.body();
          Deadline _ = new Deadline(in, Duration.ofNanos(deadline))) {
        return copy(uri, in, most, to);
      } finally {
        client.shutdownNow();
      }
    } catch (IOException e) {
      throw new RegistryFault(
          RegistryFault.SOURCE_UNUSABLE,
          "expected an answer of %s within %d s, found: %s"
              .formatted(uri, patience.toSeconds(), e.getClass().getSimpleName()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable(uri, "an answer", "an interruption");
    }
  }

  private HttpResponse<InputStream> answer(HttpClient client, Address address, URI uri)
      throws IOException, InterruptedException {
    URI at = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(at).timeout(patience).GET().build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response;
      }
      response.body().close();
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        throw unusable(uri, "the answer 200", "the answer " + response.statusCode());
      }
      at = same(address, uri, at, location.get());
    }
    throw unusable(uri, "at most " + MOST_REDIRECTS + " redirects", "more");
  }

  private static URI same(Address address, URI asked, URI from, String location) {
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
      to.write(buffer, 0, read);
    }
    return count;
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
