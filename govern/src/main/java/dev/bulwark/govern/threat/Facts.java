package dev.bulwark.govern.threat;

import dev.bulwark.kernel.condition.Condition.FactSource;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The facts a condition can see: those of one element, under the word of its kind, and those of
/// the whole, under `system`.
record Facts(Element element, Element whole) {

  static Facts of(Element element, Element whole) {
    return new Facts(element, whole);
  }

  FactSource conditionSource() {
    return (variable, fact) -> find(variable, fact).map(Fact::value);
  }

  /// The facts behind an answer, each with the element it belongs to.
  List<Threat.Cause> causes(Collection<Term.Select> selects) {
    return selects.stream().flatMap(select -> cause(select).stream()).toList();
  }

  private Optional<Threat.Cause> cause(Term.Select select) {
    return find(select.variable(), select.fact())
        .map(
            fact ->
                new Threat.Cause(
                    owner(select.variable()).path(), select.fact(), fact.value(), fact.origin()));
  }

  private Optional<Fact> find(String variable, String fact) {
    return Optional.ofNullable(owner(variable).facts().get(fact));
  }

  /// Conditions were checked to name nothing else.
  private Element owner(String variable) {
    return variable.equals(ElementKind.SYSTEM.word()) ? whole : element;
  }
}
