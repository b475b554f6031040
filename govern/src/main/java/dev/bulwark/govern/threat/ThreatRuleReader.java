package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.govern.yaml.YamlReading.Problem;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.MalformedCondition;
import dev.bulwark.kernel.system.ElementKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads `threat-rules.yaml`. Reports every problem at once and uses nothing of a file that has
/// one.
final class ThreatRuleReader {
  private static final YamlReader YAML = new YamlReader(ByteSize.ofMib(1), 8, 100_000);
  private static final Pattern RULE = Pattern.compile("[A-Z][A-Z0-9]{0,9}-[0-9]{2,4}");
  private static final Pattern CONTROL = Pattern.compile("[A-Z]{2,4}-[0-9]{2}");
  private static final Pattern ATLAS = Pattern.compile("AML\\.T[0-9]{4}(\\.[0-9]{3})?");
  private static final Pattern OWASP = Pattern.compile("(LLM|ASI)[0-9]{2}");
  private static final Pattern CWE = Pattern.compile("CWE-[0-9]{1,5}");

  private final FactTable table;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private ThreatRuleReader(FactTable table) {
    this.table = table;
  }

  static ThreatRules read(Bytes yaml, FactTable table) {
    return switch (YAML.read(yaml)) {
      case YamlReading.Broken(Problem problem) -> throw new MalformedRules(List.of(problem));
      case YamlReading.Tree(Yaml root, List<Problem> strict) -> {
        ThreatRuleReader reader = new ThreatRuleReader(table);
        reader.problems.addAll(strict);
        yield reader.read(root, Digest.of(yaml));
      }
    };
  }

  private ThreatRules read(Yaml root, Digest digest) {
    RuleFields file = RuleFields.of(root, problems);
    file.number("version", 1, 1);
    file.text("atlas");
    Optional<Yaml> scaleNode = file.need("scales");
    List<ThreatRule> rules = new ArrayList<>();
    List<Yaml> items = file.items("rules");
    if (items.isEmpty()) {
      file.report(root, "at least one rule", "none", "add a rule");
    }
    items.forEach(item -> rule(item).ifPresent(rules::add));
    file.close();
    Optional<Scales> scales = scaleNode.flatMap(this::scales);
    if (!problems.isEmpty() || scales.isEmpty()) {
      problems.sort(
          Comparator.comparingInt((Problem problem) -> problem.at().line())
              .thenComparingInt(problem -> problem.at().column()));
      throw new MalformedRules(problems);
    }
    return new ThreatRules(rules, scales.get(), digest);
  }

  private Optional<ThreatRule> rule(Yaml node) {
    int before = problems.size();
    RuleFields fields = RuleFields.of(node, problems);
    String id = fields.text("id");
    if (!RULE.matcher(id).matches() || !seen.add(id)) {
      fields.report(node, "an id like TR-01 that no other rule has", id, "choose another id");
    }
    ThreatRule.Kind kind = oneOf(fields, "kind", ThreatRule.Kind.values(), ThreatRule.Kind::word);
    ElementKind scope = oneOf(fields, "scope", ElementKind.values(), ElementKind::word);
    Optional<Condition> when =
        fields
            .need("when")
            .flatMap(text -> condition(fields, text, scope == null ? ElementKind.SYSTEM : scope));
    String title = fields.text("title");
    String why = fields.text("why");
    String fix = fields.text("fix");
    List<Stride> stride = some(fields, "stride", Stride.values(), Stride::letter);
    Rule.References references =
        new Rule.References(
            fields.texts("cwe", CWE), fields.texts("atlas", ATLAS), fields.texts("owasp", OWASP));
    int ease = fields.number("ease", 1, 9);
    int maturity = fields.number("maturity", 3, 9);
    List<Dimension> impacts = some(fields, "impacts", Dimension.values(), Dimension::word);
    List<String> treatments = fields.texts("treatments", CONTROL);
    if (impacts.isEmpty() || treatments.isEmpty()) {
      fields.report(node, "an impact and a treatment", "none", "say what it hurts and what helps");
    }
    fields.close();
    if (problems.size() > before || kind == null || scope == null || when.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ThreatRule(
            new RuleId(id),
            kind,
            scope,
            title,
            when.get(),
            why,
            fix,
            stride,
            references,
            ease,
            maturity,
            impacts,
            treatments));
  }

