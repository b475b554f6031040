package dev.bulwark.scan.pickle;

import com.sun.management.OperatingSystemMXBean;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Locale;

/// Prints what reading pickles costs, beside one SHA-256 of the same bytes and, where python3 is,
/// beside `pickletools.dis` over the same file. Each case runs once, cold, in the order given.
///
/// Run it with the class paths of this module's classes and tests: `java -cp …
/// dev.bulwark.scan.pickle.PickleBench [opcodes|numpy|small]…`
public final class PickleBench {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PickleBench() {}

  public static void main(String[] arguments) throws Exception {
    for (String name : arguments.length == 0 ? new String[] {"opcodes", "numpy"} : arguments) {
      Path file = Files.createTempFile("bench", ".pkl");
      try {
        switch (name) {
          case "opcodes" -> smallDicts(file);
          case "numpy" -> arrays(file);
          case "small" -> {
            small();
            continue;
          }
          default -> throw new IllegalArgumentException("no such case: " + name);
        }
        measure(name, file);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static void measure(String name, Path file) throws Exception {
    long start = SYSTEM.getProcessCpuTime();
    String answer;
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      answer = read(new Source(Place.of(name), bytes));
    }
    double ours = seconds(SYSTEM.getProcessCpuTime() - start);
    double whole = seconds(SYSTEM.getProcessCpuTime());
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
            .mapToLong(PickleBench::peak)
            .sum();
    double hash = hash(file);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes, %s; %.2f s CPU (process so far %.2f s), peak heap %d MiB; one SHA-256"
            + " %.2f s: ratio %.2f%n",
        name,
        Files.size(file),
        answer,
        ours,
        whole,
        peak >> 20,
        hash,
        ours / hash);
    python(file, ours);
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }

  private static String read(Source source) {
    PicklePolicy policy = PicklePolicy.builtin();
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    Reading<PickleView> reading = new PickleReader(policy).read(source, budget);
    if (reading instanceof Reading.View<PickleView> view) {
      boolean passed =
          BuiltinPickleChecks.suite(policy).run(view.view(), budget).values().stream()
              .allMatch(dev.bulwark.kernel.check.Outcome.Passed.class::isInstance);
      return passed ? "passed" : "failed";
    }
    return reading.getClass().getSimpleName();
  }

  private static double hash(Path file) throws Exception {
    long start = SYSTEM.getProcessCpuTime();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[1 << 20];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
        sha256.update(chunk, 0, n);
      }
    }
    sha256.digest();
    return seconds(SYSTEM.getProcessCpuTime() - start);
  }

  private static void python(Path file, double ours) throws Exception {
    String code =
        "import pickletools,sys,time\n"
            + "class N:\n"
            + "  def write(self,s): pass\n"
            + "f=open(sys.argv[1],'rb')\n"
            + "pickletools.dis(f,N())\n"
            + "print(time.process_time())\n";
    try {
      Process process =
          new ProcessBuilder("python3", "-I", "-c", code, file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes()).strip();
      process.waitFor();
      double theirs = Double.parseDouble(out);
      System.out.printf(
          Locale.ROOT, "  pickletools.dis: %.2f s CPU, %.0f times ours%n", theirs, theirs / ours);
    } catch (IOException | NumberFormatException e) {
      System.out.println("  pickletools.dis: no python3");
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /// A list of 560,000 small dicts: 11.2 million opcodes.
  private static void smallDicts(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      Asm head = Asm.proto(4).op(Op.EMPTY_LIST, Op.MEMOIZE);
      for (String key : new String[] {"id", "name", "score", "tags", "x", "y"}) {
        head.str(key).op(Op.MEMOIZE, Op.POP);
      }
      out.write(head.toArray());
      for (int batch = 0; batch < 560; batch++) {
        Asm asm = Asm.pickle().mark();
        for (int i = 0; i < 1000; i++) {
          asm.op(Op.EMPTY_DICT, Op.MEMOIZE).mark();
          asm.op(Op.BINGET, 1).num(i).op(Op.BINGET, 2).str("n" + i).op(Op.MEMOIZE);
          asm.op(Op.BINGET, 3).op(Op.BINFLOAT).little(i, 8);
          asm.op(Op.BINGET, 4, Op.EMPTY_LIST, Op.MEMOIZE).mark();
          asm.op(Op.BININT1, 1, Op.BININT1, 2, Op.APPENDS);
          asm.op(Op.BINGET, 5, Op.NEWTRUE, Op.SETITEMS);
        }
        out.write(asm.op(Op.APPENDS).toArray());
      }
      out.write(Op.STOP);
    }
  }

  /// A list of a hundred numpy arrays of 2 MB.
  private static void arrays(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(Asm.proto(4).op(Op.EMPTY_LIST).mark().toArray());
      for (int i = 0; i < 100; i++) {
        out.write(Fixtures.numpyArray(Asm.pickle(), 250_000).toArray());
      }
      out.write(Asm.pickle().op(Op.APPENDS).stop());
    }
  }

  /// 2,000 small pickles, one after the other.
  private static void small() {
    long start = SYSTEM.getProcessCpuTime();
    byte[][] files = {
      Fixtures.stateDict(8), Fixtures.tree(), Fixtures.frame(), Asm.proto(4).num(1).stop()
    };
    for (int i = 0; i < 2_000; i++) {
      PickleCases.verdict(files[i % files.length]);
    }
    System.out.printf(
        Locale.ROOT,
        "small: 2,000 pickles, %.2f s CPU (process so far %.2f s)%n",
        seconds(SYSTEM.getProcessCpuTime() - start),
        seconds(SYSTEM.getProcessCpuTime()));
  }
}
