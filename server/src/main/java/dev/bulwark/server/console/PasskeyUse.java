package dev.bulwark.server.console;

import dev.bulwark.server.passkey.StoredPasskey;
import java.util.Collection;

/// What confirms somebody's forms.
public enum PasskeyUse {
  /// No passkey: the password, where a form is signed.
  NONE,
  /// A passkey, and the password where the passkey cannot open their key.
  WITH_PASSWORD,
  /// A passkey, which opens their key as well.
  ALONE;

  static PasskeyUse of(Collection<StoredPasskey> passkeys) {
    if (passkeys.isEmpty()) {
      return NONE;
    }
    return passkeys.stream().allMatch(StoredPasskey::opens) ? ALONE : WITH_PASSWORD;
  }
}
