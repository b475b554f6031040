package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.Fact;
import java.util.Comparator;
import java.util.List;

/// One rule that holds for one element.
///
/// @param causes the facts that made it fire, in the order of the rule's condition
public record Threat(ThreatRule rule, Element element, Score score, List<Cause> causes)
    implements Comparable<Threat> {

  /// A fact a threat rests on.
  ///
  /// @param element the path of the element whose fact it is
  public record Cause(String element, String fact, Fact.Value value, Fact.Origin origin) {

    /// `canWrite is true (assumed)`.
    public String text() {
      String said =
          switch (value) {
            case Fact.Value.Flag(boolean flag) -> String.valueOf(flag);
            case Fact.Value.Count(long count) -> String.valueOf(count);
            case Fact.Value.Word(String word) -> word;
            case Fact.Value.Words(List<String> words) -> words.toString();
          };
      return fact + " is " + said + (origin == Fact.Origin.ASSUMED ? " (assumed)" : "");
    }

    Json.Obj json() {
      return Json.object()
          .put("element", element)
          .put("fact", fact)
          .put("value", value.json())
          .put("assumed", origin == Fact.Origin.ASSUMED)
          .build();
    }
  }

  private static final Comparator<Threat> ORDER =
      Comparator.comparing((Threat threat) -> threat.rule().id())
          .thenComparing(threat -> threat.element().path());

  public Threat {
    causes = List.copyOf(causes);
  }

  /// `TR-38/agent/helper`: the same for as long as the rule and the element keep their names.
  public String id() {
    return rule.id() + "/" + element.path();
  }

  public int likelihood() {
    return score.likelihood();
  }

  public int impact() {
    return score.impact();
  }

  /// Before any control.
  public Severity severity() {
    return score.severity();
  }

  /// Ids of the controls that make it less likely.
  public List<String> treatments() {
    return rule.treatments();
  }

  /// Where the manifest declares the element.
  public Place place() {
    return element.declaredAt();
  }

  /// Whether some fact it rests on was never declared: saying the truth may already end it.
  public boolean assumed() {
    return causes.stream().anyMatch(cause -> cause.origin() == Fact.Origin.ASSUMED);
  }

  /// The title and the facts, on one line.
  public String message() {
    List<String> facts = causes.stream().map(Cause::text).toList();
    return rule.title() + ": " + element.path() + ", " + String.join(", ", facts);
  }

  /// By rule, then by element.
  @Override
  public int compareTo(Threat other) {
    return ORDER.compare(this, other);
  }

  Json.Obj json() {
    return Json.object()
        .put("id", id())
        .put("rule", rule.id().value())
        .put("element", element.path())
        .put("title", rule.title())
        .put("kind", rule.kind().word())
        .put("severity", severity().name())
        .put("likelihood", likelihood())
        .put("impact", impact())
        .put("score", score.json())
        .put("because", Json.array(causes.stream().map(Cause::json).toList()))
        .put("stride", Json.texts(rule.stride().stream().map(Stride::letter).toList()))
        .put("atlas", Json.texts(rule.references().atlas()))
        .put("owasp", Json.texts(rule.references().owasp()))
        .put("cwe", Json.texts(rule.references().cwe()))
        .put("treatments", Json.texts(rule.treatments()))
        .build();
  }
}
