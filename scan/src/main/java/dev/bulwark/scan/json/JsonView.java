package dev.bulwark.scan.json;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.text.Lines;
import java.util.List;
import java.util.stream.Stream;

/// A JSON document, or several in a row (JSON Lines).
///
/// @param documents at least one
/// @param duplicates places of member names that occurred before in the same object
public record JsonView(Source source, List<JsonTree> documents, List<JsonTree.Member> duplicates) {
  public JsonView {
    documents = List.copyOf(documents);
    duplicates = List.copyOf(duplicates);
  }

  /// The first document.
  public JsonTree root() {
    return documents.getFirst();
  }

  /// Every value of every document with the name it stands under.
  public Stream<JsonTree.Named> walk() {
    return documents.stream().flatMap(JsonTree::walk);
  }

  /// The line and column of an offset.
  public Place place(long at) {
    return Lines.place(source, at);
  }
}
