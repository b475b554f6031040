package dev.bulwark.registry.watch;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The suite `environment-separation`: no two environments share a key, an account, a store or a
/// machine, and production data is in the last of a chain only. What nobody declared is not apart.
public final class SeparationChecks {
  public static final String SUITE = "environment-separation";
  private static final String PRODUCTION = "production";

  private SeparationChecks() {}

  public static Suite<RegistryState> suite() {
    return new Suite<>(
        SUITE,
        List.of(
            new Shared(
                apart(
                    "SEP-001",
                    "Two environments have the same key",
                    "Whoever opens what runs in the one opens what runs in the other."),
                "key",
                environment -> List.of(environment.key().canonical())),
            new Shared(
                apart(
                    "SEP-002",
                    "Two environments run under the same account",
                    "Who breaks into the one is in the other."),
                "account",
                environment -> declared(environment.separation().credentials())),
            new Shared(
                apart(
                    "SEP-003",
                    "Two environments keep what they open in the same store",
                    "What one writes, the other reads."),
                "store",
                environment -> declared(environment.separation().store())),
            new Shared(
                apart(
                    "SEP-004",
                    "Two environments run on the same machine",
                    "A machine is one security boundary at most."),
                "machine",
                environment -> environment.separation().hosts()),
            new ProductionData()));
  }

  private static List<String> declared(String fact) {
    return fact.isEmpty() ? List.of() : List.of(fact);
  }

  private static Rule apart(String id, String title, String why) {
    return new Rule(
        new RuleId(id),
        title,
        why,
        "Give each environment its own, and declare it with `bulwark env add`.",
        Severity.HIGH,
        new Rule.References(List.of("CWE-653"), List.of("AML.T0012"), List.of()));
  }

  private static Place place(Environment environment) {
    return Place.of("environment/" + environment.name());
  }

  /// No two environments have one of these in common, and each has at least one.
  private record Shared(
      Rule rule, String what, Function<Environment, Collection<String>> possessions)
      implements Check<RegistryState> {

    @Override
    public Outcome examine(RegistryState state, Budget budget) {
      if (state.environments().size() < 2) {
        return new Outcome.NotApplicable("there are no two environments");
      }
      List<Finding> findings = new ArrayList<>();
      List<String> silent = new ArrayList<>();
      Map<String, Environment> owners = new LinkedHashMap<>();
      for (Environment environment : state.environments().values()) {
        Collection<String> all = possessions.apply(environment);
        if (all.isEmpty()) {
          silent.add(environment.name());
        }
        for (String each : all) {
          Optional.ofNullable(owners.putIfAbsent(each, environment))
              .ifPresent(
                  other ->
                      findings.add(
                          new Finding(
                              rule.id(),
                              rule.severity(),
                              place(environment),
                              "%s and %s have the same %s."
                                  .formatted(other.name(), environment.name(), what))));
        }
      }
      if (findings.isEmpty() && !silent.isEmpty()) {
        return Outcome.undecided(
            Outcome.Reason.UNSUPPORTED,
            "nobody declared the %s of %s".formatted(what, String.join(", ", silent)));
      }
      return Outcome.of(findings);
    }
  }

  /// Production data is in no environment that another comes after.
  private record ProductionData() implements Check<RegistryState> {
    private static final Rule RULE =
        apart(
            "SEP-005",
            "Production data is in an environment below production",
            "Where things are tried, more people look and less is guarded.");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(RegistryState state, Budget budget) {
      List<Environment> below =
          state.environments().values().stream()
              .filter(
                  environment ->
                      state.environments().values().stream()
                          .anyMatch(other -> other.after().equals(Optional.of(environment.name()))))
              .toList();
      if (below.isEmpty()) {
        return new Outcome.NotApplicable("no environment comes before another");
      }
      List<Finding> findings =
          below.stream()
              .filter(environment -> environment.separation().data().equals(PRODUCTION))
              .map(
                  environment ->
                      new Finding(
                          RULE.id(),
                          RULE.severity(),
                          place(environment),
                          environment.name() + " holds production data."))
              .toList();
      List<String> silent =
          below.stream()
              .filter(environment -> environment.separation().data().isEmpty())
              .map(Environment::name)
              .toList();
      return findings.isEmpty() && !silent.isEmpty()
          ? Outcome.undecided(
              Outcome.Reason.UNSUPPORTED,
              "nobody declared the data of " + String.join(", ", silent))
          : Outcome.of(findings);
    }
  }
}
