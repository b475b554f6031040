package dev.bulwark.control.policy;

import dev.bulwark.kernel.json.Json;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a {@link Condition} may ask about: JSON values by variable name, converted once.
public final class Variables {
  private final Map<String, Object> values;

  private Variables(Map<String, Object> values) {
    this.values = values;
  }

  public static Variables of(Map<String, ? extends Json> variables) {
    Map<String, Object> values = new LinkedHashMap<>();
    variables.forEach((name, value) -> values.put(name, value(value)));
    return new Variables(values);
  }

  Map<String, Object> values() {
    return values;
  }

  private static Object value(Json json) {
    return switch (json) {
      case Json.Null _ -> NullValue.NULL_VALUE;
      case Json.Bool bool -> bool.value();
      case Json.Int number -> number.value();
      case Json.Real number -> number.value();
      case Json.Text text -> text.value();
      case Json.Arr array -> list(array.items());
      case Json.Obj object -> map(object);
    };
  }

  private static List<Object> list(List<Json> items) {
    List<Object> list = new ArrayList<>(items.size());
    for (Json item : items) {
      list.add(value(item));
    }
    return list;
  }

  private static Map<String, Object> map(Json.Obj object) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.members().forEach((name, member) -> map.put(name, value(member)));
    return map;
  }
}
