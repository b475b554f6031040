package dev.bulwark.scan.yaml;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A tag that tells a loader of some language to make an object, to call a function or to import.
///
/// @param language whose loaders understand it
/// @param name what it names, as written behind the tag's prefix
public record LanguageTag(Language language, Deed deed, String name) {
  private static final String GLOBAL = "tag:yaml.org,2002:";
  private static final String RUBY = "tag:ruby.yaml.org,2002:";
  private static final Pattern JAVA =
      Pattern.compile("\\[*[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)+(?:\\[\\])*;?");
  private static final Pattern JAVA_CLASS =
      Pattern.compile("!?[a-z_]\\w*(?:\\.[a-z_]\\w*)+\\.[A-Z][\\w$]*");
  private static final List<String> RUBY_PLAIN =
      List.of("regexp", "sym", "symbol", "range", "array", "string", "hash", "set");

  public enum Language {
    PYTHON,
    /// SpeechBrain's HyperPyYAML.
    HYPERPYYAML,
    RUBY,
    JAVA,
    PHP,
    PERL,
    JAVASCRIPT
  }

  /// What a loader does with the name.
  public enum Deed {
    /// Calls it, or makes an object of it.
    CALLS,
    /// Imports the module it is in and hands it over.
    NAMES,
    /// Imports the module it is.
    IMPORTS
  }

  /// @param tag resolved: handles replaced by their prefixes, `%xx` decoded
  static Optional<LanguageTag> of(String tag) {
    if (tag.startsWith(GLOBAL)) {
      return global(tag.substring(GLOBAL.length()));
    }
    if (tag.startsWith(RUBY)) {
      return ruby(tag.substring(RUBY.length()));
    }
    if (tag.startsWith("!ruby/")) {
      return ruby(tag.substring("!ruby/".length()));
    }
    if (tag.startsWith("!php/object")) {
      return Optional.of(new LanguageTag(Language.PHP, Deed.CALLS, tag.substring(5)));
    }
    if (tag.startsWith("!perl/")) {
      return perl(tag.substring("!perl/".length()));
    }
    return JAVA_CLASS.matcher(tag).matches()
        ? Optional.of(
            new LanguageTag(
                Language.JAVA, Deed.CALLS, tag.startsWith("!") ? tag.substring(1) : tag))
        : hyper(tag);
  }

  /// The same of a tag as it stands in a text whose grammar is broken.
  static Optional<LanguageTag> ofShorthand(String written) {
    String tag = written;
    if (tag.startsWith("!<")) {
      tag = tag.substring(2).replace(">", "");
    } else if (tag.startsWith("!!")) {
      tag = GLOBAL + tag.substring(2);
    }
    try {
      return of(URLDecoder.decode(tag.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return of(tag); // a percent sign that escapes nothing
    }
  }

  private static Optional<LanguageTag> global(String tag) {
    int slash = tag.indexOf('/');
    if (slash < 0) {
      return JAVA.matcher(tag).matches()
          ? Optional.of(new LanguageTag(Language.JAVA, Deed.CALLS, tag))
          : Optional.empty();
    }
    String rest = tag.substring(slash + 1);
    return switch (tag.substring(0, slash)) {
      case "python" -> python(rest);
      case "ruby" -> ruby(rest);
      case "perl" -> perl(rest);
      case "php" ->
          rest.startsWith("object")
              ? Optional.of(new LanguageTag(Language.PHP, Deed.CALLS, rest))
              : Optional.empty();
      case "js" ->
          rest.startsWith("function")
              ? Optional.of(new LanguageTag(Language.JAVASCRIPT, Deed.CALLS, rest))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<LanguageTag> python(String rest) {
    for (String prefix : List.of("object/apply:", "object/new:", "object:")) {
      if (rest.startsWith(prefix)) {
        return python(Deed.CALLS, rest.substring(prefix.length()));
      }
    }
    if (rest.startsWith("name:")) {
      return python(Deed.NAMES, rest.substring("name:".length()));
    }
    return rest.startsWith("module:")
        ? python(Deed.IMPORTS, rest.substring("module:".length()))
        : Optional.empty();
  }

  private static Optional<LanguageTag> python(Deed deed, String name) {
    return Optional.of(new LanguageTag(Language.PYTHON, deed, name));
  }

  private static Optional<LanguageTag> ruby(String rest) {
    int colon = rest.indexOf(':');
    return colon < 0 && RUBY_PLAIN.contains(rest)
        ? Optional.empty()
        : Optional.of(
            new LanguageTag(
                Language.RUBY, Deed.CALLS, colon < 0 ? rest : rest.substring(colon + 1)));
  }

  private static Optional<LanguageTag> perl(String rest) {
    return rest.startsWith("regexp")
        ? Optional.empty()
        : Optional.of(new LanguageTag(Language.PERL, Deed.CALLS, rest));
  }

  private static Optional<LanguageTag> hyper(String tag) {
    int colon = tag.indexOf(':');
    if (colon < 0 || tag.length() == colon + 1) {
      return Optional.empty();
    }
    String name = tag.substring(colon + 1);
    return switch (tag.substring(0, colon)) {
      case "!new", "!apply" -> Optional.of(new LanguageTag(Language.HYPERPYYAML, Deed.CALLS, name));
      case "!name" -> Optional.of(new LanguageTag(Language.HYPERPYYAML, Deed.NAMES, name));
      case "!module" -> Optional.of(new LanguageTag(Language.HYPERPYYAML, Deed.IMPORTS, name));
      default -> Optional.empty();
    };
  }
}
