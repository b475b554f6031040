package dev.bulwark.registry.seal;

import com.sun.management.OperatingSystemMXBean;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Digest;
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
import java.util.List;
import java.util.Random;

/// Prints how fast a file goes under seal beside what SHA-256 and the disk can do in the same run,
/// how much heap it takes, and how fast it comes out verified beside SHA-256. CPU times stand
/// beside wall times: on a busy machine they say what a quiet one could do.
///
/// ```
/// mvn -q -pl registry -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
/// java -Xmx64m -XX:+UseSerialGC -cp registry/target/test-classes:registry/target/classes:$(cat registry/target/classpath) \
///     dev.bulwark.registry.seal.RegistryBench [MiB] [folder]
/// ```
final class RegistryBench {
  private static final int PIECE = 256 << 10;
  private static final int ROUNDS = 4;
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
    for (int round = 0; round < ROUNDS; round++) {
      round(store, source);
    }
    Files.delete(source);
  }

  private void round(SealedStore store, Path source) throws Exception {
    Time hash = time(() -> digest(source));
    Time disk = time(() -> write(folder.resolve("limit"), true));
    Files.delete(folder.resolve("limit"));
    Item[] item = new Item[1];
    resetPeaks();
    Time seal = time(() -> item[0] = seal(store, source));
    ByteSize peak = peak();
    Time open =
        time(() -> store.copy(item[0], Channels.newChannel(OutputStream.nullOutputStream())));
    store.erase("none", List.of(item[0].object()));
    double limit = Math.max(hash.wall(), disk.wall());
    System.out.printf(
        "SHA-256 %,5.0f MB/s (%.2f CPU s/GB) | disk %,5.0f MB/s (%.2f CPU s/GB) | seal %,5.0f MB/s, %.2f of the slower,"
            + " %.2f CPU s/GB, heap peak %s | verified open %,5.0f MB/s, %.2f of SHA-256, %.2f CPU s/GB,"
            + " without the hash %,.0f MB/s a core%n",
        rate(hash.wall()),
        perGb(hash.cpu()),
        rate(disk.wall()),
        perGb(disk.cpu()),
        rate(seal.wall()),
        limit / seal.wall(),
        perGb(seal.cpu()),
        peak,
        rate(open.wall()),
        hash.wall() / open.wall(),
        perGb(open.cpu()),
        rate(Math.max(1e-9, open.cpu() - hash.cpu())));
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

  private static void resetPeaks() {
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static ByteSize peak() {
    return new ByteSize(
        heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
