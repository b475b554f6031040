package dev.bulwark.server.console;

import dev.bulwark.kernel.json.Json;
import java.util.Iterator;
import java.util.Map;

/// JSON in lines, for people to read; the canonical form is what is signed.
public final class PrettyJson {
  private final StringBuilder out = new StringBuilder();

  private PrettyJson() {}

  public static String of(Json json) {
    PrettyJson pretty = new PrettyJson();
    pretty.write(json, 0);
    return pretty.out.toString();
  }

  private void write(Json json, int depth) {
    switch (json) {
      case Json.Obj(var members) -> members(members.entrySet().iterator(), depth);
      case Json.Arr(var items) -> items(items.iterator(), depth);
      case Json.Text _, Json.Int _, Json.Real _, Json.Bool _, Json.Null _ ->
          out.append(json.canonical());
    }
  }

  private void members(Iterator<Map.Entry<String, Json>> members, int depth) {
    if (!members.hasNext()) {
      out.append("{}");
      return;
    }
    out.append('{');
    while (members.hasNext()) {
      Map.Entry<String, Json> member = members.next();
      line(depth + 1);
      out.append(Json.of(member.getKey()).canonical()).append(": ");
      write(member.getValue(), depth + 1);
      out.append(members.hasNext() ? "," : "");
    }
    line(depth);
    out.append('}');
  }

  private void items(Iterator<Json> items, int depth) {
    if (!items.hasNext()) {
      out.append("[]");
      return;
    }
    out.append('[');
    while (items.hasNext()) {
      line(depth + 1);
      write(items.next(), depth + 1);
      out.append(items.hasNext() ? "," : "");
    }
    line(depth);
    out.append(']');
  }

  private void line(int depth) {
    out.append('\n').append("  ".repeat(depth));
  }
}
