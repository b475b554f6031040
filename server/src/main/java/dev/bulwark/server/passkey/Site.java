package dev.bulwark.server.passkey;

import java.net.URI;
import java.util.function.Supplier;

/// The site passkeys are for, as configured: nothing a request says changes it.
///
/// @param origin where browsers find it, such as `https://bulwark.example.org`; known when the
///   server listens
public record Site(Supplier<String> origin) {

  /// The relying party's id: the host alone.
  public String relyingParty() {
    return URI.create(origin.get()).getHost();
  }
}
