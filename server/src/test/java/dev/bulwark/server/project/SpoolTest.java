package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  @TempDir private Path folder;
  private Spool spool;

  @BeforeEach
  void open() {
    spool = spool(FreeRoom.of(folder), ByteSize.ofMib(1));
  }

  private static Spool spool(FreeRoom room, ByteSize most) {
    return new Spool(room, most, () -> Instant.EPOCH, new SecureRandom());
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bulwark.yaml"));
      zip.write("a".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void aBodyThatIsCutIsTheSendersFaultAndLeavesNothing() throws IOException {
    InputStream cut =
        new SequenceInputStream(
            new ByteArrayInputStream(zip()),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("cut");
              }
            });
    assertThatThrownBy(() -> spool.unpack(cut))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.INVALID));
    assertThatThrownBy(() -> spool.unpack(new ByteArrayInputStream(new byte[2 << 20])))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  /// Each looks over what lies there, and takes its own away.
  @Test
  void parcelsSideBySideDoNotDisturbEachOther() throws Exception {
    byte[] zip = zip();
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      senders.add(
          () -> {
            int taken = 0;
            for (int j = 0; j < 100; j++) {
              try (Spool.Unpacked parcel = spool.unpack(new ByteArrayInputStream(zip))) {
                taken += parcel.content().files();
              }
            }
            return taken;
          });
    }
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : all.invokeAll(senders)) {
        assertThat(each.get()).isEqualTo(100);
      }
    }
  }

  @Test
  void aBodyThatWouldFillTheDiskIsStoppedOnItsWay() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    Spool shortly =
        spool(
            new FreeRoom(folder, _ -> looks.getAndIncrement() < 2 ? Long.MAX_VALUE : (1 << 30) - 1),
            ByteSize.ofGib(1));
    ByteArrayInputStream body = new ByteArrayInputStream(new byte[64 << 20]);
    assertThatThrownBy(() -> shortly.unpack(body))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.NOT_STORED));
    assertThat(body.available()).isGreaterThan(32 << 20);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  /// A form lies in the folder already.
  @Test
  void aZipThatLiesHereIsMoved() throws IOException {
    Path form = Files.write(folder.resolve("form"), zip());
    try (Spool.Unpacked parcel = spool.unpack((Sent) file -> Files.move(form, file))) {
      assertThat(parcel.content().files()).isEqualTo(1);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
