package dev.bulwark.registry.seal;

import com.sun.management.OperatingSystemMXBean;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.registry.seal.PackingList.Item;
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
import java.util.function.Function;

/// Prints how fast a file goes under seal beside what SHA-256 and the disk can do in the same run
/// (the better of a plain write that is forced at its end and one that is sent on as it grows), how
/// much heap it takes, and how fast it comes out verified beside SHA-256. CPU times stand beside
/// wall times: on a busy machine they say what a quiet one could do.
///
/// ```
/// mvn -q -pl registry -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
/// java -Xmx64m -XX:+UseSerialGC -cp registry/target/test-classes:registry/target/classes:$(cat registry/target/classpath) \
///     dev.bulwark.registry.seal.RegistryBench [MiB] [folder]
/// ```
final class RegistryBench {
  private static final int PIECE = 256 << 10;
  private static final int ROUNDS = 6;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private final long size;

  private RegistryBench(Path folder, long size) {
    this.folder = folder;
    this.size = size;
  }

  public static void main(String[] args) throws Exception {
    long mib = args.length > 0 ? Long.parseLong(args[0]) : 1024;
    Path folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("registry-bench");
    new RegistryBench(Files.createDirectories(folder), mib << 20).run();
  }

  private interface Work {
    void run() throws Exception;
  }

  /// @param wall seconds
  /// @param cpu seconds of the process
  private record Time(double wall, double cpu) {}

  private Time time(Work work) throws Exception {
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    return new Time((System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }

  private void run() throws Exception {
    SecureRandom random = new SecureRandom();
    Path source = folder.resolve("source");
    write(source, false);
    SealedStore store =
        new SealedStore(
            FileObjectStore.open(folder.resolve("store")),
            List.of(KeystoreKey.generate(random)),
            random,
            ByteSize.ofGib(64));
    System.out.printf(
        "%s, heap at most %s; the first round warms up%n",
        new ByteSize(size), new ByteSize(Runtime.getRuntime().maxMemory()));
    List<Round> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Round measured = round(store, source);
      System.out.println(line(measured));
      if (round > 0) {
        rounds.add(measured);
      }
    }
    System.out.println("medians: " + line(median(rounds)));
    Files.delete(source);
  }

  /// @param plain a write that is forced at its end
  /// @param flushed a write that is sent on as it grows
  private record Round(Time hash, Time plain, Time flushed, Time seal, Time open, long peak) {}

  private Round round(SealedStore store, Path source) throws Exception {
    Time hash = time(() -> digest(source));
    Time plain = time(() -> write(folder.resolve("limit"), true));
    Files.delete(folder.resolve("limit"));
    Time flushed = time(this::writeFlushed);
    Item[] item = new Item[1];
    resetPeaks();
    Time seal = time(() -> item[0] = seal(store, source));
    long peak = peak();
    Time open =
        time(() -> store.copy(item[0], Channels.newChannel(OutputStream.nullOutputStream())));
    store.erase("none", List.of(item[0].object()));
    return new Round(hash, plain, flushed, seal, open, peak);
  }

  private static Round median(List<Round> rounds) {
    return new Round(
        median(rounds, Round::hash),
        median(rounds, Round::plain),
        median(rounds, Round::flushed),
        median(rounds, Round::seal),
        median(rounds, Round::open),
        rounds.stream().mapToLong(Round::peak).max().orElseThrow());
  }

  private static Time median(List<Round> rounds, Function<Round, Time> part) {
    double[] wall = rounds.stream().map(part).mapToDouble(Time::wall).sorted().toArray();
    double[] cpu = rounds.stream().map(part).mapToDouble(Time::cpu).sorted().toArray();
    return new Time(wall[wall.length / 2], cpu[cpu.length / 2]);
  }

  private String line(Round round) {
    double disk = Math.min(round.plain().wall(), round.flushed().wall());
    return String.format(
        "SHA-256 %s | disk %s, flushed meanwhile %s | seal %s, %.2f of the slower of SHA-256 and"
            + " disk, heap peak %s | verified open %s, %.2f of SHA-256, without the hash %,.0f MB/s"
            + " a core",
        shown(round.hash()),
        shown(round.plain()),
        shown(round.flushed()),
        shown(round.seal()),
        Math.max(round.hash().wall(), disk) / round.seal().wall(),
        new ByteSize(round.peak()),
        shown(round.open()),
        round.hash().wall() / round.open().wall(),
        rate(Math.max(1e-9, round.open().cpu() - round.hash().cpu())));
  }

  private String shown(Time time) {
    return String.format("%,.0f MB/s (%.2f CPU s/GB)", rate(time.wall()), perGb(time.cpu()));
  }

  private double rate(double seconds) {
    return size / 1e6 / seconds;
  }

  private double perGb(double seconds) {
    return seconds / (size / 1e9);
  }

  private Item seal(SealedStore store, Path source) throws IOException {
    try (FileChannel channel = FileChannel.open(source)) {
      return store.seal("model.bin", channel, channel.size());
    }
  }

  private void digest(Path source) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(source)) {
      while (channel.read(buffer.clear()) >= 0) {
        sha256.update(buffer.flip());
      }
    }
    sha256.digest();
  }

  private void write(Path file, boolean forced) throws IOException {
    byte[] piece = new byte[PIECE];
    new Random(1).nextBytes(piece);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; at += PIECE) {
        ByteBuffer buffer = ByteBuffer.wrap(piece).putLong(0, at);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      if (forced) {
        channel.force(true);
      }
    }
  }

  /// The same bytes through the store's own writer, which sends them on while more come.
  private void writeFlushed() {
    byte[] piece = new byte[PIECE];
    new Random(1).nextBytes(piece);
    FileObjectStore bare = FileObjectStore.open(folder.resolve("bare"));
    try (ObjectStore.Writer writer = bare.create()) {
      for (long at = 0; at < size; at += PIECE) {
        writer.write(ByteBuffer.wrap(piece).putLong(0, at));
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
