package dev.bulwark.control.policy;

import dev.bulwark.kernel.system.ElementKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a requirement's evidence must be about: the bytes whose digest it names.
public sealed interface About {

  /// The manifest.
  enum Manifest implements About {
    MANIFEST;

    @Override
    public String toString() {
      return "manifest";
    }
  }

  /// Every file of every element of this kind.
  record Artifacts(ElementKind kind) implements About {
    @Override
    public String toString() {
      return kind.word();
    }
  }

  /// The document of this name which the manifest lists.
  record Document(String name) implements About {
    private static final String PREFIX = "document:";

    @Override
    public String toString() {
      return PREFIX + name;
    }
  }

  /// Parses `manifest`, the word of an element kind, or `document:NAME`; empty on any other text.
  static Optional<About> parse(String text) {
    if (text.equals("manifest")) {
      return Optional.of(Manifest.MANIFEST);
    }
    if (text.matches(Document.PREFIX + "[a-z0-9][a-z0-9.-]*")) {
      return Optional.of(new Document(text.substring(Document.PREFIX.length())));
    }
    return Arrays.stream(ElementKind.values())
        .filter(kind -> kind != ElementKind.SYSTEM && kind.word().equals(text))
        .<About>map(Artifacts::new)
        .findFirst();
  }

  /// The accepted texts, for messages.
  static String accepted() {
    return Arrays.stream(ElementKind.values())
        .filter(kind -> kind != ElementKind.SYSTEM)
        .map(ElementKind::word)
        .collect(Collectors.joining(", ", "manifest, ", " or document:NAME"));
  }
}
