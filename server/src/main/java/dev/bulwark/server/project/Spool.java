package dev.bulwark.server.project;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The folder where what is sent lies until it is somebody's. What a crash leaves in it goes with a
/// later parcel, a day after.
public final class Spool {
  private static final Duration FORGOTTEN = Duration.ofDays(1);
  private static final int BUFFER = 1 << 16;

  private final Path root;
  private final FreeRoom room;
  private final ByteSize most;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param room of the folder, on the same file system as the systems' folders
  /// @param most of one parcel, packed
  public Spool(FreeRoom room, ByteSize most, InstantSource clock, RandomGenerator random) {
    this.root = room.folder();
    this.room = room;
    this.most = most;
    this.clock = clock;
    this.random = random;
  }

  /// What one parcel is unpacked into.
  ///
  /// @param folder moved away by whoever takes it in; else deleted with the parcel
  record Unpacked(Path folder, Parcel.Content content) implements AutoCloseable {
    @Override
    public void close() {
      try {
        Folders.delete(folder);
      } catch (IOException e) {
        throw notStored(e);
      }
    }
  }

  /// A name nobody had before.
  String newName() {
    byte[] name = new byte[8];
    random.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }

  /// Reads a zip to its end and unpacks it.
  ///
  /// @throws ServerFault `input-invalid`, `too-large`, `storage-failed`
  Unpacked unpack(InputStream zip) {
    return unpack((Sent) file -> spool(zip, file));
  }

  /// Unpacks a zip that lies here.
  ///
  /// @throws ServerFault `input-invalid`, `too-large`, `storage-failed`
  Unpacked unpack(Sent zip) {
    Path file = root.resolve(newName() + ".zip");
    Path folder = root.resolve(newName());
    try {
      Files.createDirectories(root);
      sweep();
      room.require();
      zip.to(file);
      Files.createDirectory(folder);
    } catch (IOException e) {
      delete(file);
      throw notStored(e);
    } catch (ServerFault e) {
      delete(file);
      throw e;
    }
    try {
      return new Unpacked(folder, Parcel.unpack(file, folder, Parcel.Bounds.DEFAULT, room.meter()));
    } catch (ServerFault e) {
      new Unpacked(folder, new Parcel.Content(0, 0)).close();
      throw e;
    } finally {
      delete(file);
    }
  }

  private void spool(InputStream zip, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    FreeRoom.Meter meter = room.meter();
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = part(zip, buffer); read >= 0; read = part(zip, buffer)) {
        total += read;
        if (total > most.bytes()) {
          throw new ServerFault(
              ServerFault.TOO_LARGE, "expected a zip of at most " + most + ", found a larger one");
        }
        meter.add(read);
        out.write(buffer, 0, read);
      }
    }
  }

  /// What the sender does wrong is no fault of the storage.
  private static int part(InputStream zip, byte[] buffer) {
    try {
      return zip.read(buffer);
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected to read the zip to its end, found that it was cut or came too slowly; send it"
              + " again",
          e);
    }
  }

  private void sweep() throws IOException {
    Instant before = clock.instant().minus(FORGOTTEN);
    List<Path> here;
    try (Stream<Path> all = Files.list(root)) {
      here = all.toList();
    }
    for (Path each : here) {
      try {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          Folders.delete(each);
        }
      } catch (NoSuchFileException e) {
        // Another parcel's, done with since the list was made.
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  static ServerFault notStored(IOException e) {
    return new ServerFault(
        ServerFault.NOT_STORED,
        "expected to keep what was sent, found: " + e.getClass().getSimpleName(),
        e);
  }
}
