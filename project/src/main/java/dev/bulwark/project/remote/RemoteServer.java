package dev.bulwark.project.remote;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Talks to a server for somebody who logged in. TLS 1.3 alone; redirects are not followed, so the
/// token goes nowhere else; answers are bounded in size and in time, to their last byte.
public final class RemoteServer {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int MAX_ANSWER = 64 << 20;
  private static final String EXIT = "Bulwark-Exit";
  private static final int OK = 200;
  private static final int MULTIPLE = 300;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_SIDE = 500;

  private final Login login;
  private final Duration patience;
  private final HttpClient client;

  public RemoteServer(Login login) {
    this(login, PATIENCE);
  }

  RemoteServer(Login login, Duration patience) {
    this.login = login;
    this.patience = patience;
    try {
      this.client = login.trust().client(CONNECT);
    } catch (GeneralSecurityException | IOException e) {
      throw new RemoteFault(
          RemoteFault.NOT_TRUSTED,
          "expected certificates in PEM to trust, found something else",
          e);
    }
  }

  /// What came back, not refused.
  ///
  /// @param said how a command should end, as the server says; empty when it does not, and what
  ///   answered may be something between
  public record Answer(int status, Optional<Exit> said, String body) {

    /// How a command should end.
    ///
    /// @throws RemoteFault `server-failed` when the answer does not say: a portal's page and a
    ///   proxy that strips headers open no gate
    public int exit() {
      return said.orElseThrow(
              () ->
                  new RemoteFault(
                      RemoteFault.FAILED,
                      "expected an answer with the header %s, 0 to %d, found status %d without one; something between may answer for the server"
                          .formatted(EXIT, Exit.values().length - 1, status)))
          .code();
    }
  }

  public Answer get(String path, String accept) {
    return send(request(path, accept).GET());
  }

  /// Whether there is a report at an address that the token reaches.
  ///
  /// @throws RemoteFault `server-failed` when what answers is no report
  public boolean knows(String path) {
    try {
      return get(path, "application/json").exit() >= 0;
    } catch (RemoteFault e) {
      if (e.status() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// Looks whether what answers is a server that takes the token.
  ///
  /// @throws RemoteFault `server-failed` when what answers is no list of systems
  public void requireSystems() {
    String body = get("/api/v1/systems", "application/json").body();
    try {
      if (JsonReader.read(Bytes.utf8(body)) instanceof Json.Obj list
          && list.find("systems").filter(Json.Arr.class::isInstance).isPresent()) {
        return;
      }
    } catch (EvidenceFault e) {
      // Said below.
    }
    throw new RemoteFault(
        RemoteFault.FAILED,
        "expected the list of systems of %s, found another answer; look at the address"
            .formatted(login.address()));
  }

  /// Sends a zip.
  ///
  /// @param method `PUT` or `POST`
  public Answer files(String method, String path, String accept, java.nio.file.Path zip) {
    try {
      return send(
          request(path, accept)
              .header("Content-Type", "application/zip")
              .method(method, HttpRequest.BodyPublishers.ofFile(zip)));
    } catch (IOException e) {
      throw new RemoteFault(
          RemoteFault.FAILED, "expected to read what was packed, found it gone", e);
    }
  }

  private HttpRequest.Builder request(String path, String accept) {
    return HttpRequest.newBuilder(URI.create(login.address() + path))
        .timeout(patience)
        .header("Authorization", "Bearer " + login.token())
        .header("Accept", accept);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      byte[] body = body(answer);
      if (body.length > MAX_ANSWER) {
        throw new RemoteFault(
            RemoteFault.FAILED, "expected an answer of at most 64 MiB, found a larger one");
      }
      if (answer.statusCode() < OK || answer.statusCode() >= MULTIPLE) {
        throw refused(answer.statusCode(), body);
      }
      return new Answer(
          answer.statusCode(), exit(answer), new String(body, StandardCharsets.UTF_8));
    } catch (SSLException e) {
      throw notTrusted(e);
    } catch (IOException e) {
      throw new RemoteFault(
          RemoteFault.UNREACHABLE,
          "expected an answer of %s, found: %s; look at the address and whether it runs"
              .formatted(login.address(), e.getClass().getSimpleName()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFault(RemoteFault.UNREACHABLE, "interrupted while waiting", e);
    }
  }

  /// The request's own bound ends where the answer begins: the rest of it has as long again.
  private byte[] body(HttpResponse<InputStream> answer) throws IOException {
    AtomicBoolean isLate = new AtomicBoolean();
    try (InputStream in = answer.body()) {
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                isLate.set(true);
                end(in);
              },
              CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS));
      try {
        return in.readNBytes(MAX_ANSWER + 1);
      } catch (IOException e) {
        throw isLate.get() ? new HttpTimeoutException("the answer does not end") : e;
      } finally {
        end.cancel(false);
      }
    }
  }

  private static void end(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // Whoever reads finds it closed either way.
      return;
    }
  }

  private static Optional<Exit> exit(HttpResponse<?> answer) {
    List<String> said = answer.headers().allValues(EXIT);
    return Stream.of(Exit.values())
        .filter(exit -> said.equals(List.of(String.valueOf(exit.code()))))
        .findFirst();
  }

  private RemoteFault refused(int status, byte[] body) {
    String detail = detail(body);
    return new RemoteFault(
        status >= SERVER_SIDE ? RemoteFault.FAILED : RemoteFault.REFUSED,
        "%s answers %d%s".formatted(login.address(), status, detail.isEmpty() ? "" : ": " + detail),
        status);
  }

  /// Of a problem document; empty for another body.
  private static String detail(byte[] body) {
    try {
      return JsonReader.read(Bytes.of(body)) instanceof Json.Obj problem
          ? problem.text("detail").map(RemoteServer::printable).orElse("")
          : "";
    } catch (EvidenceFault e) {
      return "";
    }
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }

  private RemoteFault notTrusted(SSLException cause) {
    String shown = shown();
    String what =
        shown.isEmpty()
            ? "none that could be looked at"
            : "one of SHA-256 "
                + shown
                + "; when the server printed the same at its start, log in with --fingerprint and that";
    return new RemoteFault(
        RemoteFault.NOT_TRUSTED,
        "expected a certificate of %s that is believed, found %s".formatted(login.address(), what),
        cause);
  }

  /// The certificate the server shows, looked at and not believed; nothing is sent to it.
  private String shown() {
    AtomicReference<String> seen = new AtomicReference<>("");
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {new Looking(seen)}, null);
      int port = login.address().getPort() < 0 ? 443 : login.address().getPort();
      try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
        socket.connect(
            new java.net.InetSocketAddress(login.address().getHost(), port),
            (int) CONNECT.toMillis());
        socket.setSoTimeout((int) CONNECT.toMillis());
        socket.startHandshake();
      }
    } catch (GeneralSecurityException | IOException e) {
      // Refusing what was seen ends the handshake; nothing seen is said below.
    }
    return Objects.requireNonNullElse(seen.get(), "");
  }

  /// Remembers what it is shown and refuses it.
  private static final class Looking extends ServerLook {
    private final AtomicReference<String> seen;

    Looking(AtomicReference<String> seen) {
      this.seen = seen;
    }

    @Override
    void look(X509Certificate certificate) throws java.security.cert.CertificateException {
      seen.set(Trust.fingerprint(certificate));
      throw new java.security.cert.CertificateException("looked at");
    }
  }
}
