package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.ServerFault;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What one person has waiting in one system: whole files by a name of the caller's, and uploads
/// that still grow by an id. Thread-safe.
public final class Pile {
  private final Uploads uploads;
  private final String system;
  private final UploadLimits limits;
  private final Map<String, Kept> whole = new ConcurrentHashMap<>();
  private final Map<String, Growing> growing = new ConcurrentHashMap<>();

  private final Allowance allowance;

  private record Kept(Blob blob, Instant since) {}

  Pile(Uploads uploads, String system, UploadLimits limits) {
    this.uploads = uploads;
    this.system = system;
    this.limits = limits;
    this.allowance = new Allowance(limits.waiting().bytes());
  }

  /// Takes a file in one request and keeps it under a name, in place of what is there.
  ///
  /// @param declared how many bytes the client says it sends
  public Blob put(String name, InputStream body, OptionalLong declared) {
    requirePlace();
    MessageDigest digest = Digest.sha256();
    try (Allowance.Claim claim = allowance.claim()) {
      Growing one = new Growing(uploads.clock().instant());
      one.add(uploads.take(system, body, declared, digest, quota(claim, 0)), digest);
      Blob blob = one.whole();
      keep(name, blob);
      return blob;
    }
  }

  /// @param before how much of the same file came already
  private Uploads.Quota quota(Allowance.Claim claim, long before) {
    return bytes ->
        bytes <= limits.file().bytes() - before - claim.claimed() && claim.more(bytes, waiting());
  }

  private void keep(String name, Blob blob) {
    Kept before = whole.put(name, new Kept(blob, uploads.clock().instant()));
    if (before != null) {
      uploads.drop(before.blob().parts());
    }
  }

  public Optional<Blob> find(String name) {
    return Optional.ofNullable(whole.get(name)).map(Kept::blob);
  }

  /// Everything whose name begins so, by name.
  public SortedMap<String, Blob> below(String prefix) {
    SortedMap<String, Blob> found = new TreeMap<>();
    whole.forEach(
        (name, kept) -> {
          if (name.startsWith(prefix)) {
            found.put(name, kept.blob());
          }
        });
    return found;
  }

  /// Takes away what became a version, unless something else waits under its name by now.
  public void drop(String name, Blob blob) {
    Kept kept = whole.get(name);
    if (kept != null && kept.blob().equals(blob) && whole.remove(name, kept)) {
      uploads.drop(blob.parts());
    }
  }

  /// Begins an upload that comes in several requests.
  public void begin(String id) {
    requirePlace();
    growing.put(id, new Growing(uploads.clock().instant()));
  }

  /// How far it has come; empty when there is none of that id.
  public OptionalLong size(String id) {
    Growing one = growing.get(id);
    return one == null ? OptionalLong.empty() : OptionalLong.of(one.size());
  }

  /// Adds a request's body, whole or not at all.
  ///
  /// @param at where it begins, when the client says; must be where the upload ends
  /// @return how long it is now
  /// @throws ServerFault `not-found`, `already-there` when another request adds to it
  public long append(String id, OptionalLong at, InputStream body, OptionalLong declared) {
    Growing one = require(id);
    if (!one.begin(uploads.clock().instant())) {
      throw busy();
    }
    try {
      if (at.isPresent() && at.getAsLong() != one.size()) {
        throw new OutOfOrder(one.size(), at.getAsLong());
      }
      try (Allowance.Claim claim = allowance.claim()) {
        MessageDigest digest = one.fork();
        one.add(uploads.take(system, body, declared, digest, quota(claim, one.size())), digest);
        return one.size();
      }
    } finally {
      one.end();
    }
  }

  /// Ends an upload and keeps it under a name. The same bytes that wait under that name already
  /// stay where they are, for whoever reads them.
  ///
  /// @throws ServerFault `upload-digest-wrong` when it has another digest; the upload is then gone;
  ///   `already-there` while another request adds to it
  public Blob finish(String id, String name, Digest expected) {
    Blob blob = ended(id).whole();
    if (!blob.digest().equals(expected)) {
      uploads.drop(blob.parts());
      Uploads.require(expected, blob.digest());
    }
    Kept same =
        whole.computeIfPresent(
            name,
            (_, kept) ->
                kept.blob().digest().equals(expected)
                    ? new Kept(kept.blob(), uploads.clock().instant())
                    : kept);
    if (same != null && same.blob().digest().equals(expected)) {
      uploads.drop(blob.parts());
      return same.blob();
    }
    keep(name, blob);
    return blob;
  }

  /// @throws ServerFault `already-there` while another request adds to it
  public void cancel(String id) {
    uploads.drop(ended(id).parts());
  }

  private Growing ended(String id) {
    Growing one = require(id);
    if (!one.close()) {
      throw busy();
    }
    growing.remove(id, one);
    return one;
  }

  private static ServerFault busy() {
    return new ServerFault(
        ServerFault.CONFLICT, "expected one request at a time for an upload, found another");
  }

  private Growing require(String id) {
    Growing one = growing.get(id);
    if (one == null) {
      throw new ServerFault(
          ServerFault.NOT_THERE,
          "expected an upload that was begun here, found none of that name; begin again");
    }
    return one;
  }

  private long waiting() {
    return whole.values().stream().mapToLong(kept -> kept.blob().size()).sum()
        + growing.values().stream().mapToLong(Growing::size).sum();
  }

  private void requirePlace() {
    if (whole.size() + growing.size() >= limits.pieces()) {
      throw new ServerFault(
          UploadProblem.TOO_LARGE,
          "expected at most %,d files to wait here, found more; register or cancel some first"
              .formatted(limits.pieces()));
    }
  }

  void forgetOlder(Instant than) {
    new ArrayList<>(whole.entrySet())
        .forEach(
            each -> {
              if (each.getValue().since().isBefore(than)) {
                drop(each.getKey(), each.getValue().blob());
              }
            });
    new ArrayList<>(growing.entrySet())
        .forEach(
            each -> {
              if (each.getValue().touched().isBefore(than) && each.getValue().close()) {
                growing.remove(each.getKey(), each.getValue());
                uploads.drop(each.getValue().parts());
              }
            });
  }

  /// A part that does not begin where the upload ends.
  public static final class OutOfOrder extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long size;

    OutOfOrder(long size, long at) {
      super(
          "expected the next part to begin at %d, found one that begins at %d; ask how far it is and go on from there"
              .formatted(size, at));
      this.size = size;
    }

    /// Where the next part begins.
    public long size() {
      return size;
    }
  }
}
