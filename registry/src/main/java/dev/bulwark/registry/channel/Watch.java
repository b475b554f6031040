package dev.bulwark.registry.channel;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.json.Json;

/// Who says how a release does, besides people.
public sealed interface Watch {

  /// Nobody.
  record Nobody() implements Watch {}

  /// A file that some other program writes.
  record File(String path) implements Watch {}

  /// An address that answers with the same.
  record Ask(Address address) implements Watch {}

  /// In a few words, for people.
  default String text() {
    return switch (this) {
      case Nobody() -> "people only";
      case File(String path) -> "file " + path;
      case Ask(Address address) -> address.text();
    };
  }

  default Json.Obj json() {
    return switch (this) {
      case Nobody() -> Json.object().put("kind", "nobody").build();
      case File(String path) -> Json.object().put("kind", "file").put("path", path).build();
      case Ask(Address address) ->
          Json.object().put("kind", "ask").put("address", address.json()).build();
    };
  }

  static Watch parse(Members members) {
    return switch (members.text("kind")) {
      case "nobody" -> {
        members.only("kind");
        yield new Nobody();
      }
      case "file" -> {
        members.only("kind", "path");
        yield new File(members.word("path"));
      }
      case "ask" -> {
        members.only("kind", "address");
        yield new Ask(Address.parse(members.object("address")));
      }
      default -> throw members.wrong("kind", "nobody, file or ask");
    };
  }
}
