package dev.bulwark.server.hook;

import java.util.Arrays;
import java.util.Optional;

/// A kind of happening somebody can be told of. Words are kept for ever.
public enum HookKind {
  GATE_CHANGED("gate.changed", "A gate was decided otherwise than before"),
  APPROVAL_WAITING("approval.waiting", "A gate, or the other half of a waiver, waits for people"),
  FINDING_OPENED("finding.opened", "A check saw what the one before did not"),
  RELEASE_PROMOTED("release.promoted", "A release runs in an environment"),
  RELEASE_ROLLED_BACK("release.rolled_back", "An environment went back"),
  RELEASE_SUSPENDED("release.suspended", "An environment runs nothing"),
  VERSION_HELD("version.held", "A version was put on hold, or released from it"),
  VERSION_REVOKED("version.revoked", "A version was withdrawn for good"),
  KEY_REVOKED("key.revoked", "A key counts no more");

  private final String word;
  private final String about;

  HookKind(String word, String about) {
    this.word = word;
    this.about = about;
  }

  /// The `type` of a message.
  public String word() {
    return word;
  }

  /// For people.
  public String about() {
    return about;
  }

  public static Optional<HookKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
