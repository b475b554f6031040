package dev.bulwark.registry.seal;

import java.nio.ByteBuffer;

/// Sees the bytes of an upload while they go under seal: a scanner, another digest.
@FunctionalInterface
public interface Tap {

  /// Takes the next bytes, in order, read-only; they are gone when it returns. Called by one thread
  /// at a time, not the uploading one. What it throws ends the upload and reaches the uploader.
  void take(ByteBuffer plain);
}
