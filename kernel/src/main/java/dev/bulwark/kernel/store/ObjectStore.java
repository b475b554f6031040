package dev.bulwark.kernel.store;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/// The seam for immutable bytes under a name that are too many to be held in memory.
///
/// Consistency: an object is under its name whole or not at all; after {@link Writer#commit}
/// returns, every {@link #open} and {@link #names} sees it, and after {@link #erase} none does.
/// Durability: `commit` and `erase` return only when what they did survives a power cut; what was
/// written and not committed may be gone or may lie about without a name until the store is swept.
/// Trust: none. Whoever owns the store can lose, replay or replace what is in it; callers verify
/// what they read.
///
/// Names are relative paths of `[A-Za-z0-9._-]` segments joined by `/`; no segment is empty, `.` or
/// `..`. Thread-safe; a writer belongs to one thread at a time.
public interface ObjectStore {

  /// Begins an object that has no name yet.
  ///
  /// @throws StoreFault `store-unavailable` when the medium fails
  Writer create();

  /// Bytes on their way into the store.
  interface Writer extends WritableByteChannel {

    /// Takes all of the bytes.
    ///
    /// @throws StoreFault `store-unavailable` when the medium fails or is full; then only {@link
    ///   #close} is left to do
    @Override
    int write(ByteBuffer bytes);

    /// Keeps what was written under a name. Durable when it returns.
    ///
    /// @throws StoreFault `store-conflict` when something is kept under that name already, whatever
    ///   it is; `store-unavailable` when the medium fails: then the object may be there or not
    void commit(String name);

    /// Ends the writing. What was not committed is forgotten.
    @Override
    void close();
  }

  /// Opens the object for reading at any place; empty when there is none. The channel sees the
  /// object as it was when it was opened, or fails.
  ///
  /// @throws StoreFault `store-unavailable` when the medium fails
  Optional<SeekableByteChannel> open(String name);

  /// Forgets the object, if there is one. Durable when it returns.
  ///
  /// @throws StoreFault `store-unavailable` when the medium fails: then it may be there or not
  void erase(String name);

  /// The names of all objects, sorted.
  ///
  /// @throws StoreFault `store-unavailable` when the medium fails
  List<String> names();
}
