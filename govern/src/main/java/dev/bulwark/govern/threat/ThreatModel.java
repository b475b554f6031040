package dev.bulwark.govern.threat;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Condition.Truth;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What can go wrong with one system: every rule over every element of its scope. A pure function
/// of the system's facts and the rules; the order in which the manifest lists elements changes
/// nothing. Immutable; only {@link #of} makes one.
public final class ThreatModel {
  /// The name its document has in evidence.
  public static final String DOCUMENT = "document:threat-model";

  private final AiSystem system;
  private final ThreatRules rules;
  private final List<Threat> threats;
  private final List<Undecided> undecided;
  private final List<AttackPath> paths;
  private final Json.Obj document;
  private final Subject subject;

  /// A rule that could not be decided for an element; not "no threat".
  ///
  /// @param missing the facts of the condition that the element does not have
  public record Undecided(RuleId rule, Element element, List<String> missing) {
    public Undecided {
      missing = List.copyOf(missing);
    }
  }

  ThreatModel(AiSystem system, ThreatRules rules, List<Threat> threats, List<Undecided> undecided) {
    this.system = system;
    this.rules = rules;
    this.threats = List.copyOf(threats);
    this.undecided = List.copyOf(undecided);
    this.paths = AttackPaths.of(system.elements(), threats);
    this.document = document(system, threats, paths, undecided);
    this.subject = new Subject(DOCUMENT, Digest.of(document.canonicalBytes()));
  }

  public static ThreatModel of(AiSystem system, ThreatRules rules) {
    List<Threat> threats = new ArrayList<>();
    List<Undecided> undecided = new ArrayList<>();
    Weighing weighing = new Weighing(system, rules.scales());
    for (ThreatRule rule : rules.rules()) {
      for (Element element : system.of(rule.scope())) {
        Facts facts = Facts.of(element, system.whole());
        Truth answer = rule.when().decide(facts.conditionSource());
        switch (answer) {
          case TRUE -> threats.add(threat(rule, facts, weighing));
          case ERROR -> undecided.add(undecided(rule, facts));
          case FALSE -> {}
        }
      }
    }
    threats.sort(Comparator.naturalOrder());
    undecided.sort(
        Comparator.comparing(Undecided::rule).thenComparing(one -> one.element().path()));
    return new ThreatModel(system, rules, threats, undecided);
  }

  private static Threat threat(ThreatRule rule, Facts facts, Weighing weighing) {
    return new Threat(
        rule,
        facts.element(),
        weighing.score(rule, facts.element()),
        facts.causes(rule.when().because(facts.conditionSource(), Truth.TRUE)));
  }

  private static Undecided undecided(ThreatRule rule, Facts facts) {
    List<String> missing =
        rule.when().facts().stream()
            .filter(
                select -> facts.conditionSource().find(select.variable(), select.fact()).isEmpty())
            .map(Condition.Term.Select::toString)
            .toList();
    return new Undecided(rule.id(), facts.element(), missing);
  }

  public AiSystem system() {
    return system;
  }

  public ThreatRules rules() {
    return rules;
  }

  /// By rule, then by element.
  public List<Threat> threats() {
    return threats;
  }

  /// By rule, then by element.
  public List<Undecided> undecided() {
    return undecided;
  }

  /// The likeliest way from outside to each element that a lot hangs on, the gravest first.
  public List<AttackPath> paths() {
    return paths;
  }

  public List<Threat> of(RuleId rule) {
    return threats.stream().filter(threat -> threat.rule().id().equals(rule)).toList();
  }

  /// How many threats rest on some fact that nobody declared.
  public long assumed() {
    return threats.stream().filter(Threat::assumed).count();
  }

  /// How many threats there are of each severity, the gravest first, before any control.
  public Map<Severity, Long> counts() {
    Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      long count = threats.stream().filter(threat -> threat.severity() == severity).count();
      counts.put(severity, count);
    }
    return counts;
  }

  /// The threat model as people sign it.
  ///
  /// ```
  /// {"type": "threat-model", "version": 1, "system", "title",
  ///  "elements": [{"path","title","facts": {…},"assumed": [fact]}],
  ///  "threats": [{"id","rule","element","title","kind","severity","likelihood","impact","score",
  ///               "because": [{"element","fact","value","assumed"}],
  ///               "stride","atlas","owasp","cwe","treatments"}],
  ///  "paths": [{"target","likelihood","impact","severity","steps": [{"by","into","threats"}]}],
  ///  "undecided": [{"rule","element","missing"}]}
  /// ```
  ///
  /// It holds the facts it was computed from and no digest of the manifest's bytes, nor of any
  /// artifact: a comment in the manifest or a retrained model leaves a signature in force, a
  /// changed fact does not.
  public Json.Obj document() {
    return document;
  }

  /// The document, by the digest of its canonical JSON: what an approval is about.
  public Subject subject() {
    return subject;
  }

  private static Json.Obj document(
      AiSystem system, List<Threat> threats, List<AttackPath> paths, List<Undecided> undecided) {
    List<Json.Obj> elements =
        system.elements().stream()
            .sorted(Comparator.comparing(Element::path))
            .map(ThreatModel::element)
            .toList();
    return Json.object()
        .put("type", "threat-model")
        .put("version", 1)
        .put("system", system.id())
        .put("title", system.title())
        .put("elements", Json.array(elements))
        .put("threats", Json.array(threats.stream().map(Threat::json).toList()))
        .put("paths", Json.array(paths.stream().map(AttackPath::json).toList()))
        .put("undecided", Json.array(undecided.stream().map(ThreatModel::json).toList()))
        .build();
  }

  private static Json.Obj element(Element element) {
    Json.Builder facts = Json.object();
    element.facts().forEach((name, fact) -> facts.put(name, fact.value().json()));
    return Json.object()
        .put("path", element.path())
        .put("title", element.title())
        .put("facts", facts.build())
        .put("assumed", Json.texts(element.assumed()))
        .build();
  }

  private static Json.Obj json(Undecided undecided) {
    return Json.object()
        .put("rule", undecided.rule().value())
        .put("element", undecided.element().path())
        .put("missing", Json.texts(undecided.missing()))
        .build();
  }
}
