package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// An in-toto Statement v1: somebody says something (the predicate) about some bytes (the
/// subjects).
///
/// Subjects match by digest alone; names are for reading.
///
/// @param subjects at least one
/// @param predicateType a URI, one of {@link PredicateType} or foreign
public record Statement(List<Subject> subjects, String predicateType, Json.Obj predicate) {
  public static final String TYPE = "https://in-toto.io/Statement/v1";

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(12), 64);

  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement is about at least one subject");
    }
  }

  /// Parses a payload of type `application/vnd.in-toto+json`, at most 12 MiB.
  ///
  /// Every subject needs a `sha256` digest in lower-case hexadecimal; its other digests, and
  /// members the standard does not name, are passed over, as in-toto asks. An absent name reads as
  /// empty, an absent predicate as an empty object.
  ///
  /// @throws EvidenceFault `json-malformed`, `json-over-limit` or `statement-malformed`
  public static Statement parse(Bytes payload) {
    Members statement =
        Members.of(EvidenceFault.STATEMENT_MALFORMED, JsonReader.readObject(payload, BOUNDS));
    if (!statement.text("_type").equals(TYPE)) {
      throw statement.wrong("_type", TYPE);
    }
    List<Subject> subjects = new ArrayList<>();
    for (Members subject : statement.objects("subject")) {
      subjects.add(new Subject(subject.textIfPresent("name").orElse(""), sha256(subject)));
    }
    if (subjects.isEmpty()) {
      throw statement.wrong("subject", "at least one subject");
    }
    Json.Obj predicate =
        statement.has("predicate") ? statement.object("predicate").object() : Json.object().build();
    return new Statement(subjects, statement.word("predicateType"), predicate);
  }

  private static Digest sha256(Members subject) {
    Members digests = subject.object("digest");
    return Members.sha256(digests.text("sha256"))
        .orElseThrow(() -> digests.wrong("sha256", "64 lower-case hexadecimal digits"));
  }

  public boolean isAbout(Digest digest) {
    return subjects.stream().anyMatch(subject -> subject.digest().equals(digest));
  }

  /// The statement's canonical JSON: the payload that is signed.
  public Json.Obj json() {
    return Json.object()
        .put("_type", TYPE)
        .put("subject", Json.array(subjects.stream().map(Subject::json).toList()))
        .put("predicateType", predicateType)
        .put("predicate", predicate)
        .build();
  }
}
