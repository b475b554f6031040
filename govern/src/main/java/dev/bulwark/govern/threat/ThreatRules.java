package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.system.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Every rule of the threat model, and the scales that turn facts into risk. Immutable.
public final class ThreatRules {
  private final List<ThreatRule> rules;
  private final Scales scales;
  private final Digest digest;

  ThreatRules(List<ThreatRule> rules, Scales scales, Digest digest) {
    this.rules = rules.stream().sorted(Comparator.comparing(ThreatRule::id)).toList();
    this.scales = scales;
    this.digest = digest;
  }

  /// The rules of this version of Bulwark, read from `threat-rules.yaml` and checked against the
  /// table on each call.
  public static ThreatRules builtin(FactTable table) {
    try (InputStream in =
        ThreatRules.class.getResourceAsStream("/dev/bulwark/govern/threat-rules.yaml")) {
      if (in == null) {
        throw new IllegalStateException("threat-rules.yaml is missing from the jar");
      }
      return parse(Bytes.of(in.readAllBytes()), table);
    } catch (IOException e) {
      throw new UncheckedIOException("threat-rules.yaml cannot be read from the jar", e);
    }
  }

  /// Reads rules in the form of `threat-rules.yaml`, at most 1 MiB.
  ///
  /// @param table the facts that conditions may name
  /// @throws MalformedRules with every problem at once, each with its line and column
  public static ThreatRules parse(Bytes yaml, FactTable table) {
    return ThreatRuleReader.read(yaml, table);
  }

  /// In the order of their ids.
  public List<ThreatRule> rules() {
    return rules;
  }

  public Optional<ThreatRule> find(RuleId id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /// The rules as every other rule of Bulwark: for `bulwark explain` and the rule pages.
  public List<Rule> explained() {
    return rules.stream().map(ThreatRule::rule).toList();
  }

  /// The ids of all controls that treat some threat; each must be in the catalogue.
  public SortedSet<String> treatments() {
    TreeSet<String> all = new TreeSet<>();
    rules.forEach(rule -> all.addAll(rule.treatments()));
    return all;
  }

  /// Of the bytes the rules were read from.
  public Digest digest() {
    return digest;
  }

  List<ThreatRule> of(ElementKind scope) {
    return rules.stream().filter(rule -> rule.scope() == scope).toList();
  }

  Scales scales() {
    return scales;
  }
}
