package dev.bulwark.server.project;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;

/// What a page shows before somebody signs, in one canonical form, so that the signature is over
/// what was seen or over nothing.
record SignedText(Json.Obj json) {

  static SignedText of(Signing.Wanted wanted) {
    return new SignedText(
        Json.object()
            .put("kind", wanted.kind())
            .put("role", wanted.role())
            .put("subjects", Json.array(wanted.subjects().stream().map(Subject::json).toList()))
            .build());
  }

  Digest digest() {
    return Digest.of(json.canonicalBytes());
  }
}
