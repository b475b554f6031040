package dev.bulwark.control.status;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.Fact;
import java.util.Optional;

/// What a piece of evidence says, under the variable `predicate`; a fact such as `details.open` is
/// the member `open` of the member `details`.
record PredicateFacts(Json.Obj predicate) implements Condition.FactSource {
  @Override
  public Optional<Fact.Value> find(String variable, String fact) {
    Optional<Json> found = Optional.of(predicate);
    for (String name : fact.split("\\.", -1)) {
      found = found.flatMap(json -> json instanceof Json.Obj in ? in.find(name) : Optional.empty());
    }
    return found.flatMap(Fact.Value::of);
  }
}
