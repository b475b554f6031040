package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.CLEAN;
import static dev.bulwark.scan.Scans.DIRTY;
import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.torch.RawTorch;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.RawZip;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Files that were damaged, lengthened or added to at random.
class MangledFilesTest {
  @Test
  void appendingBytesOrMembersNeverLowersAVerdict() {
    List<byte[]> files =
        List.of(
            CLEAN,
            DIRTY,
            new RawZip().stored("a.safetensors", CLEAN).build(),
            new RawZip().stored("a.safetensors", DIRTY).build(),
            new RawZip().stored("a", new byte[] {1, 2, 3}).build());
    ForAll.cases(
        400,
        random -> {
          byte[] file = files.get(random.nextInt(files.size()));
          byte[] extra = new byte[1 + random.nextInt(80_000)];
          if (random.nextBoolean()) {
            random.nextBytes(extra);
          }
          byte[] longer = Arrays.copyOf(file, file.length + extra.length);
          System.arraycopy(extra, 0, longer, file.length, extra.length);
          assertThat(verdict("file", longer)).isGreaterThanOrEqualTo(verdict("file", file));
          assertThat(verdict("file", longer).fails()).isTrue();

          byte[] alone = new RawZip().stored("file", file).build();
          byte[] more =
              new RawZip()
                  .stored("file", file)
                  .deflated("more", files.get(random.nextInt(files.size())))
                  .build();
          assertThat(verdict("z", more)).isGreaterThanOrEqualTo(verdict("z", alone));
        });
  }

  /// A reader that throws is caught and told as broken, so that is what must not be there.
  @Test
  void mangledFilesBreakNoReader() {
    byte[] zip =
        new RawZip().stored("a.safetensors", CLEAN).deflated("b.safetensors", DIRTY).build();
    List<byte[]> files =
        List.of(
            new RawZip().stored("z.zip", zip).deflated("y.zip", zip).build(),
            RawTorch.archive(List.of(RawTorch.floats("0", 9), RawTorch.floats("1", 2))).build(),
            RawTorch.statePickle(List.of(RawTorch.floats("0", 9))),
            new RawZip().deflated("m.onnx", RawOnnx.linear()).build(),
            RawOnnx.linear());
    ForAll.cases(
        4_000,
        random -> {
          byte[] bytes = files.get(random.nextInt(files.size()));
          for (int damage = random.nextInt(3); damage >= 0; damage--) {
            bytes = Mangle.once(bytes, random);
          }
          assertThat(scan("file", bytes).outcomes().values()).noneMatch(MangledFilesTest::isBroken);
        });
  }

  /// This thread's own time: a busy machine is no hang.
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static boolean isBroken(Outcome outcome) {
    return outcome instanceof Outcome.Undecided open && open.reason() == Outcome.Reason.BROKEN;
  }

  @Test
  @Tag("slow")
  void manyMangledFilesBreakNoReaderAndEndSoon() {
    List<byte[]> files =
        List.of(
            RawTorch.archive(List.of(RawTorch.floats("0", 9), RawTorch.floats("1", 2))).build(),
            new RawZip().stored("a", CLEAN).deflated("b.onnx", RawOnnx.linear()).build(),
            RawOnnx.linear(),
            CLEAN);
    ForAll.cases(
        400_000,
        random -> {
          byte[] bytes = files.get(random.nextInt(files.size()));
          for (int damage = random.nextInt(6); damage >= 0; damage--) {
            bytes = Mangle.once(bytes, random);
          }
          long start = cpu();
          assertThat(scan("file", bytes).outcomes().values()).noneMatch(MangledFilesTest::isBroken);
          assertThat(Duration.ofNanos(cpu() - start)).isLessThan(Duration.ofSeconds(1));
        });
  }
}
