package dev.bulwark.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.ObjectStoreContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// Objects in a bucket of a real S3 server hold what files hold.
final class S3ObjectsTest extends ObjectStoreContract {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static Process server;
  private static S3Client client;

  private String prefix = "";

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    int port = freePort();
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                "target/s3/s3mock.jar",
                "--com.adobe.testing.s3mock.http-port=" + port,
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    client = S3Objects.client(URI.create("http://localhost:" + port), "us-east-1", "id", "secret");
    for (int i = 0; ; i++) {
      try {
        client.createBucket(ask -> ask.bucket("bulwark"));
        return;
      } catch (SdkException e) {
        if (i == 120 || !server.isAlive()) {
          throw e;
        }
        Thread.sleep(500);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    client.close();
    server.destroyForcibly();
  }

  @Override
  protected ObjectStore emptyStore() {
    prefix = "systems/s" + PREFIXES.incrementAndGet() + "/";
    return new S3Objects(client, "bulwark", prefix);
  }

  @Override
  protected ObjectStore openAgain(ObjectStore store) {
    return new S3Objects(client, "bulwark", prefix);
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
      ObjectStore store = new S3Objects(nobody, "bulwark", "x/");
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
}
