package dev.bulwark.project.card;

import java.time.Instant;
import java.util.List;

/// A version's card, ready to be shown. The same ledger and moment give the same card.
///
/// @param version such as `scorer@3`
/// @param kind what it is
/// @param state where it stands
/// @param purpose what the system it belongs to is for; empty when nobody described it
/// @param unassessed what has not been assessed, in words, at least one
public record ModelCard(
    String version,
    String kind,
    String state,
    String purpose,
    Instant asOf,
    List<String> unassessed,
    List<Section> sections) {

  /// One table.
  ///
  /// @param id for programs and links
  /// @param empty what to say when there is no row
  public record Section(
      String id, String title, List<String> head, List<List<String>> rows, String empty) {
    public Section {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != head.size()) {
          throw new IllegalArgumentException("a row has as many cells as its table has columns");
        }
      }
    }
  }

  public ModelCard {
    unassessed = List.copyOf(unassessed);
    sections = List.copyOf(sections);
  }
}
