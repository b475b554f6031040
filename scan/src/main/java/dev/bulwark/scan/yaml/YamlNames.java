package dev.bulwark.scan.yaml;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What tags of languages may name, and what attacks name. Immutable.
public final class YamlNames {
  private final Digest digest;
  private final Set<String> lines;

  private YamlNames(Digest digest, Set<String> lines) {
    this.digest = digest;
    this.lines = Set.copyOf(lines);
  }

  /// The names this version ships.
  public static YamlNames builtin() {
    try (InputStream in = YamlNames.class.getResourceAsStream("yaml-names.tsv")) {
      if (in == null) {
        throw new IllegalStateException("yaml-names.tsv is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses the text form, described at the head of `yaml-names.tsv`.
  ///
  /// @throws IllegalArgumentException naming the first line that is not understood
  static YamlNames parse(String text) {
    Set<String> lines = new HashSet<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && line.charAt(0) != '#') {
        List<String> fields = List.of(line.split("\t", -1));
        if (fields.size() != 3 || !Set.of("allow", "harm").contains(fields.getFirst())) {
          throw new IllegalArgumentException("a line of the YAML names is not understood: " + line);
        }
        for (String name : fields.get(2).split(" ", -1)) {
          lines.add(key(fields.get(0), fields.get(1), name));
        }
      }
    }
    return new YamlNames(Digest.of(Bytes.utf8(text)), lines);
  }

  private static String key(String what, String language, String name) {
    return what + "\t" + language.toLowerCase(Locale.ROOT) + "\t" + name;
  }

  /// The digest of the text form: part of what an answer depends on.
  public Digest digest() {
    return digest;
  }

  boolean allows(LanguageTag.Language language, String name) {
    return lines.contains(key("allow", language.name(), name));
  }

  boolean harms(LanguageTag.Language language, String name) {
    if (lines.contains(key("harm", language.name(), name))) {
      return true;
    }
    for (int end = name.length(); end > 0; end--) {
      char last = name.charAt(end - 1);
      if ((last == '.' || last == ':' || end == name.length())
          && lines.contains(key("harm", language.name(), name.substring(0, end) + "*"))) {
        return true;
      }
    }
    return false;
  }
}
