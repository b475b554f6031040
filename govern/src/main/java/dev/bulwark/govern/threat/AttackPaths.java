package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Finds, for each element that a lot hangs on, the likeliest way to it from outside or from a
/// supplier, and among equals the shortest.
///
/// An attacker moves along a flow, from a component to what runs in it, between an agent and the
/// model that decides for it, and from an agent to its tools; and only where a threat that needs an
/// attacker makes the step possible. Not a proof of safety: a path that is not found is one these
/// rules and these declared flows do not show.
final class AttackPaths {
  /// The weight from which an element is a target.
  private static final int TARGET = 9;

  private final Map<String, Element> elements = new HashMap<>();
  private final Map<String, List<Threat>> threats = new HashMap<>();
  private final SequencedMap<String, List<Edge>> edges = new TreeMap<>();

  /// @param by a flow's path, or `from` again where no flow is needed
  private record Edge(String from, String by, String to) {}

  private AttackPaths(List<Element> elements, List<Threat> threats) {
    for (Element element : elements) {
      this.elements.put(element.path(), element);
    }
    for (Threat threat : threats) {
      if (threat.rule().kind() == ThreatRule.Kind.SECURITY) {
        this.threats.computeIfAbsent(threat.element().path(), _ -> new ArrayList<>()).add(threat);
      }
    }
    elements.stream().sorted(Comparator.comparing(Element::path)).forEach(this::connect);
  }

  /// The gravest first, then by target.
  static List<AttackPath> of(List<Element> elements, List<Threat> threats) {
    AttackPaths graph = new AttackPaths(elements, threats);
    Map<String, AttackPath> found = new TreeMap<>();
    for (int least = 9; least >= 1; least--) {
      graph.reached(least).forEach(path -> found.putIfAbsent(path.target().path(), path));
    }
    return found.values().stream()
        .sorted(Comparator.comparing(AttackPath::severity).reversed())
        .toList();
  }

  private void connect(Element element) {
    String path = element.path();
    if (element.kind() == ElementKind.FLOW) {
      edge(word(element, "from").orElse(""), path, word(element, "to").orElse(""));
    }
    word(element, "in").ifPresent(host -> edge(host, host, path));
    if (element.kind() == ElementKind.AGENT) {
      word(element, "model").ifPresent(model -> edge(model, model, path));
      word(element, "model").ifPresent(model -> edge(path, path, model));
      value(element, "tools")
          .map(
              value -> value instanceof Fact.Value.Words words ? words.values() : List.<String>of())
          .ifPresent(tools -> tools.forEach(tool -> edge(path, path, tool)));
    }
  }

  private void edge(String from, String by, String to) {
    edges.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Edge(from, by, to));
  }

  /// The element a reference names; empty when it names none.
  private static Optional<String> word(Element element, String fact) {
    return value(element, fact)
        .map(value -> value instanceof Fact.Value.Word word ? word.value() : FactSpec.NONE)
        .filter(word -> !word.equals(FactSpec.NONE));
  }

  private static Optional<Fact.Value> value(Element element, String fact) {
    return Optional.ofNullable(element.facts().get(fact)).map(Fact::value);
  }

  /// Every target that steps of at least this likelihood reach, each by the fewest steps.
  private List<AttackPath> reached(int least) {
    SequencedMap<String, List<AttackPath.Step>> ways = new LinkedHashMap<>();
    Deque<String> frontier = new ArrayDeque<>();
    for (String start : edges.keySet()) {
      if (start.equals(FactSpec.OUTSIDE) || start.startsWith(ElementKind.SUPPLIER.word() + "/")) {
        ways.put(start, List.of());
        frontier.add(start);
      }
    }
    while (!frontier.isEmpty()) {
      String here = frontier.remove();
      for (Edge edge : edges.getOrDefault(here, List.of())) {
        Optional<AttackPath.Step> step = step(edge);
        if (step.isPresent() && step.get().likelihood() >= least && !ways.containsKey(edge.to())) {
          List<AttackPath.Step> longer = new ArrayList<>(ways.getOrDefault(here, List.of()));
          longer.add(step.get());
          ways.put(edge.to(), longer);
          frontier.add(edge.to());
        }
      }
    }
    return ways.values().stream()
        .filter(steps -> !steps.isEmpty())
        .map(AttackPath::new)
        .filter(path -> weighty(path.target()))
        .toList();
  }

  private Optional<AttackPath.Step> step(Edge edge) {
    Element into = elements.get(edge.to());
    if (into == null) {
      return Optional.empty();
    }
    List<Threat> possible = new ArrayList<>(threats.getOrDefault(edge.to(), List.of()));
    if (!edge.by().equals(edge.from())) {
      possible.addAll(threats.getOrDefault(edge.by(), List.of()));
    }
    possible.sort(Comparator.comparingInt(Threat::likelihood).reversed().thenComparing(one -> one));
    return possible.isEmpty()
        ? Optional.empty()
        : Optional.of(new AttackPath.Step(edge.by(), into, possible));
  }

  private boolean weighty(Element target) {
    return threats.getOrDefault(target.path(), List.of()).stream()
        .anyMatch(threat -> threat.score().weight() >= TARGET);
  }
}
