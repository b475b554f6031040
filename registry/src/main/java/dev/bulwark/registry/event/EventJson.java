package dev.bulwark.registry.event;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The parts events share, as JSON.
final class EventJson {
  private EventJson() {}

  static VersionId version(Members members, String name) {
    return VersionId.parse(members.text(name))
        .orElseThrow(() -> members.wrong(name, "a version such as scorer@3"));
  }

  static List<VersionId> versions(Members members, String name) {
    List<VersionId> versions = new ArrayList<>();
    for (Json item : members.array(name).items()) {
      Optional<VersionId> version =
          item instanceof Json.Text(String text) ? VersionId.parse(text) : Optional.empty();
      versions.add(
          version.orElseThrow(() -> members.wrong(name, "versions such as scorer@3 only")));
    }
    return versions;
  }

  static Content content(Members members, String name) {
    List<Content.File> files = new ArrayList<>();
    for (Members file : members.objects(name)) {
      file.only("name", "size", "digest");
      files.add(new Content.File(file.word("name"), file.integer("size"), file.digest("digest")));
    }
    if (files.stream().allMatch(file -> Content.isWrapping(file.name()))) {
      throw members.wrong(name, "at least one file of its own");
    }
    return new Content(files);
  }

  static Retention retention(Members rule) {
    rule.only("asset", "keep", "days");
    return new Retention(rule.text("asset"), rule.integer("keep"), rule.integer("days"));
  }

  static List<Reference> references(Members members, String name) {
    return members.objects(name).stream().map(Reference::parse).toList();
  }

  static <E extends Enum<E>> E word(Members members, String name, E[] values) {
    String text = members.text(name);
    List<String> words = new ArrayList<>();
    for (E value : values) {
      String word = word(value);
      if (word.equals(text)) {
        return value;
      }
      words.add(word);
    }
    throw members.wrong(name, "one of " + String.join(", ", words));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
