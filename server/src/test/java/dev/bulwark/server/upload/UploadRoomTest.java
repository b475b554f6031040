package dev.bulwark.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads side by side: what they share, and what one may do to another that is under way.
final class UploadRoomTest {
  private static final UploadLimits LIMITS =
      new UploadLimits(
          ByteSize.ofMib(64),
          ByteSize.ofMib(64),
          100,
          4,
          Duration.ofHours(1),
          new ByteSize(0),
          Duration.ofHours(1),
          new ByteSize(1000));

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicLong disk = new AtomicLong(1L << 40);
  private Uploads uploads;
  private Pile pile;

  private void open(ByteSize waiting) {
    UploadLimits limits =
        new UploadLimits(
            LIMITS.file(),
            waiting,
            LIMITS.pieces(),
            LIMITS.atOnce(),
            LIMITS.patience(),
            LIMITS.pace(),
            LIMITS.grace(),
            LIMITS.kept());
    DiskRoom room = new DiskRoom(folder, limits.kept(), each -> disk.get() - used(each));
    uploads = new Uploads(folder, new SecureRandom(), now::get, () -> 0, limits, room);
    pile = uploads.of(new Uploads.Owner("system", "ada"));
  }

  private static long used(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private long objects() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .count();
    }
  }

  private static InputStream bytes(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  /// A body during whose arrival something else happens.
  private static InputStream during(int size, Runnable what) {
    return new InputStream() {
      private int left = size;

      @Override
      public int read() {
        throw new IllegalStateException("read in bulk");
      }

      @Override
      public int read(byte[] into, int from, int most) {
        if (left == size) {
          what.run();
        }
        int read = Math.min(left, most);
        left -= read;
        return read == 0 ? -1 : read;
      }
    };
  }

  private void put(String name, int size) {
    pile.put(name, bytes(size), OptionalLong.of(size));
  }

  @Test
  void whatMustStayFreeStaysFree() throws IOException {
    disk.set(10_000);
    open(LIMITS.waiting());
    assertThatThrownBy(() -> put("a", 9_001))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("disk");
    assertThat(objects()).isZero();
    put("a", 5_000);
  }

  @Test
  void aBodyOfUnknownLengthNeedsRoomForEachPiece() throws IOException {
    disk.set(10 << 20);
    open(LIMITS.waiting());
    assertThatThrownBy(() -> pile.put("a", bytes(20 << 20), OptionalLong.empty()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("disk");
    assertThat(objects()).isZero();
    pile.put("a", bytes(5 << 20), OptionalLong.empty());
  }

  @Test
  void whatIsOnItsWayHasItsRoomOnTheDisk() {
    disk.set(301_000);
    open(LIMITS.waiting());
    List<String> refused = new ArrayList<>();
    InputStream first =
        during(
            200_000,
            () ->
                assertThatThrownBy(() -> put("b", 150_000))
                    .isInstanceOf(Fault.class)
                    .satisfies(e -> refused.add(e.getMessage())));
    pile.put("a", first, OptionalLong.of(200_000));
    assertThat(refused).hasSize(1).allMatch(each -> each.contains("disk"));
    disk.addAndGet(200_000);
    put("b", 150_000);
  }

  @Test
  void whatIsOnItsWayCountsAgainstWhatMayWait() {
    open(new ByteSize(200_000));
    List<String> refused = new ArrayList<>();
    InputStream first =
        during(
            150_000,
            () ->
                assertThatThrownBy(() -> put("b", 100_000))
                    .isInstanceOf(Fault.class)
                    .satisfies(e -> refused.add(e.getMessage())));
    pile.put("a", first, OptionalLong.of(150_000));
    assertThat(refused).hasSize(1);
    put("b", 50_000);
    assertThatThrownBy(() -> put("c", 1)).isInstanceOf(Fault.class);
  }

  @Test
  void anUploadDoesNotEndWhileAPartArrives() throws IOException {
    open(LIMITS.waiting());
    Digest whole = Digest.of(Bytes.of(new byte[1000]));
    pile.begin("id");
    InputStream part =
        during(
            1000,
            () -> {
              assertThatThrownBy(() -> pile.finish("id", "n", whole))
                  .hasMessageContaining("one request at a time");
              assertThatThrownBy(() -> pile.cancel("id"))
                  .hasMessageContaining("one request at a time");
              now.set(Instant.EPOCH.plus(Duration.ofDays(1)));
              uploads.of(new Uploads.Owner("system", "bob"));
            });
    pile.append("id", OptionalLong.empty(), part, OptionalLong.of(1000));
    assertThat(pile.size("id")).hasValue(1000);
    pile.finish("id", "n", whole);
    assertThat(objects()).isEqualTo(1);
    pile.begin("id");
    pile.append("id", OptionalLong.empty(), bytes(10), OptionalLong.of(10));
    pile.cancel("id");
    assertThat(objects()).isEqualTo(1);
  }

  @Test
  void whatWasSentAgainMeanwhileIsNotTakenAway() throws IOException {
    open(LIMITS.waiting());
    Blob first = pile.put("n", bytes(10), OptionalLong.of(10));
    Blob second = pile.put("n", bytes(10), OptionalLong.of(10));
    pile.drop("n", first);
    assertThat(pile.find("n")).contains(second);
    pile.drop("n", second);
    assertThat(objects()).isZero();
  }

  /// Somebody else may be reading them.
  @Test
  void theSameBytesPushedAgainStayWhereTheyAre() throws IOException {
    open(LIMITS.waiting());
    Digest digest = Digest.of(Bytes.of(new byte[10]));
    List<Blob> kept = new ArrayList<>();
    for (String id : List.of("1", "2")) {
      pile.begin(id);
      pile.append(id, OptionalLong.empty(), bytes(10), OptionalLong.of(10));
      kept.add(pile.finish(id, "n", digest));
    }
    assertThat(kept.getFirst()).isEqualTo(kept.getLast());
    assertThat(objects()).isEqualTo(1);
  }
}
