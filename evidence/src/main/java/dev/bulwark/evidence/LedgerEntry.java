package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.evidence.vault.Sealed;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import java.time.Instant;

/// What the ledger holds of one envelope: that there is one, when it came, and what binds it. No
/// content and no personal data.
///
/// ```
/// {"commitment": "sha256:…", "pack": "sha256:…", "part": n, "time": RFC 3339 in UTC, six digits, "type": "evidence"|"key"|"erasure", "v": 1}
/// ```
///
/// Canonical JSON (RFC 8785), about 250 bytes; any other rendering of the same is refused.
///
/// @param time when the ledger took it in, in microseconds
record LedgerEntry(Type type, Instant time, Sealed sealed) {
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(60), 4);

  /// What an entry is, as far as the ledger must show it: keys and erasures cannot be erased.
  enum Type {
    EVIDENCE,
    KEY,
    ERASURE;

    static Type of(Statement statement) {
      return switch (statement.predicateType()) {
        case PredicateType.KEY -> KEY;
        case PredicateType.ERASURE -> ERASURE;
        default -> EVIDENCE;
      };
    }
  }

  /// Written out, members in the order RFC 8785 sorts them: every start renders every entry again
  /// to compare it, and nothing in it needs an escape.
  Bytes bytes() {
    return Bytes.utf8(
        "{\"commitment\":\""
            + sealed.commitment()
            + "\",\"pack\":\""
            + sealed.pack()
            + "\",\"part\":"
            + sealed.part()
            + ",\"time\":\""
            + Rfc3339.render(time)
            + "\",\"type\":\""
            + Word.of(type)
            + "\",\"v\":1}");
  }

  /// @throws EvidenceFault `json-malformed`, `json-over-limit` or `evidence-damaged`
  static LedgerEntry parse(Bytes bytes) {
    Members entry =
        Members.of(EvidenceFault.EVIDENCE_DAMAGED, JsonReader.readObject(bytes, BOUNDS));
    if (entry.integer("v") != 1) {
      throw entry.wrong("v", "1; a newer Bulwark may have written it");
    }
    entry.only("v", "type", "time", "commitment", "pack", "part");
    long part = entry.integer("part");
    if (part < 0 || part > Integer.MAX_VALUE) {
      throw entry.wrong("part", "the number of a part");
    }
    LedgerEntry parsed =
        new LedgerEntry(
            Word.parse(Type.values(), entry, "type"),
            entry.renderedTime("time"),
            new Sealed(entry.digest("commitment"), entry.digest("pack"), (int) part));
    if (!parsed.bytes().equals(bytes)) {
      throw new EvidenceFault(
          EvidenceFault.EVIDENCE_DAMAGED, "expected canonical JSON at $, found another rendering");
    }
    return parsed;
  }
}
