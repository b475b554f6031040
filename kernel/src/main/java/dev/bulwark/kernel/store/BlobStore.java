package dev.bulwark.kernel.store;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/// The seam for immutable bytes under a name.
///
/// Consistency: after {@link #put} returns, every {@link #find} sees the bytes. Durability: `put`
/// returns only when the bytes survive a power cut. Trust: none. Whoever owns the store can lose,
/// replay or replace what is in it; callers verify what they read.
///
/// Names are relative paths of `[A-Za-z0-9._-]` segments joined by `/`; no segment is empty, `.` or
/// `..`.
public interface BlobStore {

  /// Keeps the bytes; a second put of the same bytes under the same name is a success that changes
  /// nothing.
  ///
  /// @throws StoreFault `store-conflict` when other bytes are kept under that name;
  ///   `store-unavailable` when the medium fails
  void put(String name, Bytes content);

  Optional<Bytes> find(String name);

  /// Forgets the bytes, if there are any: erasure and clean-up of what was never published. Durable
  /// when it returns.
  void erase(String name);

  /// The names of all blobs whose first segments are those of a folder, sorted.
  ///
  /// @throws StoreFault `store-unavailable` when the medium fails
  List<String> names(String folder);
}
