package dev.bulwark.control.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which control serves which ask, and how much of the evidence each needs anything can produce
/// yet. An honest table: a control without producers is said to have none.
public final class Coverage {

  /// What evidence of one control can be produced.
  ///
  /// @param produced the names of its suites, attestations and statements that something produces
  /// @param missing those nothing produces yet
  public record Producible(Control control, List<String> produced, List<String> missing) {
    public Producible {
      produced = List.copyOf(produced);
      missing = List.copyOf(missing);
    }

    public Extent extent() {
      if (missing.isEmpty()) {
        return Extent.WHOLE;
      }
      return produced.isEmpty() ? Extent.NONE : Extent.PART;
    }
  }

  /// How much of a control's evidence can be produced.
  public enum Extent {
    WHOLE,
    PART,
    NONE
  }

  /// One ask and the controls that serve it.
  public record Row(Ask ask, List<Producible> controls) {
    public Row {
      controls = List.copyOf(controls);
    }
  }

  private final List<Row> rows;
  private final List<Producible> controls;

  private Coverage(List<Row> rows, List<Producible> controls) {
    this.rows = rows;
    this.controls = controls;
  }

  /// @param producers the names of the suites, attestation kinds and statement types that can
  ///   really be produced
  public static Coverage of(Catalogue catalogue, List<Ask> asks, Set<String> producers) {
    List<Producible> controls =
        catalogue.controls().stream().map(control -> producible(control, producers)).toList();
    List<Row> rows =
        asks.stream()
            .map(
                ask ->
                    new Row(
                        ask,
                        controls.stream()
                            .filter(each -> each.control().asks().contains(ask.id()))
                            .toList()))
            .toList();
    return new Coverage(rows, controls);
  }

  private static Producible producible(Control control, Set<String> producers) {
    List<String> produced = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Requirement requirement : control.evidence()) {
      String name = requirement.source().name();
      (producers.contains(name) ? produced : missing).add(name);
    }
    return new Producible(control, produced, missing);
  }

  /// One row per ask, in the guidelines' order.
  public List<Row> rows() {
    return rows;
  }

  /// Every control, in the catalogue's order.
  public List<Producible> controls() {
    return controls;
  }

  /// Controls of which nothing produces any evidence yet.
  public List<Control> unproduced() {
    return controls.stream()
        .filter(each -> each.extent() == Extent.NONE)
        .map(Producible::control)
        .toList();
  }

  /// Asks that no control serves.
  public List<Ask> unserved() {
    return rows.stream().filter(row -> row.controls().isEmpty()).map(Row::ask).toList();
  }
}
