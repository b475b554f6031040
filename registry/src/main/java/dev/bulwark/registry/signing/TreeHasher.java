package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.Tree.TreeFile;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Digests files and pieces of files, several at once, each in one streaming pass.
///
/// Memory: a buffer of 256 KiB a job. May be used by one thread at a time.
public final class TreeHasher {
  private static final int BUFFER = 256 << 10;
  private static final Set<? extends java.nio.file.OpenOption> HOW =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /// Told what is read, from several threads.
  @FunctionalInterface
  public interface Watcher {
    void reading(String name);
  }

  private final int jobs;
  private final Watcher watcher;

  /// @param jobs how many resources are read at once, from 1
  public TreeHasher(int jobs, Watcher watcher) {
    if (jobs < 1) {
      throw new IllegalArgumentException("expected at least one job, found " + jobs);
    }
    this.jobs = jobs;
    this.watcher = watcher;
  }

  /// One resource to read.
  record Unit(TreeFile file, Resource resource) {}

  /// The units' digests, in their order.
  ///
  /// @throws Refusal `changed-while-read` when a file no longer has the size it was listed with
  /// @throws SigningFault `tree-unreadable`, `tree-interrupted`
  List<Bytes> digest(List<Unit> units, HashType hash) {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(jobs, Thread.ofPlatform().name("hash-", 0).factory())) {
      List<Future<Bytes>> futures = new ArrayList<>();
      try {
        for (Unit unit : units) {
          futures.add(workers.submit(() -> one(unit, hash)));
        }
        List<Bytes> digests = new ArrayList<>();
        for (Future<Bytes> future : futures) {
          digests.add(future.get());
        }
        return digests;
      } catch (ExecutionException e) {
        throw cause(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SigningFault(
            SigningFault.INTERRUPTED, "expected to read the whole tree, found a stop signal", e);
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private static RuntimeException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case Refusal refusal -> refusal;
      case SigningFault fault -> fault;
      case null, default -> new IllegalStateException("a hash job ended otherwise", e);
    };
  }

  private Bytes one(Unit unit, HashType hash) {
    Resource resource = unit.resource();
    watcher.reading(resource.name());
    try (FileChannel channel = FileChannel.open(unit.file().path(), HOW)) {
      long end = resource.isWhole() ? Long.MAX_VALUE : resource.end();
      MessageDigest digest = hash.start();
      long read = read(channel, resource.start(), end, digest);
      long expected = (resource.isWhole() ? unit.file().size() : end) - resource.start();
      if (read != expected || channel.size() != unit.file().size()) {
        throw new Refusal(
            Reason.CHANGED_WHILE_READ,
            "expected files that stand still, found one whose size changed; verify a copy nobody writes to",
            List.of(resource.name()));
      }
      return Bytes.of(digest.digest());
    } catch (IOException e) {
      throw new SigningFault(
          SigningFault.TREE_UNREADABLE,
          "expected to read %s, found %s; nothing is said about the tree"
              .formatted(
                  dev.bulwark.kernel.check.Place.printable(unit.file().path().toString()),
                  e.getClass().getSimpleName()),
          e);
    }
  }

  private static long read(FileChannel channel, long start, long end, MessageDigest digest)
      throws IOException {
    // Small files are many: a byte more than they have shows whether they grew.
    long rest = Math.min(end - start, channel.size() - start + 1);
    ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(rest, 1, BUFFER));
    long at = start;
    while (at < end && !Thread.currentThread().isInterrupted()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int count = channel.read(buffer, at);
      if (count < 0) {
        break;
      }
      at += count;
      digest.update(buffer.flip());
    }
    return at - start;
  }
}
