package dev.bulwark.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that are whole, cut, slow, too large and old.
final class UploadsTest {
  private static final UploadLimits LIMITS =
      new UploadLimits(
          new ByteSize(100_000),
          new ByteSize(200_000),
          5,
          2,
          Duration.ofHours(1),
          new ByteSize(1000),
          Duration.ofSeconds(1),
          new ByteSize(0));

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicLong nanos = new AtomicLong();
  private Uploads uploads;
  private Pile pile;

  @BeforeEach
  void open() {
    uploads = new Uploads(folder, new SecureRandom(), now::get, nanos::get, LIMITS);
    pile = uploads.of(new Uploads.Owner("system", "ada"));
  }

  private static InputStream bytes(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  private long objects() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .count();
    }
  }

  private byte[] content(Blob blob) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Download.copy(uploads.open(blob), Channels.newChannel(out));
    return out.toByteArray();
  }

  /// Two replicas share the folder: each has its own keys in memory.
  @Test
  void anotherProcessTakesNothingFromThisOne() throws IOException {
    Blob here = whole(1000);
    Uploads other = new Uploads(folder, new SecureRandom(), now::get, nanos::get, LIMITS);
    other.take("system", bytes(500), OptionalLong.of(500), Digest.sha256(), _ -> true);
    assertThat(content(here)).hasSize(1000);
    assertThat(objects()).isEqualTo(2);
  }

  @Test
  void whatAProcessThatEndedLeftIsTakenAway() throws IOException {
    Path left = folder.resolve("0123456789abcdef0123456789abcdef");
    Files.createDirectories(left.resolve("objects/00"));
    Files.writeString(left.resolve("objects/00/part"), "nobody has its key");
    Files.createFile(folder.resolve(left.getFileName() + ".lock"));
    Path unlocked = Files.createDirectories(folder.resolve("objects"));
    now.set(Instant.now());
    whole(10);
    assertThat(left).doesNotExist();
    assertThat(unlocked).as("of a version without locks, not a day ago").exists();
    now.set(Instant.now().plus(Duration.ofDays(2)));
    Uploads next = new Uploads(folder, new SecureRandom(), now::get, nanos::get, LIMITS);
    next.take("system", bytes(1), OptionalLong.of(1), Digest.sha256(), _ -> true);
    assertThat(unlocked).doesNotExist();
    assertThat(objects()).isEqualTo(2);
  }

  private Blob whole(int size) {
    java.security.MessageDigest sha256 = Digest.sha256();
    return new Blob(
        uploads.take("system", bytes(size), OptionalLong.of(size), sha256, _ -> true),
        size,
        Digest.of(Bytes.of(new byte[size])));
  }

  @Test
  void whatArrivesInPiecesIsOneFile() throws IOException {
    byte[] all = new byte[5000];
    new SecureRandom().nextBytes(all);
    pile.begin("id");
    pile.append(
        "id", OptionalLong.of(0), new ByteArrayInputStream(all, 0, 2000), OptionalLong.of(2000));
    pile.append(
        "id",
        OptionalLong.empty(),
        new ByteArrayInputStream(all, 2000, 3000),
        OptionalLong.empty());
    Blob blob = pile.finish("id", "name", Digest.of(Bytes.of(all)));
    assertThat(content(blob)).isEqualTo(all);
    assertThat(uploads.of(new Uploads.Owner("system", "bob")).find("name")).isEmpty();
    assertThat(uploads.of(new Uploads.Owner("other", "ada")).find("name")).isEmpty();
  }

  @Test
  void aCutRequestAddsNothingAndTheUploadGoesOn() throws IOException {
    pile.begin("id");
    pile.append("id", OptionalLong.empty(), bytes(10), OptionalLong.of(10));
    assertThatThrownBy(() -> pile.append("id", OptionalLong.empty(), bytes(5), OptionalLong.of(10)))
        .isInstanceOf(Fault.class);
    assertThatThrownBy(
            () -> pile.append("id", OptionalLong.empty(), bytes(15), OptionalLong.of(10)))
        .isInstanceOf(Fault.class);
    assertThatThrownBy(
            () -> pile.append("id", OptionalLong.empty(), new Cut(), OptionalLong.empty()))
        .isInstanceOf(Fault.class);
    assertThat(pile.size("id")).hasValue(10);
    pile.append("id", OptionalLong.of(10), bytes(10), OptionalLong.of(10));
    assertThat(content(pile.finish("id", "n", Digest.of(Bytes.of(new byte[20]))))).hasSize(20);
    assertThat(objects()).isEqualTo(2);
  }

  /// Some bytes, then the end of the connection.
  private static final class Cut extends InputStream {
    private int left = 100;

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("cut");
      }
      return 0;
    }
  }

  @Test
  void anotherDigestKeepsNothing() throws IOException {
    pile.begin("id");
    pile.append("id", OptionalLong.empty(), bytes(10), OptionalLong.of(10));
    assertThatThrownBy(() -> pile.finish("id", "n", Digest.of(Bytes.EMPTY)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("digest");
    assertThat(pile.find("n")).isEmpty();
    assertThat(pile.size("id")).isEmpty();
    assertThat(objects()).isZero();
  }

  @Test
  void tooLargeTooManyAndTooMuchAreRefused() {
    assertThatThrownBy(() -> pile.put("a", bytes(1), OptionalLong.of(100_001)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> pile.put("a", bytes(100_001), OptionalLong.empty()))
        .isInstanceOf(Fault.class);
    pile.put("a", bytes(100_000), OptionalLong.empty());
    pile.put("b", bytes(90_000), OptionalLong.of(90_000));
    assertThatThrownBy(() -> pile.put("c", bytes(20_000), OptionalLong.of(20_000)))
        .isInstanceOf(Fault.class);
    pile.begin("1");
    pile.begin("2");
    pile.begin("3");
    assertThatThrownBy(() -> pile.begin("4")).isInstanceOf(Fault.class);
  }

  @Test
  void whatComesTooSlowlyEnds() {
    InputStream slow =
        new InputStream() {
          private int left = 1000;

          @Override
          public int read() {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] into, int from, int size) {
            return size > 0 && read() == 0 ? 1 : -1;
          }
        };
    assertThatThrownBy(() -> pile.put("a", slow, OptionalLong.of(1000))).isInstanceOf(Fault.class);
    assertThat(pile.find("a")).isEmpty();
  }

  @Test
  void whatWaitsTooLongIsTakenAway() throws IOException {
    pile.put("a", bytes(10), OptionalLong.of(10));
    pile.begin("id");
    now.set(Instant.EPOCH.plus(Duration.ofHours(2)));
    uploads.of(new Uploads.Owner("system", "bob"));
    assertThat(pile.find("a")).isEmpty();
    assertThat(pile.size("id")).isEmpty();
    assertThat(objects()).isZero();
  }

  /// Its locks are free.
  private void endTheProcess() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path lock : files.filter(file -> file.toString().endsWith(".lock")).toList()) {
        Files.delete(lock);
        Files.createFile(lock);
      }
    }
  }

  /// The keys were in the memory of the process that ended.
  @Test
  void aRestartTakesAwayWhatWaited() throws IOException {
    pile.put("a", bytes(10), OptionalLong.of(10));
    endTheProcess();
    Uploads next = new Uploads(folder, new SecureRandom(), now::get, nanos::get, LIMITS);
    Pile after = next.of(new Uploads.Owner("system", "ada"));
    assertThat(after.find("a")).isEmpty();
    after.put("b", bytes(10), OptionalLong.of(10));
    assertThat(objects()).isEqualTo(1);
  }
}
