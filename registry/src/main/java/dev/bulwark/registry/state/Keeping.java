package dev.bulwark.registry.state;

import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What people said about how long versions stay.
///
/// @param rules of retention in force, by asset; the one for every other asset under the empty name
/// @param holds versions on legal hold, with the reason
public record Keeping(SortedMap<String, Rule> rules, SortedMap<VersionId, String> holds) {
  static final Keeping NOTHING = new Keeping(new TreeMap<>(), new TreeMap<>());

  /// A rule in force.
  ///
  /// @param by who asked for it
  /// @param event its place in the ledger
  public record Rule(Retention retention, String by, Instant since, Reference event) {}

  public Keeping {
    rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
  }

  /// The rule an asset's versions go by: its own, or the one for all; empty when they stay for
  /// ever.
  public Optional<Rule> rule(String asset) {
    return Optional.ofNullable(rules.getOrDefault(asset, rules.get("")));
  }

  Keeping with(Rule rule) {
    SortedMap<String, Rule> next = new TreeMap<>(rules);
    next.put(rule.retention().asset(), rule);
    return new Keeping(next, holds);
  }

  /// @param reason empty to release it
  Keeping holding(VersionId version, Optional<String> reason) {
    SortedMap<VersionId, String> next = new TreeMap<>(holds);
    reason.ifPresentOrElse(why -> next.put(version, why), () -> next.remove(version));
    return new Keeping(rules, next);
  }
}
