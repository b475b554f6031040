package dev.bulwark.scan.graph;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a table says of the operators one model uses, as findings.
///
/// @param place the model
public record OperatorLook(OperatorTable table, Place place, List<Use> uses) {
  public OperatorLook {
    uses = List.copyOf(uses);
  }

  /// Operators that reach out of the graph in one of some ways, as grave as the table says.
  public Stream<Finding> reaching(Rule rule, Set<String> kinds) {
    return uses.stream()
        .filter(use -> !use.local())
        .flatMap(
            use ->
                table.standing(use.operator()) instanceof Standing.Reaching reaching
                        && kinds.contains(reaching.kind())
                    ? Stream.of(
                        new Finding(
                            rule.id(),
                            reaching.severity(),
                            place.at(use.offset()),
                            described(use) + ", which " + reaching.does() + "."))
                    : Stream.empty());
  }

  /// Operators that are in no table and that the model does not define.
  public Stream<Finding> unknown(Rule rule) {
    return uses.stream()
        .filter(use -> !use.local())
        .filter(use -> table.standing(use.operator()) == Standing.Unknown.UNKNOWN)
        .map(use -> new Finding(rule.id(), MEDIUM, place.at(use.offset()), described(use) + "."));
  }

  /// Functions of the model that bear the name of an operator.
  public Stream<Finding> shadows(Rule rule) {
    return uses.stream()
        .filter(use -> use.local() && table.standing(use.operator()) != Standing.Unknown.UNKNOWN)
        .map(
            use ->
                new Finding(
                    rule.id(),
                    HIGH,
                    place.at(use.offset()),
                    "The model brings a function of its own under the name of the operator %s; %d"
                            .formatted(named(use.operator()), use.count())
                        + " nodes use it."));
  }

  private static String described(Use use) {
    return "%d nodes are of the operator %s".formatted(use.count(), named(use.operator()));
  }

  private static String named(Operator operator) {
    String type = "\"" + NamedPath.shown(operator.type()) + "\"";
    return operator.domain().isEmpty()
        ? type
        : type + " in the domain \"" + NamedPath.shown(operator.domain()) + "\"";
  }
}
