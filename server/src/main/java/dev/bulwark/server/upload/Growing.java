package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.seal.PackingList;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An upload that comes in several requests. A request that is cut adds nothing.
///
/// Guarded by itself.
final class Growing {
  private final List<PackingList.Item> parts = new ArrayList<>();
  private MessageDigest digest = Digest.sha256();
  private long size;
  private Instant touched;
  private boolean busy;
  private boolean closed;

  Growing(Instant now) {
    this.touched = now;
  }

  synchronized long size() {
    return size;
  }

  synchronized Instant touched() {
    return touched;
  }

  /// @return whether the caller may add now; it then calls {@link #end}
  synchronized boolean begin(Instant now) {
    boolean free = !busy && !closed;
    busy = true;
    touched = now;
    return free;
  }

  /// Ends it: nothing is added any more.
  ///
  /// @return false while a request adds to it, or when it was ended before
  synchronized boolean close() {
    boolean free = !busy && !closed;
    closed = closed || free;
    return free;
  }

  synchronized void end() {
    busy = false;
  }

  /// What digests the next part; {@link #add} makes it count.
  synchronized MessageDigest fork() {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  synchronized void add(List<PackingList.Item> more, MessageDigest after) {
    for (PackingList.Item part : more) {
      parts.add(part);
      size += part.size();
    }
    digest = after;
  }

  synchronized List<PackingList.Item> parts() {
    return List.copyOf(parts);
  }

  synchronized Blob whole() {
    byte[] value = fork().digest();
    return new Blob(parts, size, new Digest(Bytes.of(value)));
  }
}