  private static <T> @org.jspecify.annotations.Nullable T oneOf(
      RuleFields fields, String key, T[] values, Function<T, String> word) {
    return fields.need(key).map(node -> fields.oneOf(node, List.of(values), word)).orElse(null);
  }

  private static <T> List<T> some(
      RuleFields fields, String key, T[] values, Function<T, String> word) {
    return fields.items(key).stream()
        .map(node -> fields.oneOf(node, Arrays.asList(values), word))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private Optional<Condition> condition(RuleFields fields, Yaml node, ElementKind scope) {
    try {
      Condition condition = Condition.parse(fields.text(node));
      for (Condition.Problem problem : condition.problems(table.vocabulary(scope))) {
        fields.report(node, problem.expected(), problem.found(), "see facts.yaml");
      }
      return Optional.of(condition);
    } catch (MalformedCondition e) {
      fields.report(
          node,
          "a condition",
          "at its character " + (e.at() + 1) + ": " + e.getMessage(),
          "write it in the grammar of docs/adr/0012");
      return Optional.empty();
    }
  }

  private Optional<Scales> scales(Yaml node) {
    RuleFields fields = RuleFields.of(node, problems);
    Optional<Scale> motive =
        fields.need("motive").flatMap(scale -> scale(scale, ElementKind.SYSTEM));
    Map<ElementKind, Scale> exposure = byKind(fields, "exposure");
    Map<ElementKind, Scale> weight = byKind(fields, "weight");
    Map<Dimension, Scale> stake = stakes(fields);
    fields.close();
    return problems.isEmpty()
        ? motive.map(scale -> new Scales(scale, exposure, weight, stake))
        : Optional.empty();
  }

  private Map<ElementKind, Scale> byKind(RuleFields scales, String key) {
    Map<ElementKind, Scale> found = new EnumMap<>(ElementKind.class);
    Optional<Yaml> node = scales.need(key);
    if (node.isPresent()) {
      RuleFields fields = RuleFields.of(node.get(), problems);
      for (ElementKind kind : ElementKind.values()) {
        fields
            .need(kind.word())
            .flatMap(scale -> scale(scale, kind))
            .ifPresent(scale -> found.put(kind, scale));
      }
      fields.close();
    }
    return found;
  }

  private Map<Dimension, Scale> stakes(RuleFields scales) {
    Map<Dimension, Scale> found = new EnumMap<>(Dimension.class);
    Optional<Yaml> node = scales.need("stake");
    if (node.isPresent()) {
      RuleFields fields = RuleFields.of(node.get(), problems);
      for (Dimension dimension : Dimension.values()) {
        fields
            .need(dimension.word())
            .flatMap(scale -> scale(scale, ElementKind.SYSTEM))
            .ifPresent(scale -> found.put(dimension, scale));
      }
      fields.close();
    }
    return found;
  }

  /// `{9: condition, 6: condition, 3: otherwise}`: falling values, the last without a condition.
  private Optional<Scale> scale(Yaml node, ElementKind scope) {
    int before = problems.size();
    RuleFields fields = RuleFields.of(node, problems);
    List<Yaml.Mapping.Entry> entries =
        node instanceof Yaml.Mapping mapping ? mapping.entries() : List.of();
    if (entries.isEmpty() || !fields.text(entries.getLast().value()).equals("otherwise")) {
      fields.report(node, "a last step called otherwise", "none", "add one, such as 1: otherwise");
      return Optional.empty();
    }
    List<Scale.Step> steps = new ArrayList<>();
    int above = 10;
    for (Yaml.Mapping.Entry entry : entries.subList(0, entries.size() - 1)) {
      int value = fields.number(entry.key(), 1, above - 1);
      above = value;
      condition(fields, entry.value(), scope)
          .ifPresent(when -> steps.add(new Scale.Step(value, when)));
    }
    int otherwise = fields.number(entries.getLast().key(), 1, above - 1);
    return problems.size() > before ? Optional.empty() : Optional.of(new Scale(steps, otherwise));
  }
}
