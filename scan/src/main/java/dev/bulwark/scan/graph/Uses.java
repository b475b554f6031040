package dev.bulwark.scan.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers which operators a graph uses and which functions it defines.
public final class Uses {
  private final Tally<Operator> operators = Tally.ofOperators();
  private final Tally<Operator> functions = Tally.ofOperators();

  public void node(Operator operator, long offset) {
    operators.add(operator, offset);
  }

  /// Nodes of this name need no operator: the model brings the function.
  public void function(Operator operator, long offset) {
    functions.add(operator, offset);
  }

  /// Each operator once, sorted; then functions that no node uses.
  public List<Use> list() {
    List<Use> uses = new ArrayList<>();
    Set<Operator> used = new HashSet<>();
    operators
        .counts()
        .forEach(
            (operator, seen) -> {
              used.add(operator);
              uses.add(
                  new Use(operator, functions.contains(operator), seen.count(), seen.offset()));
            });
    functions
        .counts()
        .forEach(
            (operator, seen) -> {
              if (!used.contains(operator)) {
                uses.add(new Use(operator, true, 0, seen.offset()));
              }
            });
    return uses;
  }
}
