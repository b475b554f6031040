package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;

/// The port for the key that wraps all data keys of a registry: a file, a token, a service.
///
/// Confidentiality: whoever sees wrapped keys and not this key learns nothing of them. Integrity: a
/// wrapped key opens as it was wrapped, under its context, or not at all. Thread-safe.
public interface KeyEncryption {

  /// Tells keys apart: 16 lower-case hexadecimal digits. It says nothing about the secret.
  String id();

  /// Wraps a data key. Twice the same key gives different bytes.
  ///
  /// @param context what the key is for; not secret, needed again to unwrap
  /// @throws SealFault `key-token-unavailable`
  Bytes wrap(DataKey key, Bytes context);

  /// @throws SealFault `key-token-unavailable`
  Unwrapped unwrap(Bytes wrapped, Bytes context);
}
