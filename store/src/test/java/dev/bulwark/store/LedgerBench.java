package dev.bulwark.store;

import com.sun.management.OperatingSystemMXBean;
import dev.bulwark.evidence.tlog.InclusionProof;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// Prints how fast the ledger takes entries beside what the disk itself can do in the same run, and
/// how long an inclusion proof takes in a log of a million entries. CPU times stand beside wall
/// times: on a busy machine they say what a quiet one could do.
///
/// ```
/// mvn -q -pl store -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
/// java -cp store/target/test-classes:store/target/classes:$(cat store/target/classpath) \
///     dev.bulwark.store.LedgerBench [seconds] [folder]
/// ```
final class LedgerBench {
  private static final int ENTRY_BYTES = 1024;
  private static final int PROOF_ENTRIES = 1_000_000;
  private static final int WARM_UP = 2_000;
  private static final int PROOFS = 20_000;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final LedgerKeys KEYS = TestKeys.KEYS;

  private LedgerBench() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Path folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("ledger-bench");
    for (int writers : new int[] {64, 1000, 64, 1000}) {
      appends(folder.resolve("appends"), writers, seconds);
    }
    proofs(folder.resolve("proofs"));
  }

  private static void appends(Path folder, int writers, int seconds) throws Exception {
    Counting cells = new Counting(FileCasStore.open(folder));
    ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    double limitBefore = limit(Files.createDirectories(folder).resolve("limit"), writers);
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    long size;
    try (Ledger ledger = Ledger.open(FileTileStore.open(folder), cells, KEYS, "bench.example")) {
      long end = start + 1_000_000_000L * seconds;
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Random random = new Random(i);
        callers.add(Thread.startVirtualThread(() -> append(ledger, random, end, times)));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      size = ledger.size();
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    double rate = size / elapsed;
    double cpuMicros = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / size;
    double limit = (limitBefore + limit(folder.resolve("limit"), writers)) / 2;
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%,5d writers: %,8.0f durable appends/s, p50 %.1f ms, p99 %.1f ms, %.1f CPU us an entry;"
            + " %,.0f entries a batch; bare append+fdatasync of batches of %,d, just before and"
            + " after: %,.0f/s, ratio %.3f%n",
        writers,
        rate,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        cpuMicros,
        (double) size / cells.swaps,
        writers,
        limit,
        rate / limit);
    delete(folder);
  }

  private static void append(
      Ledger ledger, Random random, long end, ConcurrentLinkedQueue<Long> times) {
    byte[] entry = new byte[ENTRY_BYTES];
    random.nextBytes(entry);
    for (long n = 0; System.nanoTime() - end < 0; n++) {
      ByteBuffer.wrap(entry).putLong(n);
      long start = System.nanoTime();
      ledger.append(Bytes.of(entry));
      times.add(System.nanoTime() - start);
    }
  }

  /// Entries a second when whole batches are appended to one file and forced, nothing else.
  private static double limit(Path file, int batch) throws IOException {
    int rounds = 400;
    byte[] content = new byte[batch * (ENTRY_BYTES + 2)];
    new Random(1).nextBytes(content);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        channel.write(ByteBuffer.wrap(content));
        channel.force(false);
      }
      return rounds * (double) batch / ((System.nanoTime() - start) / 1e9);
    } finally {
      Files.delete(file);
    }
  }

  private static void proofs(Path folder) throws Exception {
    try (Ledger ledger =
        Ledger.open(FileTileStore.open(folder), FileCasStore.open(folder), KEYS, "bench.example")) {
      long start = System.nanoTime();
      for (int at = 0; at < PROOF_ENTRIES; at += 10_000) {
        int first = at;
        ledger.appendAll(
            java.util.stream.IntStream.range(first, first + 10_000)
                .mapToObj(i -> Bytes.utf8("entry " + i))
                .toList());
      }
      System.out.printf(
          "%,d entries in batches of 10,000: %.1f s%n",
          ledger.size(), (System.nanoTime() - start) / 1e9);
    }
    long start = System.nanoTime();
    try (Ledger ledger =
        Ledger.open(FileTileStore.open(folder), FileCasStore.open(folder), KEYS, "bench.example")) {
      System.out.printf("open: %.1f ms%n", (System.nanoTime() - start) / 1e6);
      proofs("writer's tree", ledger.tree());
      proofs(
          "tree opened from tiles",
          TiledTree.open(FileTileStore.open(folder), ledger.checkpoint()));
    }
    delete(folder);
  }

  private static void proofs(String name, TiledTree tree) {
    long[] times = new long[PROOFS];
    long[] cpuTimes = new long[PROOFS];
    Random random = new Random(1);
    for (int i = -WARM_UP; i < PROOFS; i++) {
      long index = random.nextLong(tree.head().size());
      long cpu = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      InclusionProof proof = tree.proveInclusion(index);
      times[Math.max(i, 0)] = System.nanoTime() - start;
      cpuTimes[Math.max(i, 0)] = THREADS.getCurrentThreadCpuTime() - cpu;
      if (!proof.proves(Bytes.utf8("entry " + index), tree.head())) {
        throw new AssertionError("proof of " + index);
      }
    }
    Arrays.sort(times);
    Arrays.sort(cpuTimes);
    System.out.printf(
        "inclusion proof of 1 in %,d, %s: p50 %.3f ms, p99 %.3f ms, p99 of CPU time %.3f ms%n",
        tree.head().size(),
        name,
        times[PROOFS / 2] / 1e6,
        times[(int) (PROOFS * 0.99)] / 1e6,
        cpuTimes[(int) (PROOFS * 0.99)] / 1e6);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class Counting implements CasStore {
    private final CasStore inner;
    private long swaps;

    Counting(CasStore inner) {
      this.inner = inner;
    }

    @Override
    public Optional<Bytes> find(String name) {
      return inner.find(name);
    }

    @Override
    public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
      swaps++;
      return inner.replace(name, expected, next);
    }
  }
}
