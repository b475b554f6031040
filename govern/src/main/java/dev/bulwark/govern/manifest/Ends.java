package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.kernel.system.Fact;
import java.util.Map;
import java.util.Optional;

/// What lies at the ends of a flow. Answers are empty when nobody declared what they depend on.
record Ends(Map<String, Declared> elements) {
  private static final String OUTERMOST = "internet";
  private static final String SUPPLIERS = "partner";

  /// Whether text that gets there can instruct a model, and what comes from there was generated.
  Optional<Boolean> llm(String path) {
    if (path.equals(FactSpec.OUTSIDE)) {
      return Optional.of(false);
    }
    return Optional.ofNullable(elements.get(path))
        .flatMap(
            element ->
                switch (element.kind()) {
                  case AGENT -> Optional.of(true);
                  case MODEL -> element.fact("llm").map(new Fact.Value.Flag(true)::equals);
                  case PROMPT -> element.word("model").filter(this::model).flatMap(this::llm);
                  case SYSTEM, ENVIRONMENT, COMPONENT, DATASET, TOOL, FLOW, SUPPLIER ->
                      Optional.of(false);
                });
  }

  /// The zone it lies in. A prompt lies where its model is, a supplier beyond the organisation.
  Optional<String> zone(String path) {
    if (path.equals(FactSpec.OUTSIDE)) {
      return Optional.of(OUTERMOST);
    }
    return Optional.ofNullable(elements.get(path))
        .flatMap(
            element ->
                switch (element.kind()) {
                  case COMPONENT, ENVIRONMENT -> element.word("zone");
                  case MODEL, DATASET, AGENT, TOOL -> element.word("in").flatMap(this::zoneOf);
                  case PROMPT -> element.word("model").filter(this::model).flatMap(this::zone);
                  case SUPPLIER -> Optional.of(SUPPLIERS);
                  case SYSTEM, FLOW -> Optional.empty();
                });
  }

  private Optional<String> zoneOf(String component) {
    return Optional.ofNullable(elements.get(component)).flatMap(element -> element.word("zone"));
  }

  private boolean model(String path) {
    return path.startsWith("model/");
  }
}
