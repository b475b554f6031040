package dev.bulwark.server.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.bulwark.evidence.tlog.Witness;
import dev.bulwark.evidence.tlog.WitnessRequest;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.web.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// `POST /add-checkpoint` and `GET /keys` over TLS 1.3, and nothing else.
final class WitnessServer implements AutoCloseable {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int BACKLOG = 64;
  private static final int SECONDS = 20;

  private final HttpsServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Witness witness;
  private final InstantSource clock;

  /// @param keys what `GET /keys` shows
  WitnessServer(
      InetSocketAddress where,
      Certificate certificate,
      Witness witness,
      String keys,
      InstantSource clock) {
    this.witness = witness;
    this.clock = clock;
    try {
      this.http = HttpsServer.create(where, BACKLOG);
      http.setHttpsConfigurator(tls(certificate));
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to listen on %s, port %d, found that it is taken or not to be had; give another with --port or --host"
              .formatted(where.getHostString(), where.getPort()),
          e);
    }
    http.setExecutor(threads);
    http.createContext("/add-checkpoint", this::add);
    http.createContext("/keys", exchange -> keys(exchange, keys));
    http.start();
  }

  /// Bounds for every exchange; read once, when the first server of the process is made.
  static void boundTimes() {
    System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SECONDS));
    System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(SECONDS));
    System.setProperty("sun.net.httpserver.idleInterval", String.valueOf(SECONDS));
  }

  private static HttpsConfigurator tls(Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificate.file())) {
      store.load(in, certificate.password().toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, certificate.password().toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters only = context.getDefaultSSLParameters();
        only.setProtocols(new String[] {"TLSv1.3"});
        parameters.setSSLParameters(only);
      }
    };
  }

  int port() {
    return http.getAddress().getPort();
  }

  private void add(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/add-checkpoint")) {
        send(exchange, 404, PLAIN, Bytes.EMPTY);
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        send(exchange, 405, PLAIN, Bytes.EMPTY);
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(WitnessRequest.MAX_BYTES + 1);
      answer(exchange, witness.add(Bytes.of(body), clock.instant()));
    } catch (Fault e) {
      send(exchange, 500, PLAIN, Bytes.utf8(e.type().title() + "\n"));
    }
  }

  private static void answer(HttpExchange exchange, Witness.Answer answer) throws IOException {
    switch (answer) {
      case Witness.Answer.Cosigned(Bytes lines) -> send(exchange, 200, PLAIN, lines);
      case Witness.Answer.Malformed(String expected) ->
          send(exchange, 400, PLAIN, Bytes.utf8("expected " + expected + "\n"));
      case Witness.Answer.NotSigned _ ->
          send(exchange, 403, PLAIN, Bytes.utf8("expected signatures by the ledger's keys\n"));
      case Witness.Answer.UnknownLedger _ ->
          send(exchange, 404, PLAIN, Bytes.utf8("expected a ledger this witness knows\n"));
      case Witness.Answer.OtherSize(long size) ->
          send(exchange, 409, "text/x.tlog.size", Bytes.utf8(size + "\n"));
      case Witness.Answer.Inconsistent _ ->
          send(exchange, 422, PLAIN, Bytes.utf8("expected a proof that the ledger only grew\n"));
    }
  }

  private static void keys(HttpExchange exchange, String keys) throws IOException {
    try (exchange) {
      boolean here = exchange.getRequestURI().getPath().equals("/keys");
      send(exchange, here ? 200 : 404, PLAIN, here ? Bytes.utf8(keys) : Bytes.EMPTY);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, Bytes body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.size());
    if (!body.isEmpty()) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body.toArray());
      }
    }
  }

  @Override
  public void close() {
    http.stop(1);
    threads.close();
  }
}
