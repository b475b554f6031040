package dev.bulwark.registry.channel;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.json.Json;

/// Where releases come from.
public sealed interface Source {

  /// A folder of folders `ASSET-NUMBER`, each with its signature `model.sig`.
  record Folder(String path) implements Source {}

  /// An index of releases, and the files beside it.
  record Index(Address address) implements Source {}

  /// The versions people push to this registry.
  record People() implements Source {}

  /// In a few words, for people.
  default String text() {
    return switch (this) {
      case Folder(String path) -> "folder " + path;
      case Index(Address address) -> address.text();
      case People() -> "this registry";
    };
  }

  default Json.Obj json() {
    return switch (this) {
      case Folder(String path) -> Json.object().put("kind", "folder").put("path", path).build();
      case Index(Address address) ->
          Json.object().put("kind", "index").put("address", address.json()).build();
      case People() -> Json.object().put("kind", "people").build();
    };
  }

  static Source parse(Members members) {
    return switch (members.text("kind")) {
      case "folder" -> {
        members.only("kind", "path");
        yield new Folder(members.word("path"));
      }
      case "index" -> {
        members.only("kind", "address");
        yield new Index(Address.parse(members.object("address")));
      }
      case "people" -> {
        members.only("kind");
        yield new People();
      }
      default -> throw members.wrong("kind", "folder, index or people");
    };
  }
}
