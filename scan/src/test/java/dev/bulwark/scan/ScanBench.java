package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.torch.RawTorch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Prints what a scan costs beside one sequential SHA-256 of the same bytes in the same run. Run
/// from `scan/` after `mvn test-compile`:
///
/// `java -Xmx96m -cp target/test-classes:target/classes:../kernel/target/classes:… \
/// dev.bulwark.scan.ScanBench [MiB per storage]`
final class ScanBench {
  private static final int STORAGES = 8;
  private static final int ROUNDS = 5;

  private final ModelFileScanner scanner =
      new ModelFileScanner("bench", Limits.DEFAULT, System::nanoTime);

  private ScanBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int mib = args.length > 0 ? Integer.parseInt(args[0]) : 128;
    Path folder = Files.createTempDirectory("scan-bench");
    try {
      new ScanBench().run(folder, mib);
    } finally {
      delete(folder);
    }
  }

  private void run(Path folder, int mib) throws IOException, InterruptedException {
    Path big = torch(folder.resolve("big.pt"), mib);
    Path small = torch(folder.resolve("small.pt"), 1);
    for (int i = 0; i < 20; i++) {
      require(scanner.scan(folder, small));
    }
    long size = Files.size(big);
    Digest digest = sha256(big);
    IO.println(
        "PyTorch zip of %,d bytes, %d storages; CPU is user + system".formatted(size, STORAGES));
    double bare = median("SHA-256 alone, sequential read", () -> cpu(() -> sha256(big)));
    double policy = median("policy only, digest known", () -> cpu(() -> policy(big, digest)));
    double whole = median("scan with digest of every byte", () -> cpu(() -> whole(folder, big)));
    IO.println("policy only / SHA-256   %.2f".formatted(policy / bare));
    IO.println("scan / SHA-256          %.2f".formatted(whole / bare));
    many(folder);
    IO.println(
        "peak heap %,d KiB of %,d"
            .formatted(peakHeap() >> 10, Runtime.getRuntime().maxMemory() >> 10));
  }

  private void whole(Path folder, Path file) {
    require(scanner.scan(folder, file));
  }

  private void policy(Path file, Digest digest) {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      Source source =
          new Source(
              Place.of("big.pt"),
              channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      if (Verdict.of(scanner.scan(source, digest)) != Verdict.CLEAN) {
        throw new IllegalStateException("the benchmark's own file is not clean");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(ScannedFile file) {
    if (file.verdict() != Verdict.CLEAN) {
      throw new IllegalStateException("the benchmark's own file is not clean: " + file);
    }
  }

  private void many(Path folder) throws IOException, InterruptedException {
    Path several = Files.createDirectory(folder.resolve("several"));
    byte[] pickle = RawTorch.statePickle(manyStorages(40));
    for (int i = 0; i < 2_000; i++) {
      Files.write(several.resolve("m" + i + ".pkl"), pickle);
    }
    double seconds =
        cpu(
            () -> {
              try {
                new FolderScan(scanner, 2).scan(several, ScanBench::require);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    IO.println(
        "2,000 pickles of %,d bytes: %.2f s CPU, in a warm process"
            .formatted(pickle.length, seconds));
  }

  private static List<RawTorch.Storage> manyStorages(int count) {
    List<RawTorch.Storage> storages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      storages.add(new RawTorch.Storage(Integer.toString(i), 1000, new byte[0]));
    }
    return storages;
  }

  private static double median(String what, java.util.function.DoubleSupplier seconds) {
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = seconds.getAsDouble();
    }
    Arrays.sort(rounds);
    IO.println(
        "%-34s %.3f s CPU (%.3f to %.3f)"
            .formatted(what, rounds[ROUNDS / 2], rounds[0], rounds[ROUNDS - 1]));
    return rounds[ROUNDS / 2];
  }

  private static double cpu(Runnable work) {
    LongSupplier clock =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            ::getProcessCpuTime;
    long before = clock.getAsLong();
    work.run();
    return (clock.getAsLong() - before) / 1e9;
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static Digest sha256(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      MessageDigest digest = Digest.sha256();
      ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
      while (channel.read(chunk) >= 0) {
        digest.update(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
      return new Digest(Bytes.of(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Eight stored storages of random bytes, as `torch.save` lays them out.
  private static Path torch(Path file, int mib) throws IOException {
    byte[] chunk = new byte[1 << 20];
    new Random(7).nextBytes(chunk);
    CRC32 crc = new CRC32();
    for (int i = 0; i < mib; i++) {
      crc.update(chunk);
    }
    List<RawTorch.Storage> storages = new ArrayList<>();
    for (int i = 0; i < STORAGES; i++) {
      storages.add(new RawTorch.Storage(Integer.toString(i), mib << 18, new byte[0]));
    }
    byte[] pickle = RawTorch.statePickle(storages);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      CRC32 pickleCrc = new CRC32();
      pickleCrc.update(pickle);
      zip.putNextEntry(stored("archive/data.pkl", pickle.length, pickleCrc.getValue()));
      zip.write(pickle);
      for (int i = 0; i < STORAGES; i++) {
        zip.putNextEntry(stored("archive/data/" + i, (long) mib << 20, crc.getValue()));
        for (int part = 0; part < mib; part++) {
          zip.write(chunk);
        }
      }
    }
    return file;
  }

  private static ZipEntry stored(String name, long size, long crc) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(crc);
    return entry;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
