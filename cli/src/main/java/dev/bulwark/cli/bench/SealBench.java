package dev.bulwark.cli.bench;

import dev.bulwark.cli.bench.Stopwatch.Time;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.store.FileObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// How fast a file goes under seal beside what SHA-256 and the disk can do in the same run (the
/// better of a plain write that is forced at its end and one that is sent on as it grows), how much
/// heap it takes, and how fast it comes out verified beside SHA-256.
final class SealBench {
  private static final int PIECE = 256 << 10;
  private static final int ROUNDS = 6;

  private final Path folder;
  private final long size;
  private final Stopwatch watch;
  private final SealedStore store;

  SealBench(Path folder, ByteSize size, Stopwatch watch) {
    this.folder = folder;
    this.size = size.bytes();
    this.watch = watch;
    SecureRandom random = new SecureRandom();
    this.store =
        new SealedStore(
            FileObjectStore.open(folder.resolve("store")),
            List.of(KeystoreKey.generate(random)),
            random,
            new ByteSize(Long.MAX_VALUE));
  }

  /// Medians of the rounds after the first, which warms up.
  ///
  /// @param disk the better of the two ways of writing
  /// @param peak bytes of heap in use at the most while a file went under seal, garbage included
  record Result(Time hash, Time disk, Time seal, Time open, long peak) {

    /// What part of the slower of SHA-256 and disk a seal reaches.
    double sealRatio() {
      return Math.max(hash.wall(), disk.wall()) / seal.wall();
    }

    double openRatio() {
      return hash.wall() / open.wall();
    }

    /// CPU seconds of an opening without those of the hash.
    double openLessHash() {
      return Math.max(1e-9, open.cpu() - hash.cpu());
    }
  }

  /// @param source a file of the size; read only
  Result run(Path source, Consumer<String> progress) throws IOException {
    List<Result> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      progress.accept("sealing and opening, round %d of %d".formatted(round + 1, ROUNDS));
      Result measured = round(source);
      if (round > 0) {
        rounds.add(measured);
      }
    }
    return new Result(
        Time.median(rounds.stream().map(Result::hash).toList()),
        Time.median(rounds.stream().map(Result::disk).toList()),
        Time.median(rounds.stream().map(Result::seal).toList()),
        Time.median(rounds.stream().map(Result::open).toList()),
        rounds.stream().mapToLong(Result::peak).max().orElseThrow());
  }

  private Result round(Path source) throws IOException {
    Time hash = watch.time(() -> digest(source));
    Path limit = folder.resolve("limit");
    Time plain = watch.time(() -> write(limit, size, true));
    Files.delete(limit);
    Time flushed = watch.time(this::writeFlushed);
    List<Item> sealed = new ArrayList<>();
    resetPeaks();
    Time seal = watch.time(() -> sealed.add(seal(source)));
    long peak = peak();
    Time open =
        watch.time(
            () ->
                store.copy(
                    sealed.getFirst(), Channels.newChannel(OutputStream.nullOutputStream())));
    store.discard(List.of(sealed.getFirst().object()));
    return new Result(hash, plain.wall() < flushed.wall() ? plain : flushed, seal, open, peak);
  }

  private Item seal(Path source) throws IOException {
    try (FileChannel channel = FileChannel.open(source)) {
      return store.seal("model.bin", channel, channel.size());
    }
  }

  static void digest(Path source) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(source)) {
      while (channel.read(buffer.clear()) >= 0) {
        sha256.update(buffer.flip());
      }
    }
    sha256.digest();
  }

  /// Writes a file of bytes that do not repeat.
  static void write(Path file, long size, boolean forced) throws IOException {
    byte[] piece = piece();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; at += PIECE) {
        ByteBuffer buffer = part(piece, at, size);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      if (forced) {
        channel.force(true);
      }
    }
  }

  private static byte[] piece() {
    byte[] piece = new byte[PIECE];
    new Random(1).nextBytes(piece);
    return piece;
  }

  private static ByteBuffer part(byte[] piece, long at, long size) {
    return ByteBuffer.wrap(piece).putLong(0, at).limit((int) Math.min(PIECE, size - at));
  }

  /// The same bytes through the store's own writer, which sends them on while more come.
  private void writeFlushed() {
    byte[] piece = piece();
    FileObjectStore bare = FileObjectStore.open(folder.resolve("bare"));
    try (ObjectStore.Writer writer = bare.create()) {
      for (long at = 0; at < size; at += PIECE) {
        writer.write(part(piece, at, size));
      }
      writer.commit("limit");
    }
    bare.erase("limit");
  }

  private static void resetPeaks() {
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peak() {
    return heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
