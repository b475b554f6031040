package dev.bulwark.evidence;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
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

  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement is about at least one subject");
    }
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
