package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;

/// What is posted. It names what happened and where it can be read, and tells nothing of it.
///
/// ```
/// {"type": "gate.changed", "timestamp": time of the entry,
///  "data": {"system", "index", "digest": "sha256:…" of the entry's envelope, "link"}}
/// ```
///
/// @param id the same however often it is sent; no full stop in it (Standard Webhooks, "signature
///   scheme")
/// @param index of the entry; -1 for a test
record Message(String id, String type, long index, Bytes body) {
  static final String TEST = "hook.test";
  private static final int DIGITS = 32;

  /// @param pages where a system's pages are, such as `https://host/systems/scoring`
  static Message of(Hook hook, Happening happening, String pages) {
    Json.Obj data =
        Json.object()
            .put("system", hook.system())
            .put("index", happening.index())
            .put("digest", happening.digest().toString())
            .put("link", pages + "/ledger/" + happening.index())
            .build();
    String type = happening.kind().word();
    return new Message(
        id(hook, type + "\n" + happening.index()),
        type,
        happening.index(),
        body(type, happening.at(), data));
  }

  static Message test(Hook hook, Instant now, String pages) {
    Json.Obj data =
        Json.object().put("system", hook.system()).put("link", pages + "/webhooks").build();
    return new Message(id(hook, TEST + "\n" + now), TEST, -1, body(TEST, now, data));
  }

  private static String id(Hook hook, String what) {
    return "msg_" + Digest.of(Bytes.utf8(hook.id() + "\n" + what)).hex().substring(0, DIGITS);
  }

  private static Bytes body(String type, Instant at, Json.Obj data) {
    return Json.object()
        .put("type", type)
        .put("timestamp", at.toString())
        .put("data", data)
        .build()
        .canonicalBytes();
  }
}
