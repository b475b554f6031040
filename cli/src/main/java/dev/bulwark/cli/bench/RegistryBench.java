package dev.bulwark.cli.bench;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The registry's figures, each beside a peer or a limit of the same run.
///
/// @param size of what is sealed, signed and taken back
/// @param below where the files lie meanwhile
public record RegistryBench(ByteSize size, Path below, Shell shell) {
  /// The files at one time: what is read, a copy the disk is measured with, and what is sealed.
  private static final int COPIES = 3;

  private static final int ROLLBACK_PART = 4;
  private static final long SLACK = 64L << 20;

  /// One figure.
  ///
  /// @param text for people, one line
  /// @param aim what it should be, and whether it is
  /// @param json for programs
  record Figure(String name, String text, String aim, Json.Obj json) {}

  /// What came of it.
  ///
  /// @param head what it was measured on
  public record Result(String head, List<Figure> figures) {

    /// A line for each figure, after one for what they were measured on.
    public List<String> lines() {
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of(head),
              figures.stream()
                  .map(it -> "%-9s %s%n          %s".formatted(it.name(), it.text(), it.aim())))
          .toList();
    }

    public Json.Obj json() {
      Json.Builder out = Json.object().put("measuredOn", head);
      figures.forEach(figure -> out.put(figure.name(), figure.json()));
      return out.build();
    }
  }

  /// @throws WorkspaceFault `workspace-unavailable` when there is no room, or the disk fails
  public Result run(Consumer<String> progress) {
    ByteSize needed = new ByteSize(Math.multiplyExact(size.bytes(), COPIES) + SLACK);
    try (Scratch scratch = Scratch.below(below, needed)) {
      Stopwatch watch = new Stopwatch(shell.nanoTime());
      Path source = scratch.folder().resolve("source");
      progress.accept("writing a file of " + size);
      SealBench.write(source, size.bytes(), false);
      SealBench.Result sealed = new SealBench(scratch.folder(), size, watch).run(source, progress);
      java.nio.file.Files.delete(source);
      progress.accept("signing a tree again");
      ResignBench.Result signed =
          new ResignBench(scratch.folder(), size, watch, shell.clock().instant()).run();
      progress.accept("rolling back");
      ByteSize part = new ByteSize(Math.max(1, size.bytes() / ROLLBACK_PART));
      RollbackBench.Result back = new RollbackBench(scratch.folder(), part, shell).run();
      return new Result(
          "%s, %d cores, heap at most %s, files on %s; medians of 5 rounds after one to warm up"
              .formatted(
                  size,
                  Runtime.getRuntime().availableProcessors(),
                  new ByteSize(Runtime.getRuntime().maxMemory()),
                  scratch.fileSystem()),
          List.of(seal(sealed), heap(sealed), open(sealed), sign(signed), rollback(back)));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to read and write below %s, found: %s; make room there or name another --folder"
              .formatted(below, e.getClass().getSimpleName()),
          e);
    }
  }

  private Figure seal(SealBench.Result it) {
    return new Figure(
        "seal",
        "%s, %.2f CPU s/GB: %.2f of the slower of SHA-256 (%s) and disk (%s)"
            .formatted(
                rate(it.seal().wall()),
                it.seal().cpu() / (size.bytes() / 1e9),
                it.sealRatio(),
                rate(it.hash().wall()),
                rate(it.disk().wall())),
        aim("0.70", it.sealRatio() >= 0.70),
        Json.object()
            .put("megabytesPerSecond", whole(megabytes(it.seal().wall())))
            .put("sha256MegabytesPerSecond", whole(megabytes(it.hash().wall())))
            .put("diskMegabytesPerSecond", whole(megabytes(it.disk().wall())))
            .put("percentOfSlower", whole(100 * it.sealRatio()))
            .build());
  }

  private static Figure heap(SealBench.Result it) {
    return new Figure(
        "heap",
        "%s in use at the most while a file goes under seal, garbage included"
            .formatted(new ByteSize(it.peak())),
        aim("at most 64MiB", it.peak() <= ByteSize.ofMib(64).bytes()),
        Json.object().put("peakBytes", it.peak()).build());
  }

  private Figure open(SealBench.Result it) {
    return new Figure(
        "open",
        "%s verified, %.2f of SHA-256; %s a core less the hash"
            .formatted(rate(it.open().wall()), it.openRatio(), rate(it.openLessHash())),
        aim("1,000 MB/s a core", megabytes(it.openLessHash()) >= 1_000),
        Json.object()
            .put("megabytesPerSecond", whole(megabytes(it.open().wall())))
            .put("perCoreLessHashMegabytesPerSecond", whole(megabytes(it.openLessHash())))
            .put("percentOfSha256", whole(100 * it.openRatio()))
            .build());
  }

  private static Figure sign(ResignBench.Result it) {
    // The program's own small reads are counted along.
    boolean onlyThat = it.read() <= it.file() + ByteSize.ofMib(4).bytes();
    return new Figure(
        "re-sign",
        "%s read of %s after one file of %s changed, in %.2f s (the whole in %.2f s)%s"
            .formatted(
                new ByteSize(it.read()),
                new ByteSize(it.tree()),
                new ByteSize(it.file()),
                it.again().wall(),
                it.whole().wall(),
                it.counted() ? "" : "; the signer's own count"),
        aim("that file alone", onlyThat),
        Json.object()
            .put("treeBytes", it.tree())
            .put("changedBytes", it.file())
            .put("readBytes", it.read())
            .put("millis", whole(1_000 * it.again().wall()))
            .put("wholeMillis", whole(1_000 * it.whole().wall()))
            .build());
  }

  private static Figure rollback(RollbackBench.Result it) {
    long switched = it.switched() / 1_000_000;
    long verified = it.verified() / 1_000_000;
    return new Figure(
        "rollback",
        "switched in %d ms, %s read and verified again in %d ms"
            .formatted(switched, new ByteSize(it.bytes()), verified),
        aim("at most 5 s", switched + verified <= 5_000),
        Json.object()
            .put("bytes", it.bytes())
            .put("switchMillis", switched)
            .put("verifyMillis", verified)
            .build());
  }

  private static String aim(String what, boolean met) {
    return "aim %s: %s".formatted(what, met ? "met" : "missed");
  }

  private String rate(double seconds) {
    return String.format(Locale.ROOT, "%,.0f MB/s", megabytes(seconds));
  }

  private double megabytes(double seconds) {
    return size.bytes() / 1e6 / seconds;
  }

  private static long whole(double value) {
    return Math.round(value);
  }
}
