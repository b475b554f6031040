package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.util.function.BiConsumer;

/// Reads a document into a draft.
final class Trees {
  private Trees() {}

  static ComponentReading read(Place place, Document document, BiConsumer<Node, Draft> reader) {
    return switch (document) {
      case Document.Broken(int line, String problem) ->
          new ComponentReading.Unreadable(
              new ComponentReading.Problem(place.at(line, 1), Outcome.Reason.MALFORMED, problem));
      case Document.Tree(Node root) -> {
        Draft draft = new Draft(place);
        reader.accept(root, draft);
        yield draft.done();
      }
    };
  }

  static ComponentReading unsupported(Place place, int line, String problem) {
    return new ComponentReading.Unreadable(
        new ComponentReading.Problem(place.at(line, 1), Outcome.Reason.UNSUPPORTED, problem));
  }

  /// The last segment of a path.
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
