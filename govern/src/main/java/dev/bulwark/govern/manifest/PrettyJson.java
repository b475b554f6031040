package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.json.Json;
import java.util.Iterator;
import java.util.Map;

/// JSON for people: indented by two, members in the order they were built in, short lists on one
/// line.
final class PrettyJson {
  private static final int LINE = 100;

  private final StringBuilder out = new StringBuilder();

  private PrettyJson() {}

  static String render(Json json) {
    PrettyJson pretty = new PrettyJson();
    pretty.value(json, 0);
    return pretty.out.append('\n').toString();
  }

  private void value(Json json, int depth) {
    String short_ = json.canonical();
    boolean flat = json instanceof Json.Arr && depth * 2 + short_.length() < LINE;
    switch (json) {
      case Json.Arr array when !flat ->
          block('[', ']', array.items().iterator(), depth, this::value);
      case Json.Obj object when !object.members().isEmpty() ->
          block('{', '}', object.members().entrySet().iterator(), depth, this::member);
      case Json _ -> out.append(flat ? short_.replace("\",\"", "\", \"") : short_);
    }
  }

  private void member(Map.Entry<String, Json> member, int depth) {
    out.append(Json.of(member.getKey()).canonical()).append(": ");
    value(member.getValue(), depth);
  }

  private interface Part<T> {
    void render(T part, int depth);
  }

  private <T> void block(char open, char close, Iterator<T> parts, int depth, Part<T> part) {
    out.append(open);
    while (parts.hasNext()) {
      newLine(depth + 1);
      part.render(parts.next(), depth + 1);
      if (parts.hasNext()) {
        out.append(',');
      }
    }
    newLine(depth);
    out.append(close);
  }

  private void newLine(int depth) {
    out.append('\n').append("  ".repeat(depth));
  }
}
