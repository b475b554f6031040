package dev.bulwark.control.policy;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.MalformedCondition;
import dev.bulwark.kernel.condition.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads a catalogue's text. Unknown keys fail, and every problem is said at once.
final class CatalogueReader {
  private static final int FORMAT = 1;

  private final Problems problems;
  private Vocabulary facts = FactWords.NONE;

  CatalogueReader(Problems problems) {
    this.problems = problems;
  }

  Catalogue read(String text) {
    return YamlMap.read(text, problems)
        .map(this::catalogue)
        .orElseGet(() -> new Catalogue("?", "?", facts, List.of()));
  }

  private Catalogue catalogue(YamlMap map) {
    if (!map.text("catalogue").equals(Integer.toString(FORMAT))) {
      map.problem("catalogue", "catalogue: this version reads format " + FORMAT);
    }
    facts = FactWords.read(map.map("facts"));
    List<Control> controls = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlMap each : map.maps("controls")) {
      Control control = control(each);
      if (!ids.add(control.id())) {
        each.problem("id", "the control " + control.id() + " is there twice");
      }
      controls.add(control);
    }
    Catalogue catalogue = new Catalogue(map.text("id"), map.text("version"), facts, controls);
    map.done("catalogue, id, version, facts, controls");
    return catalogue;
  }

  private Control control(YamlMap map) {
    Control control =
        new Control(
            matching(map, "id", "[A-Z][A-Z0-9]*(-[A-Z0-9]+)+", "an id such as GOV-01"),
            word(map, "stage", Stage.values(), Stage.DESIGN),
            map.text("title"),
            map.text("requirement"),
            asks(map),
            condition(map, "applies", facts),
            requirements(map),
            gates(map),
            frameworks(map));
    map.done("id, stage, title, requirement, asks, applies, evidence, gates, frameworks");
    return control;
  }

  private static List<String> asks(YamlMap map) {
    List<String> asks = map.texts("asks");
    if (asks.isEmpty()) {
      map.problem("asks", "asks: expected at least one ask of the guidelines, such as [R40]");
    }
    return asks;
  }

  private List<Requirement> requirements(YamlMap map) {
    List<Requirement> requirements = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlMap each : map.maps("evidence")) {
      Requirement requirement = requirement(each);
      if (!ids.add(requirement.id())) {
        each.problem("id", "the evidence " + requirement.id() + " is there twice in its control");
      }
      requirements.add(requirement);
    }
    return requirements;
  }

  private Requirement requirement(YamlMap map) {
    Requirement.Source source = source(map);
    List<String> rules = map.texts("rules");
    if (!rules.isEmpty() && !(source instanceof Requirement.Source.Suite)) {
      map.problem("rules", "rules: only a suite decides rules");
    }
    Requirement requirement =
        new Requirement(
            matching(map, "id", "[a-z0-9]+(-[a-z0-9]+)*", "lower-case words joined by hyphens"),
            source,
            map.parsed(
                "about",
                text ->
                    About.parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "expected " + About.accepted() + ", found \"" + text + "\"")),
                About.Manifest.MANIFEST),
            assurance(map),
            map.parsed("maxAge", Age::parse, Age.UNLIMITED),
            rules,
            condition(map, "when", facts),
            condition(map, "condition", FactWords.PREDICATE));
    map.done(
        "id, suite, attestation, statement, about, assurance, maxAge, rules, when, condition, and"
            + " role, independent, people for an attestation");
    return requirement;
  }

  private Requirement.Source source(YamlMap map) {
    List<String> given = Stream.of("suite", "attestation", "statement").filter(map::has).toList();
    if (given.size() != 1) {
      map.problem("id", "expected exactly one of suite, attestation, statement, found " + given);
      given.forEach(map::text);
      return new Requirement.Source.Suite("?");
    }
    return switch (given.getFirst()) {
      case "suite" -> new Requirement.Source.Suite(map.text("suite"));
      case "attestation" -> attestation(map);
      default -> new Requirement.Source.Statement(map.text("statement"));
    };
  }

  private static Requirement.Source attestation(YamlMap map) {
    return new Requirement.Source.Attestation(
        map.text("attestation"),
        map.text("role"),
        map.has("independent") && map.parsed("independent", CatalogueReader::flag, true),
        map.has("people") ? map.parsed("people", CatalogueReader::people, 1) : 1);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, found " + text);
    };
  }

  private static int people(String text) {
    if (!text.matches("[1-9]|1[0-9]|20")) {
      throw new IllegalArgumentException("expected a number from 1 to 20, found " + text);
    }
    return Integer.parseInt(text);
  }

  /// A0 satisfies nothing, so nobody may ask for it.
  private static Assurance assurance(YamlMap map) {
    return map.parsed(
        "assurance",
        text ->
            switch (text) {
              case "A1" -> Assurance.A1;
              case "A2" -> Assurance.A2;
              case "A3" -> Assurance.A3;
              case "A4" -> Assurance.A4;
              default ->
                  throw new IllegalArgumentException("expected A1, A2, A3 or A4, found " + text);
            },
        Assurance.A4);
  }

  private static Condition condition(YamlMap map, String key, Vocabulary vocabulary) {
    if (!map.has(key)) {
      return Condition.always();
    }
    Condition condition = map.parsed(key, CatalogueReader::condition, Condition.always());
    condition.problems(vocabulary).forEach(problem -> map.problem(key, key + ": " + problem));
    return condition;
  }

  private static Condition condition(String text) {
    try {
      return Condition.parse(text);
    } catch (MalformedCondition e) {
      throw new IllegalArgumentException(
          "at its character " + (e.at() + 1) + ": " + e.getMessage(), e);
    }
  }

  private static SortedMap<GateName, Control.Effect> gates(YamlMap map) {
    SortedMap<GateName, Control.Effect> gates = new TreeMap<>();
    YamlMap inner = map.map("gates");
    for (GateName gate : GateName.values()) {
      if (inner.has(gate.word())) {
        gates.put(gate, word(inner, gate.word(), Control.Effect.values(), Control.Effect.BLOCK));
      }
    }
    inner.done("design, admit, stage, release, operate, retire");
    if (gates.isEmpty()) {
      map.problem("gates", "gates: expected at least one gate, such as {release: block}");
    }
    return gates;
  }

  private static SortedMap<String, List<String>> frameworks(YamlMap map) {
    SortedMap<String, List<String>> frameworks = new TreeMap<>();
    YamlMap inner = map.map("frameworks");
    for (String key : inner.keys()) {
      frameworks.put(key, List.copyOf(inner.texts(key)));
    }
    return frameworks;
  }

  private static <E extends Enum<E>> E word(YamlMap map, String key, E[] words, E otherwise) {
    return map.parsed(
        key,
        text ->
            Stream.of(words)
                .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "expected one of "
                                + Stream.of(words)
                                    .map(word -> word.name().toLowerCase(Locale.ROOT))
                                    .toList()
                                + ", found \""
                                + text
                                + "\"")),
        otherwise);
  }

  private static String matching(YamlMap map, String key, String pattern, String expected) {
    return map.parsed(
        key,
        text -> {
          if (!text.matches(pattern)) {
            throw new IllegalArgumentException("expected " + expected + ", found \"" + text + "\"");
          }
          return text;
        },
        "?");
  }
}
