package dev.bulwark.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeRoomTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path folder;
  private long free = 2 * GIB;

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.NOT_STORED));
  }

  @Test
  void whatIsPromisedIsPromisedOnce() {
    FreeRoom room = new FreeRoom(folder.resolve("spool"), _ -> free);
    FreeRoom.Promise first = room.promise(GIB);
    refused(() -> room.promise(1));
    first.close();
    room.promise(GIB).close();
    refused(() -> room.promise(GIB + 1));
  }

  @Test
  void itIsLookedAtFirstAndAgainEvery16Mebibytes() {
    FreeRoom room = new FreeRoom(folder, _ -> free);
    FreeRoom.Meter meter = room.meter();
    free = GIB - 1;
    meter.add((16 << 20) - 1);
    refused(() -> meter.add(1));
    refused(room::meter);
    refused(room::require);
  }
}
