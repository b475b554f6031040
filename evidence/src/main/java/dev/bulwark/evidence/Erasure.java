package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Evidence whose key was destroyed: the predicate of type {@link PredicateType#ERASURE}, signed by
/// a judge before the key goes.
///
/// ```
/// {"reason": text, "entries": [{"index": n, "envelope": "sha256:…", "predicateType": URI, "subjects": ["sha256:…"]}]}
/// ```
///
/// What was said is gone; that something was said, of which type and about which bytes, stays. A
/// decider needs it: erasing a failure must not turn into a pass. Subjects of the statement are the
/// digests of the erased envelopes. The reason is free of personal data.
///
/// @param entries at least one
public record Erasure(String reason, List<Entry> entries) {

  /// One piece of evidence that was erased.
  ///
  /// @param index its place in the ledger
  /// @param envelope the digest of the envelope that is gone
  /// @param subjects what it was about, by digest
  public record Entry(long index, Digest envelope, String predicateType, List<Digest> subjects) {
    public Entry {
      subjects = List.copyOf(subjects);
    }

    static Entry of(Evidence evidence) {
      return new Entry(
          evidence.index(),
          evidence.envelope(),
          evidence.statement().predicateType(),
          evidence.statement().subjects().stream().map(Subject::digest).toList());
    }

    private Json json() {
      return Json.object()
          .put("index", index)
          .put("envelope", envelope.toString())
          .put("predicateType", predicateType)
          .put("subjects", Json.texts(subjects.stream().map(Digest::toString).toList()))
          .build();
    }
  }

  public Erasure {
    entries = List.copyOf(entries);
  }

  Statement statement() {
    return new Statement(
        entries.stream().map(entry -> new Subject("envelope", entry.envelope())).toList(),
        PredicateType.ERASURE,
        Json.object()
            .put("reason", reason)
            .put("entries", Json.array(entries.stream().map(Entry::json).toList()))
            .build());
  }

  /// @throws EvidenceFault `predicate-malformed`
  public static Erasure parse(Json.Obj predicate) {
    Members erasure = Members.of(EvidenceFault.PREDICATE_MALFORMED, predicate);
    erasure.only("reason", "entries");
    List<Entry> entries = new ArrayList<>();
    for (Members entry : erasure.objects("entries")) {
      entry.only("index", "envelope", "predicateType", "subjects");
      entries.add(
          new Entry(
              entry.integer("index"),
              entry.digest("envelope"),
              entry.word("predicateType"),
              entry.digests("subjects")));
    }
    return new Erasure(erasure.text("reason"), entries);
  }
}
