package dev.bulwark.control.status;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a description says about a system, for conditions: the facts of the whole under `system`,
/// those of its elements in a list per kind, such as `models`. Every kind has its list.
///
/// @param lists by section of the manifest, `system` included
record DescribedFacts(Map<String, List<Map<String, Fact.Value>>> lists)
    implements Condition.FactSource {
  DescribedFacts {
    lists = Map.copyOf(lists);
  }

  static DescribedFacts of(Map<ElementKind, List<Json.Obj>> described) {
    Map<String, List<Map<String, Fact.Value>>> lists = new HashMap<>();
    for (ElementKind kind : ElementKind.values()) {
      lists.put(
          kind.section(),
          described.getOrDefault(kind, List.of()).stream().map(DescribedFacts::values).toList());
    }
    return new DescribedFacts(lists);
  }

  private static Map<String, Fact.Value> values(Json.Obj facts) {
    Map<String, Fact.Value> values = new HashMap<>();
    facts
        .members()
        .forEach((name, json) -> Fact.Value.of(json).ifPresent(value -> values.put(name, value)));
    return Map.copyOf(values);
  }

  @Override
  public Optional<Fact.Value> find(String variable, String fact) {
    return variable.equals(ElementKind.SYSTEM.section())
        ? elements(variable).stream()
            .flatMap(List::stream)
            .flatMap(whole -> Optional.ofNullable(whole.get(fact)).stream())
            .findFirst()
        : Optional.empty();
  }

  @Override
  public Optional<List<Map<String, Fact.Value>>> elements(String list) {
    return Optional.ofNullable(lists.get(list));
  }
}
