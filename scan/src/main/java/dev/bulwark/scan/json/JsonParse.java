package dev.bulwark.scan.json;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// One reading of one source, with a stack of its own instead of the thread's.
final class JsonParse {
  private static final int MAX_DEPTH = 256;
  private static final int MAX_VALUES = 2_000_000;
  private static final int MAX_NUMERAL = 1_000;
  private static final JsonFactory JSON = factory(false);
  private static final JsonFactory COMMENTED = factory(true);

  private static JsonFactory factory(boolean commented) {
    return JsonFactory.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .configure(JsonReadFeature.ALLOW_JAVA_COMMENTS, commented)
        .configure(JsonReadFeature.ALLOW_TRAILING_COMMA, commented)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMERAL)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(1 << 20)
                .build())
        .build();
  }

  private final Source source;
  private final Budget budget;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<JsonTree> documents = new ArrayList<>();
  private final List<Member> duplicates = new ArrayList<>();
  private int values;

  JsonParse(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  List<Member> duplicates() {
    return duplicates;
  }

  /// The text breaks the grammar.
  static final class Broken extends Exception {
    private final long at;
    private final String problem;

    Broken(long at, String problem) {
      super(problem, null, false, false);
      this.at = at;
      this.problem = problem;
    }

    long at() {
      return at;
    }

    String problem() {
      return problem;
    }
  }

  /// @param commented whether comments and a comma before a closing bracket are allowed, as editors
  ///   allow them in their own files
  List<JsonTree> documents(byte[] bytes, boolean commented) throws Broken {
    JsonFactory factory = commented ? COMMENTED : JSON;
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), bytes)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        take(token, json);
      }
    } catch (StreamConstraintsException e) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT,
          "JSON nested deeper than %d levels, or a name or number too long".formatted(MAX_DEPTH));
    } catch (StreamReadException e) {
      throw new Broken(Math.max(0, e.getLocation().getByteOffset()), "expected JSON");
    } catch (JacksonIOException e) {
      throw new Broken(0, "expected JSON in a Unicode encoding");
    }
    if (!open.isEmpty() || documents.isEmpty()) {
      throw new Broken(source.size(), "expected JSON, found its end too early");
    }
    return documents;
  }

  private void take(JsonToken token, JsonParser json) throws Broken {
    long at = json.currentTokenLocation().getByteOffset();
    switch (token) {
      case START_OBJECT, START_ARRAY -> open.push(new Open(at, token == JsonToken.START_OBJECT));
      case END_OBJECT, END_ARRAY -> close();
      case PROPERTY_NAME -> name(at, json.currentName());
      case VALUE_STRING -> value(new JsonTree.Text(at, json.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at, json);
      case VALUE_TRUE, VALUE_FALSE -> value(new JsonTree.Flag(at, token == JsonToken.VALUE_TRUE));
      case VALUE_NULL -> value(new JsonTree.Null(at));
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new Broken(at, "expected JSON");
    }
  }

  private void name(long at, String name) {
    Open object = open.element();
    object.name = name;
    object.nameAt = at;
    object.repeated = !object.names.add(name);
  }

  private void number(long at, JsonParser json) {
    Open above = open.peek();
    if (above != null && !above.object && above.items.isEmpty()) {
      above.numbers++;
      budget.tick();
    } else {
      value(new JsonTree.Numeral(at, json.getString()));
    }
  }

  private void close() {
    value(open.pop().value());
  }

  private void value(JsonTree value) {
    budget.entry();
    if (++values > MAX_VALUES) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than %d JSON values".formatted(MAX_VALUES));
    }
    Open above = open.peek();
    if (above == null) {
      documents.add(value);
    } else if (above.object) {
      Member member = new Member(above.nameAt, above.name, value);
      above.members.add(member);
      if (above.repeated) {
        duplicates.add(member);
      }
    } else {
      above.item(value);
    }
  }

  /// An object or an array that is not closed yet.
  private static final class Open {
    private final long at;
    private final boolean object;
    private final List<Member> members = new ArrayList<>(4);
    private final List<JsonTree> items = new ArrayList<>(4);
    private final Set<String> names = new HashSet<>(4);
    private String name = "";
    private long nameAt;
    private boolean repeated;
    private long numbers;

    Open(long at, boolean object) {
      this.at = at;
      this.object = object;
    }

    /// Numbers before the first other item are only counted, and stand as one item.
    void item(JsonTree value) {
      if (numbers > 0 && items.isEmpty()) {
        items.add(new JsonTree.Numbers(at, numbers));
      }
      items.add(value);
    }

    JsonTree value() {
      if (object) {
        return new JsonTree.Obj(at, members);
      }
      return numbers > 0 && items.isEmpty()
          ? new JsonTree.Numbers(at, numbers)
          : new JsonTree.Arr(at, items);
    }
  }
}
