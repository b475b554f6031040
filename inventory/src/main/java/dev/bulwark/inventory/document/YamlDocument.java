package dev.bulwark.inventory.document;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The first document of a YAML 1.2 stream. Works on parser events; an alias breaks the document,
/// because what it stands for could grow without bound.
final class YamlDocument {
  private static final java.util.Set<String> NULLS =
      java.util.Set.of("", "~", "null", "Null", "NULL");
  private static final java.util.regex.Pattern LITERAL =
      java.util.regex.Pattern.compile("true|false|[-+]?[0-9][0-9.eE+_-]*");

  private final Iterator<Event> events;
  private final Budget budget;

  private YamlDocument(Iterator<Event> events, Budget budget) {
    this.events = events;
    this.budget = budget;
  }

  private static final class Refused extends RuntimeException {
    private final transient Document.Broken broken;

    Refused(int line, String problem) {
      super(problem, null, false, false);
      this.broken = new Document.Broken(line, problem);
    }
  }

  static Document read(Bytes bytes, Budget budget) {
    budget.bytes(bytes.size());
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
      LoadSettings settings =
          LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();
      return new YamlDocument(new Parse(settings).parseString(text).iterator(), budget).document();
    } catch (Refused e) {
      return e.broken;
    } catch (CharacterCodingException e) {
      return new Document.Broken(1, "expected UTF-8, found other bytes");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      return new Document.Broken(
          line, "expected YAML, found " + JsonDocument.firstLine(e.getProblem()));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Document.Broken(1, "expected YAML, found something the parser gave up on");
    }
  }

  private Document document() {
    Event event = events.next();
    while (event.getEventId() != Event.ID.DocumentStart) {
      if (event.getEventId() == Event.ID.StreamEnd) {
        return new Document.Broken(1, "expected a YAML document, found nothing");
      }
      event = events.next();
    }
    Node root = node(events.next());
    if (events.next().getEventId() != Event.ID.DocumentEnd
        || events.next().getEventId() != Event.ID.StreamEnd) {
      return new Document.Broken(root.line(), "expected one document, found another after it");
    }
    return new Document.Tree(root);
  }

  private Node node(Event event) {
    return node(event, line(event));
  }

  /// @param line where it is told to begin: a block begins at its key
  private Node node(Event event, int line) {
    budget.entry();
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event, line);
      case SequenceStart -> items(line);
      case MappingStart -> mapping(line);
      default -> throw new Refused(line, "expected a value, found an alias, which is not followed");
    };
  }

  private static Node scalar(ScalarEvent event, int line) {
    if (!event.isPlain()) {
      return new Node.Text(event.getValue(), line);
    }
    if (NULLS.contains(event.getValue())) {
      return new Node.Literal("null", line);
    }
    return LITERAL.matcher(event.getValue()).matches()
        ? new Node.Literal(event.getValue(), line)
        : new Node.Text(event.getValue(), line);
  }

  private Node items(int line) {
    budget.enter();
    try {
      List<Node> items = new ArrayList<>();
      for (Event event = events.next();
          event.getEventId() != Event.ID.SequenceEnd;
          event = events.next()) {
        items.add(node(event));
      }
      return new Node.Items(items, line);
    } finally {
      budget.leave();
    }
  }

  private Node mapping(int line) {
    budget.enter();
    try {
      LinkedHashMap<String, Node> members = new LinkedHashMap<>();
      for (Event event = events.next();
          event.getEventId() != Event.ID.MappingEnd;
          event = events.next()) {
        Node key = node(event);
        String name = key.text().orElseThrow(() -> refusedKey(key));
        if (members.putIfAbsent(name, node(events.next(), key.line())) != null) {
          throw new Refused(key.line(), "expected each key once, found one again");
        }
      }
      return new Node.Mapping(members, line);
    } finally {
      budget.leave();
    }
  }

  private static Refused refusedKey(Node key) {
    return new Refused(key.line(), "expected a word before the colon, found a collection");
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
