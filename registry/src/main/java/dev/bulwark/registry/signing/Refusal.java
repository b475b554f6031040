package dev.bulwark.registry.signing;

import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.util.List;

/// A no on its way out of the verifier, which turns it into a {@link TreeVerification.Refused};
/// nobody outside this package sees one.
final class Refusal extends RuntimeException {
  private final transient TreeVerification.Refused refused;

  Refusal(Reason reason, String message, List<String> places) {
    super(message, null, false, false);
    this.refused = new TreeVerification.Refused(reason, message, places);
  }

  Refusal(Reason reason, String message) {
    this(reason, message, List.of());
  }

  TreeVerification.Refused refused() {
    return refused;
  }
}
