package dev.bulwark.evidence;

/// Whose key signed, as the roster of that moment knows it.
public sealed interface Signer {

  /// The id of the key: `sha256:` over its public parts, so that a key cannot be renamed.
  String keyId();

  /// A person, by the id the manifest uses.
  record Person(String keyId, String person) implements Signer {}

  /// The judge: the installation that computes from stored bytes and decides.
  record Judge(String keyId) implements Signer {}

  /// A machine enrolled to run checks elsewhere, such as a build runner.
  record Collector(String keyId, String name) implements Signer {}

  /// A key nobody enrolled, or one revoked before this was received, or no signature that holds.
  record Unknown(String keyId) implements Signer {}
}
