package dev.bulwark.server.console.print;

import dev.bulwark.control.policy.Ask;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.project.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which of the guidelines' asks, and which items of each framework, a system meets today.
///
/// An item is met when every control that serves it and is asked of this system is satisfied, and
/// at least one is. A waiver meets nothing: it is shown beside.
///
/// @param asks in the guidelines' order
/// @param frameworks by key, each with its items in their order
public record Coverage(List<Item> asks, SortedMap<String, List<Item>> frameworks) {

  /// How far an item is met.
  public enum Extent {
    MET,
    PART,
    OPEN,
    /// No control that serves it is asked of this system.
    NOT_ASKED;

    public String word() {
      return switch (this) {
        case MET -> "met";
        case PART -> "in part";
        case OPEN -> "open";
        case NOT_ASKED -> "not asked";
      };
    }

    /// The class of its mark.
    public String tone() {
      return switch (this) {
        case MET -> "satisfied";
        case PART -> "stale";
        case OPEN -> "not-satisfied";
        case NOT_ASKED -> "not-assessed";
      };
    }
  }

  /// @param text in our own words; empty for an item of a framework, whose text is its owner's
  public record Item(String id, String text, List<Served> controls, Extent extent) {
    public Item {
      controls = List.copyOf(controls);
    }
  }

  /// @param state empty when the system is not judged by it
  public record Served(String id, String title, Optional<Report.State> state, boolean waived) {}

  public Coverage {
    asks = List.copyOf(asks);
  }

  public static Coverage of(Policy policy, Report report) {
    Map<String, Report.ControlLine> lines =
        report.controls().stream()
            .collect(Collectors.toMap(Report.ControlLine::id, Function.identity()));
    List<Item> asks = new ArrayList<>();
    for (Ask ask : Ask.all()) {
      asks.add(
          item(
              ask.id(),
              ask.text(),
              policy.catalogue().controls().stream()
                  .filter(control -> control.asks().contains(ask.id()))
                  .toList(),
              lines));
    }
    SortedMap<String, Map<String, List<Control>>> byFramework = new TreeMap<>();
    for (Control control : policy.catalogue().controls()) {
      control
          .frameworks()
          .forEach(
              (framework, ids) ->
                  ids.forEach(
                      id ->
                          byFramework
                              .computeIfAbsent(framework, _ -> new TreeMap<>(NATURAL))
                              .computeIfAbsent(id, _ -> new ArrayList<>())
                              .add(control)));
    }
    SortedMap<String, List<Item>> frameworks = new TreeMap<>();
    byFramework.forEach(
        (framework, items) -> {
          List<Item> all = new ArrayList<>();
          items.forEach((id, controls) -> all.add(item(id, "", controls, lines)));
          frameworks.put(framework, all);
        });
    return new Coverage(asks, frameworks);
  }

  /// `1.2` before `1.10`: runs of digits by their value.
  private static final java.util.Comparator<String> NATURAL =
      java.util.Comparator.comparing(Coverage::padded);

  private static String padded(String id) {
    StringBuilder out = new StringBuilder();
    java.util.regex.Matcher digits = java.util.regex.Pattern.compile("\\d+").matcher(id);
    while (digits.find()) {
      digits.appendReplacement(out, "%6s".formatted(digits.group()));
    }
    digits.appendTail(out);
    return out.toString().toLowerCase(Locale.ROOT);
  }

  private static Item item(
      String id, String text, List<Control> controls, Map<String, Report.ControlLine> lines) {
    List<Served> served =
        controls.stream()
            .map(
                control -> {
                  Optional<Report.ControlLine> line = Optional.ofNullable(lines.get(control.id()));
                  return new Served(
                      control.id(),
                      control.title(),
                      line.map(Report.ControlLine::state),
                      line.flatMap(Report.ControlLine::waiver).isPresent());
                })
            .toList();
    return new Item(id, text, served, extent(served));
  }

  private static Extent extent(List<Served> served) {
    List<Report.State> states = served.stream().flatMap(each -> each.state().stream()).toList();
    long satisfied = states.stream().filter(state -> state == Report.State.SATISFIED).count();
    if (states.isEmpty()) {
      return Extent.NOT_ASKED;
    }
    if (satisfied == states.size()) {
      return Extent.MET;
    }
    return satisfied > 0 ? Extent.PART : Extent.OPEN;
  }

  public static long count(List<Item> items, Extent extent) {
    return items.stream().filter(item -> item.extent() == extent).count();
  }

  /// In whole hundredths, for a bar.
  public static long percent(List<Item> items, Extent extent) {
    return items.isEmpty() ? 0 : 100 * count(items, extent) / items.size();
  }
}
