package dev.bulwark.server.hook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.bulwark.server.web.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A receiver of webhooks on this machine: HTTPS with a certificate of its own, and the
/// verification that a receiver makes, written from the specification alone.
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Certificate certificate;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(204, -1);

  /// Answers one request.
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /// @param headers by their names in lower case
  public record Received(String path, Map<String, String> headers, String body) {
    public String id() {
      return headers.getOrDefault("webhook-id", "");
    }

    /// Whether one of the signatures is by this secret.
    public boolean isSignedBy(String secret) {
      String signed = id() + "." + headers.get("webhook-timestamp") + "." + body;
      String expected = "v1," + Base64.getEncoder().encodeToString(hmac(secret, signed));
      return List.of(headers.getOrDefault("webhook-signature", "").split(" ")).contains(expected);
    }

    private static byte[] hmac(String secret, String signed) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Receiver(HttpServer server, Certificate certificate) {
    this.server = server;
    this.certificate = certificate;
    server.createContext("/", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      received.add(new Received(exchange.getRequestURI().toString(), headers, body));
      answer.to(exchange);
    }
  }

  public static Receiver begin(Path folder) {
    try {
      Certificate certificate =
          Certificate.ensure(
              folder.resolve("receiver.p12"), "localhost", Instant.now(), new SecureRandom());
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
      return new Receiver(server, certificate);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Certificate certificate)
      throws GeneralSecurityException, IOException {
    char[] password = certificate.password().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificate.file())) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String address(String path) {
    return "https://localhost:" + port() + path;
  }

  SSLContext trust() {
    return certificate.trust();
  }

  /// Its certificate in PEM.
  public String authority() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(certificate.leaf().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public void answer(Answer answer) {
    this.answer = answer;
  }

  public void answer(int status) {
    answer(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  public List<Received> received() {
    return new ArrayList<>(received);
  }

  public Optional<Received> last() {
    return received.isEmpty() ? Optional.empty() : Optional.of(received.getLast());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
