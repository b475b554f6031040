package dev.bulwark.inventory.bom;

import dev.bulwark.kernel.json.Json;
import java.util.List;

/// Builds objects that leave out what is empty.
final class Drawer {
  private final Json.Builder object = Json.object();

  Drawer text(String name, String value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
    return this;
  }

  Drawer items(String name, List<? extends Json> items) {
    if (!items.isEmpty()) {
      object.put(name, Json.array(items));
    }
    return this;
  }

  Drawer texts(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      object.put(name, Json.texts(texts));
    }
    return this;
  }

  Drawer part(String name, Json.Obj part) {
    if (!part.members().isEmpty()) {
      object.put(name, part);
    }
    return this;
  }

  Drawer put(String name, Json value) {
    object.put(name, value);
    return this;
  }

  Json.Obj done() {
    return object.build();
  }
}
