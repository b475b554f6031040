package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one client does, or leaves undone, holds up no other.
final class HeldUpTest {
  @TempDir private static Path home;
  private static Delivered delivered;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static SSLSocket socket() throws IOException {
    URI at = URI.create(delivered.server().address());
    return over(new Socket(at.getHost(), at.getPort()));
  }

  private static SSLSocket over(Socket wire) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            Http.trusting()
                .getSocketFactory()
                .createSocket(wire, "localhost", wire.getPort(), true);
    socket.setSoTimeout(15_000);
    return socket;
  }

  private static String cookie(Http person) {
    return "__Host-bulwark=" + person.cookie("__Host-bulwark").orElseThrow();
  }

  /// Waits until the server has sent all that a wire holds which nobody reads from.
  private static void awaitFull(Socket wire) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    int before = 0;
    for (int still = 0; still < 10; still++) {
      assertThat(System.nanoTime()).as("still being sent").isLessThan(deadline);
      Thread.sleep(200);
      int there = wire.getInputStream().available();
      if (there == 0 || there != before) {
        still = 0;
      }
      before = there;
    }
  }

  /// Asks for the same large answer many times and reads none of them.
  @Test
  void whoDoesNotReadTheirCopyHoldsUpNobody() throws IOException, InterruptedException {
    Http auditor = delivered.admin().invited("auditor", "auditor");
    String path = "/systems/%s/audit-bundle".formatted(Delivered.SYSTEM);
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n"
            .formatted(path, cookie(delivered.admin()));
    URI at = URI.create(delivered.server().address());
    try (Socket wire = new Socket(at.getHost(), at.getPort());
        SSLSocket silent = over(wire)) {
      silent.getOutputStream().write(request.repeat(100).getBytes(StandardCharsets.US_ASCII));
      silent.getOutputStream().flush();
      awaitFull(wire);
      int status = 0;
      for (int i = 0; i < 10 && status != 200; i++) {
        status = auditor.get(path).statusCode();
        Thread.sleep(200);
      }
      assertThat(status).isEqualTo(200);
    }
  }

  /// Gigabytes that a form may bring are not taken from who may not send them.
  @Test
  void aFormWithAFileIsRefusedBeforeItsBodyComes() throws IOException {
    Http nobody = delivered.admin().invited("newcomer");
    for (String path : new String[] {"/systems", "/systems/" + Delivered.SYSTEM + "/files"}) {
      try (SSLSocket socket = socket()) {
        String head =
            "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nAccept: text/html\r\nContent-Type: multipart/form-data; boundary=edge\r\nContent-Length: 1000000000\r\n\r\n--edge\r\n"
                .formatted(path, cookie(nobody));
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(answer.readLine()).as(path).matches("HTTP/1.1 40[34].*");
      }
    }
    HttpResponse<String> owners = delivered.admin().get("/systems");
    assertThat(owners.statusCode()).isEqualTo(200);
  }

  private static SSLSocket form(String address, String cookie, long size) throws IOException {
    URI at = URI.create(address);
    SSLSocket socket =
        (SSLSocket) Http.trusting().getSocketFactory().createSocket(at.getHost(), at.getPort());
    socket.setSoTimeout(15_000);
    String head =
        "POST /systems HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nAccept: text/html\r\nContent-Type: multipart/form-data; boundary=edge\r\nContent-Length: %d\r\n\r\n--edge\r\n"
            .formatted(cookie, size);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static String status(SSLSocket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  /// The other is taken when it is not refused: nothing comes back before all of it is there.
  @Test
  void onePersonsFormsTakeOnePlace() throws IOException {
    String address = delivered.server().address();
    Http other = delivered.admin().invited("sender", "owner");
    try (SSLSocket first = form(address, cookie(delivered.admin()), 1_000_000);
        SSLSocket second = form(address, cookie(delivered.admin()), 1_000_000)) {
      // Either is the first.
      first.setSoTimeout(5_000);
      String refused;
      try {
        refused = status(first);
      } catch (SocketTimeoutException e) {
        refused = status(second);
      }
      assertThat(refused).startsWith("HTTP/1.1 503");
      try (SSLSocket others = form(address, cookie(other), 100)) {
        others.getOutputStream().write("x".repeat(92).getBytes(StandardCharsets.US_ASCII));
        others.getOutputStream().flush();
        assertThat(status(others)).doesNotStartWith("HTTP/1.1 503");
      }
    }
  }

  @Test
  void aFormThatTheDiskHasNoRoomForIsRefusedBeforeItComes(@TempDir Path small) throws IOException {
    try (RunningServer server = RunningServer.with(small, Map.of("files.most", "1000000GiB"))) {
      Http admin = Http.begin(server.address(), server.firstLink(), "root");
      admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
      try (SSLSocket form = form(server.address(), cookie(admin), 1L << 49)) {
        assertThat(status(form)).startsWith("HTTP/1.1 507");
      }
    }
  }
}
