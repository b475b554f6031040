package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One POST, over real connections to a receiver that behaves, and to some that do not.
final class PostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Bytes BODY = Bytes.utf8("{\"type\":\"hook.test\"}");

  @TempDir private static Path folder;
  private static Receiver receiver;

  @BeforeAll
  static void start() {
    receiver = Receiver.begin(folder);
    // The first handshake of a process loads what every other one finds there.
    new Post(here(), receiver::trust, Duration.ofSeconds(20))
        .post(URI.create(receiver.address("/warm")), new LinkedHashMap<>(), BODY);
  }

  @AfterAll
  static void stop() {
    receiver.close();
  }

  @BeforeEach
  void polite() {
    receiver.answer(204);
  }

  private static Reach here() {
    return Reach.of(Set.of("localhost:" + receiver.port()), false);
  }

  private static Sender.Answer post(Reach reach, SSLContext tls, String to) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", "msg_1");
    return new Post(reach, () -> tls, PATIENCE).post(URI.create(to), headers, BODY);
  }

  private static Sender.Answer post() {
    return post(here(), receiver.trust(), receiver.address("/in?a=b"));
  }

  private static Sender.Answer status(int code) {
    return new Sender.Answer.Status(code, Optional.empty());
  }

  @Test
  void whatIsPostedArrivesWhole() {
    assertThat(post()).isEqualTo(status(204));
    assertThat(receiver.last())
        .hasValueSatisfying(
            received -> {
              assertThat(received.path()).isEqualTo("/in?a=b");
              assertThat(received.id()).isEqualTo("msg_1");
              assertThat(received.body()).isEqualTo(BODY.utf8());
              assertThat(received.headers())
                  .containsEntry("content-type", "application/json")
                  .containsEntry("host", "localhost:" + receiver.port());
            });
  }

  @Test
  void aRedirectIsAnAnswerAndNoWay() {
    int before = receiver.received().size();
    receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Location", receiver.address("/elsewhere"));
          exchange.sendResponseHeaders(307, -1);
        });
    assertThat(post()).isEqualTo(status(307));
    assertThat(receiver.received()).hasSize(before + 1);
  }

  @Test
  void aReceiverMaySayWhenToComeAgain() {
    receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "120");
          exchange.sendResponseHeaders(429, -1);
        });
    assertThat(post())
        .isEqualTo(new Sender.Answer.Status(429, Optional.of(Duration.ofSeconds(120))));
  }

  @Test
  void aCertificateNobodyVouchesForIsNotBelieved() throws NoSuchAlgorithmException {
    int before = receiver.received().size();
    assertThat(post(here(), SSLContext.getDefault(), receiver.address("/")))
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("certificate"));
    assertThat(receiver.received()).hasSize(before);
  }

  @Test
  void aCertificateForAnotherNameIsNotBelieved() {
    Reach other =
        new Reach(
            Set.of("hooks.example.org:" + receiver.port()),
            false,
            _ -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    assertThat(post(other, receiver.trust(), "https://hooks.example.org:" + receiver.port() + "/"))
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("certificate"));
  }

  @Test
  void theNameIsAskedForOnce() {
    AtomicInteger asked = new AtomicInteger();
    Reach turning =
        new Reach(
            Set.of("localhost:" + receiver.port()),
            false,
            _ ->
                new InetAddress[] {
                  asked.getAndIncrement() == 0
                      ? InetAddress.getLoopbackAddress()
                      : InetAddress.ofLiteral("169.254.169.254")
                });
    assertThat(post(turning, receiver.trust(), receiver.address("/"))).isEqualTo(status(204));
    assertThat(asked).hasValue(1);
  }

  @Test
  void anAddressThatIsNotPublicIsNotConnectedTo() {
    int before = receiver.received().size();
    assertThat(post(Reach.of(Set.of(), false), receiver.trust(), receiver.address("/")))
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("not public"));
    assertThat(receiver.received()).hasSize(before);
  }

  @Test
  void nobodyWaitsForAReceiverThatSleeps() {
    receiver.answer(_ -> sleep(6000));
    long begin = System.nanoTime();
    assertThat(post())
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What somebody else than a web server says, in the clear, to this machine.
  private static Sender.Answer said(String head, String again, int times, int pause)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> speak(server, head, again, times, pause));
      Reach clear = Reach.of(Set.of(), true);
      return post(clear, receiver.trust(), "http://localhost:" + server.getLocalPort() + "/");
    }
  }

  private static void speak(ServerSocket server, String head, String again, int times, int pause) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < times; i++) {
        out.write(again.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        sleep(pause);
      }
      sleep(200);
    } catch (IOException e) {
      // The other side has heard enough.
      return;
    }
  }

  @Test
  void aBodyWithoutEndIsNotRead() throws IOException {
    long begin = System.nanoTime();
    assertThat(said("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000), 1_000_000, 0))
        .isEqualTo(status(200));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
  }

  @Test
  void headersWithoutEndAreNoAnswer() throws IOException {
    assertThat(said("HTTP/1.1 200 OK\r\n", "x: y\r\n", 100_000, 0))
        .isInstanceOf(Sender.Answer.None.class);
    assertThat(said("HTTP/1.1 200 OK\r\n", "x", 1000, 50))
        .as("a byte now and then")
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("in time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "SSH-2.0-OpenSSH_9.9\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200",
        "200 OK\r\n\r\n", "HTTP/2 200\r\n\r\n", "+PONG\r\n\r\n", "HTTP/1.1 999 x\r\n\r\n"
      })
  void whatIsNoHttpIsNoAnswer(String said) throws IOException {
    assertThat(said(said, "", 0, 0)).isInstanceOf(Sender.Answer.None.class);
  }

  @Test
  void anInterimAnswerIsNotTheAnswer() throws IOException {
    String early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    assertThat(said(early + "HTTP/1.1 500 No\r\n\r\n", "", 0, 0)).isEqualTo(status(500));
    assertThat(said(early.repeat(9), "", 0, 0)).isInstanceOf(Sender.Answer.None.class);
  }

  @Test
  void nobodyWaitsForAResolverThatHangs() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    Reach hanging =
        new Reach(
            Set.of(),
            false,
            _ -> {
              try {
                released.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[] {InetAddress.ofLiteral("8.8.8.8")};
            });
    long begin = System.nanoTime();
    assertThat(post(hanging, receiver.trust(), "https://hooks.example.org/"))
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE.multipliedBy(2));
    released.countDown();
  }

  /// A host that takes no connection and refuses none: its queue is full.
  @Test
  void theTimeToConnectIsPartOfIt() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket();
        Socket two = new Socket()) {
      one.connect(full.getLocalSocketAddress());
      two.connect(full.getLocalSocketAddress());
      Reach thrice =
          new Reach(
              Set.of(),
              true,
              _ -> {
                InetAddress here = InetAddress.getLoopbackAddress();
                return new InetAddress[] {here, here, here};
              });
      long begin = System.nanoTime();
      assertThat(post(thrice, receiver.trust(), "http://localhost:" + full.getLocalPort() + "/"))
          .isInstanceOfSatisfying(
              Sender.Answer.None.class, none -> assertThat(none.why()).contains("in time"));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE.multipliedBy(2));
    }
  }

  @Test
  void anAddressThatCannotBeCalledIsNoDefect() {
    assertThat(post(Reach.of(Set.of(), true), receiver.trust(), "http://localhost:70000/"))
        .isInstanceOf(Sender.Answer.None.class);
  }

  @Test
  void aPortNobodyListensAtIsSaidToBe() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    assertThat(
            post(
                Reach.of(Set.of("localhost:" + port), false),
                receiver.trust(),
                "https://localhost:" + port + "/"))
        .isInstanceOfSatisfying(
            Sender.Answer.None.class, none -> assertThat(none.why()).contains("refused"));
  }
}
