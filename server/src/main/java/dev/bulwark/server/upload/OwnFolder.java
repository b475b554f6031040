package dev.bulwark.server.upload;

import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A folder for what waits in one process: several share the place it is in.
///
/// ```
/// <random>.lock   locked for as long as the process lives
/// <random>        its folder
/// ```
///
/// A lock that is free was a process's that ended: nobody has the keys of what it left, and the
/// next one takes it away. What has no lock is of a version that knew none, and goes after a day.
///
/// @param lock keeps the lock for as long as it is referred to
record OwnFolder(Path folder, FileChannel lock) {
  private static final int NAME_SIZE = 16;
  private static final String LOCK = ".lock";
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /// @param place made when it is not there
  /// @throws ServerFault `server-unavailable`
  static OwnFolder in(Path place, SecureRandom random, Instant now) {
    try {
      Files.createDirectories(place);
      sweep(place, now);
      while (true) {
        byte[] bytes = new byte[NAME_SIZE];
        random.nextBytes(bytes);
        String name = HexFormat.of().formatHex(bytes);
        Path file = place.resolve(name + LOCK);
        FileChannel lock =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Whoever swept in between had the lock, and took the file away.
        if (isTaken(lock) && Files.exists(file)) {
          return new OwnFolder(Files.createDirectory(place.resolve(name)), lock);
        }
        lock.close();
      }
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to write below the server's folder, found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  private static boolean isTaken(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void sweep(Path place, Instant now) throws IOException {
    List<Path> here;
    try (Stream<Path> all = Files.list(place)) {
      here = all.sorted().toList();
    }
    for (Path each : here) {
      String name = each.getFileName().toString();
      if (name.endsWith(LOCK)) {
        sweepFreed(place.resolve(name.substring(0, name.length() - LOCK.length())), each);
      } else if (!Files.exists(place.resolve(name + LOCK)) && isOlder(each, now.minus(FORGOTTEN))) {
        delete(each);
      }
    }
  }

  private static void sweepFreed(Path folder, Path file) throws IOException {
    try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (isTaken(lock)) {
        delete(folder);
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another one swept it.
      return;
    }
  }

  private static boolean isOlder(Path each, Instant than) throws IOException {
    return Files.exists(each) && Files.getLastModifiedTime(each).toInstant().isBefore(than);
  }

  private static void delete(Path at) throws IOException {
    if (!Files.exists(at)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(at)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.deleteIfExists(each);
    }
  }
}
