package dev.bulwark.govern.threat;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The risks of one system before any control, each part and each kind of data accounted for: what
/// the owner of the risks signs. A pure function of the threat model.
///
/// @param risks the model's threats
/// @param parts every element, and what was found about it
/// @param data every kind of data that the system declares to hold
public record RiskRegister(
    ThreatModel model, Appetite appetite, List<Threat> risks, List<Part> parts, List<Part> data) {

  /// The name its document has in evidence.
  public static final String DOCUMENT = "document:risk-register";

  /// Something that needs an assessed risk.
  ///
  /// @param name the path of an element, or a kind of data
  /// @param assessed how many rules were decided about it; none means that nobody knows its risk
  /// @param risks the ids of the threats that concern it
  /// @param element where the manifest speaks of it
  public record Part(String name, int assessed, List<String> risks, Element element) {
    public Part {
      risks = List.copyOf(risks);
    }

    Json.Obj json() {
      return Json.object()
          .put("name", name)
          .put("assessed", assessed)
          .put("risks", Json.texts(risks))
          .build();
    }
  }

  public RiskRegister {
    risks = List.copyOf(risks);
    parts = List.copyOf(parts);
    data = List.copyOf(data);
  }

  public static RiskRegister of(ThreatModel model) {
    AiSystem system = model.system();
    List<Part> parts =
        system.elements().stream()
            .sorted(Comparator.comparing(Element::path))
            .map(element -> part(model, element))
            .toList();
    return new RiskRegister(model, Appetite.of(system), model.threats(), parts, data(model));
  }

  private static Part part(ThreatModel model, Element element) {
    long undecided =
        model.undecided().stream().filter(one -> one.element().equals(element)).count();
    int assessed = model.rules().of(element.kind()).size() - (int) undecided;
    List<String> risks =
        model.threats().stream()
            .filter(threat -> threat.element().equals(element))
            .map(Threat::id)
            .toList();
    return new Part(element.path(), assessed, risks, element);
  }

  private static List<Part> data(ThreatModel model) {
    List<Part> data = new ArrayList<>();
    Element whole = model.system().whole();
    if (holds(whole, "personalData")) {
      data.add(data(model, "personal data", whole, Dimension.PRIVACY));
    }
    if (holds(whole, "specialData")) {
      data.add(data(model, "specially protected data", whole, Dimension.PRIVACY));
    }
    for (Element dataset : model.system().of(ElementKind.DATASET)) {
      if (holds(dataset, "sensitive")) {
        data.add(
            data(model, "sensitive data in " + dataset.path(), dataset, Dimension.CONFIDENTIALITY));
      }
    }
    data.sort(Comparator.comparing(Part::name));
    return data;
  }

  private static boolean holds(Element element, String flag) {
    return Optional.ofNullable(element.facts().get(flag))
        .map(fact -> !fact.value().equals(new Fact.Value.Flag(false)))
        .orElse(false);
  }

  /// A kind of data is assessed by the rules of its element that can hurt it.
  private static Part data(ThreatModel model, String name, Element element, Dimension dimension) {
    List<ThreatRule> rules =
        model.rules().of(element.kind()).stream()
            .filter(rule -> rule.impacts().contains(dimension))
            .toList();
    long undecided =
        model.undecided().stream()
            .filter(one -> one.element().equals(element))
            .filter(one -> rules.stream().anyMatch(rule -> rule.id().equals(one.rule())))
            .count();
    List<String> risks =
        model.threats().stream()
            .filter(threat -> threat.rule().impacts().contains(dimension))
            .filter(
                threat -> element.kind() == ElementKind.SYSTEM || threat.element().equals(element))
            .map(Threat::id)
            .toList();
    return new Part(name, rules.size() - (int) undecided, risks, element);
  }

  /// The register as people sign it.
  ///
  /// ```
  /// {"type": "risk-register", "version": 1, "system", "title", "appetite",
  ///  "risks": [{"id","title","kind","element","likelihood","impact","severity","hurts","treatments"}],
  ///  "elements": [{"name","assessed","risks": [id]}], "data": [{"name","assessed","risks": [id]}],
  ///  "counts": {severity: number}}
  /// ```
  ///
  /// It holds inherent risk only: what is left of it changes with the evidence of each day, and is
  /// computed ({@link Residual}), never signed.
  public Json.Obj document() {
    Json.Builder counts = Json.object();
    model.counts().forEach((severity, count) -> counts.put(severity.name(), count));
    return Json.object()
        .put("type", "risk-register")
        .put("version", 1)
        .put("system", model.system().id())
        .put("title", model.system().title())
        .put("appetite", appetite.word())
        .put("risks", Json.array(risks.stream().map(RiskRegister::risk).toList()))
        .put("elements", Json.array(parts.stream().map(Part::json).toList()))
        .put("data", Json.array(data.stream().map(Part::json).toList()))
        .put("counts", counts.build())
        .build();
  }

  /// The document, by the digest of its canonical JSON: what an approval is about.
  public Subject subject() {
    return new Subject(DOCUMENT, Digest.of(document().canonicalBytes()));
  }

  private static Json.Obj risk(Threat threat) {
    Severity severity = threat.severity();
    return Json.object()
        .put("id", threat.id())
        .put("title", threat.rule().title())
        .put("kind", threat.rule().kind().word())
        .put("element", threat.element().path())
        .put("likelihood", threat.likelihood())
        .put("impact", threat.impact())
        .put("severity", severity.name())
        .put("hurts", threat.score().hurts().word())
        .put("treatments", Json.texts(threat.treatments()))
        .build();
  }
}
