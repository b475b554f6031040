package dev.bulwark.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.disk.FreeRoom;
import dev.bulwark.testkit.ObjectStoreContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/// Objects in a bucket of a real S3 server hold what files hold.
final class S3ObjectsTest extends ObjectStoreContract {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static final FreeRoom ROOM =
      new FreeRoom(Path.of("target", "spool"), _ -> Long.MAX_VALUE);
  private static S3Server server;
  private static S3Client client;

  private String prefix = "";

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = S3Server.start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    prefix = "systems/s" + PREFIXES.incrementAndGet() + "/";
    return new S3Objects(client, "bulwark", prefix, ROOM);
  }

  @Override
  protected ObjectStore openAgain(ObjectStore store) {
    return new S3Objects(client, "bulwark", prefix, ROOM);
  }

  /// S3Mock holds `If-None-Match: *` one request after the other, and not side by side: of 16 at
  /// once it told up to three that they wrote, so how many win here says nothing of the store. Two
  /// in turn are held apart by another test of the contract.
  @Override
  protected int mostWinners() {
    return Integer.MAX_VALUE;
  }

  @Test
  void anObjectThatWasReplacedWhileItIsReadFails() throws java.io.IOException {
    ObjectStore store = emptyStore();
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(Bytes.utf8("first").buffer());
      writer.commit("object");
    }
    try (SeekableByteChannel channel = store.open("object").orElseThrow()) {
      client.putObject(
          ask -> ask.bucket("bulwark").key(prefix + "object"),
          software.amazon.awssdk.core.sync.RequestBody.fromString("other"));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(5)))
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void aServerThatIsGoneIsAStoresFault() {
    try (S3Client nobody =
        S3Objects.client(URI.create("http://localhost:1"), "us-east-1", "id", "secret")) {
      ObjectStore store = new S3Objects(nobody, "bulwark", "x/", ROOM);
      assertThatThrownBy(store::names).isInstanceOf(StoreFault.class);
      assertThatThrownBy(() -> store.open("a")).isInstanceOf(StoreFault.class);
      assertThatThrownBy(() -> store.erase("a")).isInstanceOf(StoreFault.class);
      try (ObjectStore.Writer writer = store.create()) {
        writer.write(Bytes.utf8("x").buffer());
        assertThatThrownBy(() -> writer.commit("a"))
            .isInstanceOfSatisfying(
                StoreFault.class, e -> assertThat(e.type()).isEqualTo(StoreFault.UNAVAILABLE));
      }
    }
  }

  @Test
  void aServerThatWouldReplaceAnObjectIsRefused() throws IOException {
    S3Objects.requireConditions(client, "bulwark");
    S3Objects.requireConditions(client, "bulwark");
    HttpServer careless =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    careless.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    careless.start();
    try (S3Client other =
        S3Objects.client(
            URI.create("http://localhost:" + careless.getAddress().getPort()),
            "us-east-1",
            "id",
            "secret")) {
      assertThatThrownBy(() -> S3Objects.requireConditions(other, "bulwark"))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("If-None-Match");
    } finally {
      careless.stop(0);
    }
  }

  private static void write(ObjectStore store, String text) {
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(Bytes.utf8(text).buffer());
      writer.commit("object");
    }
  }

  /// A server that answers as it is told, first to last.
  private static HttpServer answering(java.util.Queue<Integer> statuses) throws IOException {
    HttpServer scripted =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    java.util.Map<String, String> kept = new java.util.concurrent.ConcurrentHashMap<>();
    scripted.createContext(
        "/",
        exchange -> {
          int size = exchange.getRequestBody().readAllBytes().length;
          int status = 200;
          if (exchange.getRequestMethod().equals("PUT")) {
            status = statuses.remove();
            String decoded = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
            kept.put("Content-Length", decoded == null ? Integer.toString(size) : decoded);
            exchange
                .getRequestHeaders()
                .forEach(
                    (name, values) -> {
                      if (name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-meta-")) {
                        kept.putIfAbsent(name, values.getFirst());
                      }
                    });
          } else {
            kept.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    scripted.start();
    return scripted;
  }

  private static void over(
      java.util.Queue<Integer> statuses, java.util.function.Consumer<ObjectStore> work)
      throws IOException {
    HttpServer scripted = answering(statuses);
    try (S3Client other =
        S3Objects.client(
            URI.create("http://localhost:" + scripted.getAddress().getPort()),
            "us-east-1",
            "id",
            "secret")) {
      work.accept(new S3Objects(other, "bulwark", "x/", ROOM));
    } finally {
      scripted.stop(0);
    }
    assertThat(statuses).isEmpty();
  }

  /// 409: another request for the name is under way, and may fail.
  @Test
  void aConflictUnderWayIsTriedAgain() throws IOException {
    over(new java.util.ArrayDeque<>(java.util.List.of(409, 409, 200)), store -> write(store, "x"));
  }

  /// The first answer was lost; the object is there, and it is ours.
  @Test
  void anObjectOfItsOwnIsNoConflict() throws IOException {
    over(new java.util.ArrayDeque<>(java.util.List.of(409, 412)), store -> write(store, "x"));
    over(
        new java.util.ArrayDeque<>(java.util.List.of(200, 412)),
        store -> {
          write(store, "x");
          assertThatThrownBy(() -> write(store, "x"))
              .as("the same bytes of another writer")
              .isInstanceOfSatisfying(
                  StoreFault.class, e -> assertThat(e.type()).isEqualTo(StoreFault.CONFLICT));
        });
  }

  @Test
  void moreThanOneRequestTakesIsRefusedBeforeItIsSent() {
    ObjectStore store = new S3Objects(client, "bulwark", prefix, new ByteSize(10), ROOM, () -> {});
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(Bytes.utf8("0123456789").buffer());
      assertThatThrownBy(() -> writer.write(Bytes.utf8("x").buffer()))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("at most 10B");
    }
  }

  private static Function<String, ObjectStore> at(int port) {
    return S3Objects.at(
        URI.create("http://localhost:" + port), "us-east-1", "bulwark", "id", "secret", ROOM);
  }

  /// A start, a backup and a restore go on without it.
  @Test
  void aServerIsAskedWhenTheFirstObjectIsBegun() throws IOException {
    ObjectStore away = at(1).apply("x");
    assertThatThrownBy(away::create)
        .isInstanceOfSatisfying(
            StoreFault.class, e -> assertThat(e.type()).isEqualTo(StoreFault.UNAVAILABLE));
    java.util.Queue<Integer> statuses = new java.util.ArrayDeque<>();
    HttpServer scripted = answering(statuses);
    try {
      ObjectStore store = at(scripted.getAddress().getPort()).apply("x");
      assertThat(store.names()).isEmpty();
      statuses.addAll(java.util.List.of(200, 200));
      assertThatThrownBy(store::create).as("it replaces").hasMessageContaining("If-None-Match");
      statuses.addAll(java.util.List.of(200, 412, 200, 200));
      write(store, "x");
      write(store, "y");
      assertThat(statuses).as("the probe is for once").isEmpty();
    } finally {
      scripted.stop(0);
    }
  }

  /// Two replicas begin with an empty bucket at once.
  @Test
  void aProbeUnderWayElsewhereLooksAtTheCondition() throws IOException {
    java.util.Queue<Integer> statuses = new java.util.ArrayDeque<>(java.util.List.of(409, 200));
    HttpServer scripted = answering(statuses);
    try {
      write(at(scripted.getAddress().getPort()).apply("x"), "x");
      assertThat(statuses).isEmpty();
    } finally {
      scripted.stop(0);
    }
  }

  @Test
  void bytesOnTheirWayLeaveTheDiskItsRoom() throws IOException {
    AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    Path spool = Path.of("target", "short-spool");
    FreeRoom room = new FreeRoom(spool, _ -> free.get());
    ObjectStore store = new S3Objects(client, "bulwark", "short/", room);
    try (ObjectStore.Writer writer = store.create()) {
      free.set((1 << 30) - 1);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i <= 16; i++) {
                  writer.write(ByteBuffer.allocate(1 << 20));
                }
              })
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("room");
    }
    assertThatThrownBy(store::create).isInstanceOf(StoreFault.class);
    try (Stream<Path> left = Files.list(spool)) {
      assertThat(left).isEmpty();
    }
  }
}
