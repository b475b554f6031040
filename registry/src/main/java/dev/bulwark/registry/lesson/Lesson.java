package dev.bulwark.registry.lesson;

import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import java.util.Optional;

/// What a person learned from something: the predicate of type {@link PredicateType#LESSON},
/// `{"about","change","digest"?,"text"}`.
///
/// @param text for people; free of personal data
public record Lesson(About about, Change change, String text) {

  /// The lesson as the statement the person signs.
  public Statement statement() {
    Json.Builder predicate =
        Json.object().put("about", about.text()).put("change", change.text()).put("text", text);
    change.file().ifPresent(digest -> predicate.put("digest", digest.toString()));
    Json.Obj all = predicate.build();
    return new Statement(
        List.of(new Subject(about.text(), Digest.of(all.canonicalBytes()))),
        PredicateType.LESSON,
        all);
  }

  /// Reads a lesson; empty when the statement is none or lacks its shape.
  static Optional<Lesson> of(Statement statement) {
    if (!statement.predicateType().equals(PredicateType.LESSON)) {
      return Optional.empty();
    }
    try {
      Members members = Members.of(EvidenceFault.PREDICATE_MALFORMED, statement.predicate());
      members.only("about", "change", "digest", "text");
      Optional<Change> change = change(members);
      return About.parse(members.text("about"))
          .flatMap(
              about ->
                  change.map(
                      it -> new Lesson(about, it, members.object().text("text").orElse(""))));
    } catch (EvidenceFault e) {
      return Optional.empty();
    }
  }

  private static Optional<Change> change(Members members) {
    String text = members.text("change");
    String what = text.substring(text.indexOf(':') + 1);
    if (text.equals("none")) {
      return Optional.of(new Change.None());
    }
    return switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
      case "rule" -> Optional.of(new Change.Rule(what));
      case "test" -> Optional.of(new Change.Test(what, members.digest("digest")));
      case "limit" -> Optional.of(new Change.Limit(what));
      case "control" -> Optional.of(new Change.Control(what));
      default -> Optional.empty();
    };
  }
}
