package dev.bulwark.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.robothy.s3.rest.LocalS3;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.ObjectStoreContract;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/// Objects in a bucket of a real S3 server hold what files hold.
final class S3ObjectsTest extends ObjectStoreContract {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static LocalS3 server;
  private static S3Client client;

  private String prefix = "";

  @BeforeAll
  static void start() {
    server = LocalS3.builder().port(0).build();
    server.start();
    client =
        S3Objects.client(
            URI.create("http://localhost:" + server.getPort()), "us-east-1", "id", "secret");
    client.createBucket(ask -> ask.bucket("bulwark"));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.shutdown();
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
}
