package dev.bulwark.server.passkey;

import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.kernel.bytes.Bytes;
import java.time.Instant;

/// A passkey of an account.
///
/// @param attested credential id and public key as the authenticator wrote them (WebAuthn, section
///   6.5.1)
/// @param synced whether it may be on several devices
/// @param counter the highest signature counter seen; 0 for authenticators that have none
/// @param sealed the account's signing secret under this passkey; empty when it cannot open it
/// @param used when it signed last
public record StoredPasskey(
    Passkey key,
    String account,
    String label,
    Bytes attested,
    boolean synced,
    long counter,
    String sealed,
    Instant created,
    Instant used) {

  /// Its credential id in hexadecimal, as it stands in addresses.
  public String id() {
    return key.credential().hex();
  }

  /// Whether it opens what the person signs with, so that no password is asked.
  public boolean opens() {
    return !sealed.isEmpty();
  }
}
