package dev.bulwark.registry.event;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;

/// One entry of the ledger, by its place and the digest of its envelope: `{"index","digest"}`.
public record Reference(long index, Digest envelope) {

  public static Reference to(Evidence evidence) {
    return new Reference(evidence.index(), evidence.envelope());
  }

  Json.Obj json() {
    return Json.object().put("index", index).put("digest", envelope.toString()).build();
  }

  static Reference parse(Members members) {
    members.only("index", "digest");
    return new Reference(members.integer("index"), members.digest("digest"));
  }

  /// Whether this is the entry that is meant.
  public boolean names(Evidence evidence) {
    return evidence.index() == index && evidence.envelope().equals(envelope);
  }
}
