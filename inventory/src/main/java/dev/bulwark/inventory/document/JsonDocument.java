package dev.bulwark.inventory.document;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// RFC 8259; a repeated key breaks the document.
final class JsonDocument {
  /// The budget bounds depth; this only keeps the library from stopping first.
  private static final int LIBRARY_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(LIBRARY_DEPTH)
                  .maxStringLength(64 << 20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser parser;
  private final Budget budget;

  private JsonDocument(JsonParser parser, Budget budget) {
    this.parser = parser;
    this.budget = budget;
  }

  static Document read(Bytes bytes, Budget budget) {
    budget.bytes(bytes.size());
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes.toArray())) {
      if (parser.nextToken() == null) {
        return new Document.Broken(1, "expected a JSON value, found nothing");
      }
      Node root = new JsonDocument(parser, budget).value();
      return parser.nextToken() == null
          ? new Document.Tree(root)
          : new Document.Broken(line(parser), "expected the end, found another JSON value");
    } catch (StreamReadException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      return new Document.Broken(line, "expected JSON, found " + firstLine(said(e)));
    }
  }

  /// The library's own words, which quote the document: one line, short.
  static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("something else");
    String printable = dev.bulwark.kernel.check.Place.printable(line);
    return printable.length() > 120 ? printable.substring(0, 120) + "…" : printable;
  }

  private Node value() {
    budget.entry();
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line);
      case START_ARRAY -> items(line);
      case VALUE_STRING -> new Node.Text(parser.getString(), line);
      default -> new Node.Literal(parser.getString(), line);
    };
  }

  private Node mapping(int line) {
    budget.enter();
    try {
      LinkedHashMap<String, Node> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value());
      }
      return new Node.Mapping(members, line);
    } finally {
      budget.leave();
    }
  }

  private Node items(int line) {
    budget.enter();
    try {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value());
      }
      return new Node.Items(items, line);
    } finally {
      budget.leave();
    }
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  /// Without the parser's word on where the part began: the line is told.
  private static String said(StreamReadException e) {
    String message = e.getOriginalMessage();
    int start = message.indexOf(" (start marker");
    return start < 0 ? message : message.substring(0, start);
  }
}
