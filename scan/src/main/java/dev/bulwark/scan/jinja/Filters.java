package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Const.Entry;
import dev.bulwark.scan.jinja.Const.Seq;
import dev.bulwark.scan.jinja.Const.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What filters, and methods of texts, lists and dicts, make of known values.
final class Filters {
  private Filters() {}

  /// Arguments after evaluation.
  record Given(List<Abstract> positional, Map<String, Abstract> named) {
    Optional<Abstract> argument(int index, String name) {
      return index < positional.size()
          ? Optional.of(positional.get(index))
          : Optional.ofNullable(named.get(name));
    }

    Optional<String> text(int index, String name) {
      return argument(index, name)
          .filter(Abstract::isConstant)
          .flatMap(value -> value.texts().findFirst());
    }

    Given rest() {
      return new Given(positional.stream().skip(1).toList(), named);
    }
  }

  static Abstract filter(String name, Abstract target, Given given) {
    return switch (name) {
      case "string", "e", "escape", "forceescape", "safe", "striptags" -> Fold.printed(target);
      case "lower", "upper", "capitalize", "title", "trim", "replace" ->
          target.each(value -> onText(name, value.printed(), given));
      case "reverse" -> target.each(Filters::reversed);
      case "join" -> target.each(value -> joined(value, given.argument(0, "d")));
      case "list" -> target.each(value -> Abstract.of(new Seq(elements(value))));
      case "first" -> target.each(value -> at(elements(value), true));
      case "last" -> target.each(value -> at(elements(value), false));
      case "sort" -> target.each(Filters::sorted);
      case "unique" ->
          target.each(
              value -> Abstract.of(new Seq(List.copyOf(new LinkedHashSet<>(elements(value))))));
      case "random", "min", "max" -> target.each(value -> Abstract.any(elements(value).stream()));
      case "sum" -> target.each(value -> total(elements(value), given));
      case "map" -> target.each(value -> mapped(elements(value), given));
      case "select", "reject", "selectattr", "rejectattr" -> target.or(target.opaque());
      case "default", "d" ->
          target.or(given.argument(0, "default_value").orElse(Abstract.text("")));
      case "format" ->
          target.each(
              value ->
                  value instanceof Text(String pattern)
                      ? Format.percent(pattern, given.positional())
                      : Abstract.computed());
      case "items", "dictsort" -> target.each(Filters::pairs);
      case "length", "count", "int", "float", "abs", "round", "wordcount" -> target.opaque();
      default -> target.transformed();
    };
  }

  static Abstract method(String name, Abstract target, Given given) {
    return switch (name) {
      case "lower",
          "upper",
          "casefold",
          "swapcase",
          "capitalize",
          "title",
          "strip",
          "lstrip",
          "rstrip",
          "replace",
          "removeprefix",
          "removesuffix" ->
          target.each(value -> onText(name, Abstract.of(value), given));
      case "join" ->
          target.each(
              value ->
                  given
                      .argument(0, "")
                      .orElse(Abstract.unknown())
                      .each(items -> joined(items, Optional.of(Abstract.of(value)))));
      case "format" ->
          target.each(
              value ->
                  value instanceof Text(String pattern)
                      ? Format.braces(pattern, given.positional(), given.named())
                      : Abstract.unknown());
      case "split", "rsplit" -> target.each(value -> split(value, given.text(0, "sep")));
      case "get", "pop", "setdefault" ->
          Fold.item(target, given.argument(0, "").orElse(Abstract.unknown()))
              .or(given.argument(1, "").orElse(Abstract.nothing()));
      case "keys" -> target.each(value -> Abstract.of(new Seq(elements(value))));
      case "values" -> target.each(Filters::values);
      case "items" -> target.each(Filters::pairs);
      case "copy" -> target;
      case "startswith", "endswith", "find", "index", "count", "isdigit" -> Abstract.unknown();
      default -> target.transformed();
    };
  }

  private static Abstract onText(String name, Abstract target, Given given) {
    return target.each(
        value -> {
          if (!(value instanceof Text(String text))) {
            return Abstract.unknown();
          }
          Optional<String> first = given.text(0, "chars");
          return switch (name) {
            case "lower", "casefold" -> Abstract.text(text.toLowerCase(Locale.ROOT));
            case "upper" -> Abstract.text(text.toUpperCase(Locale.ROOT));
            case "swapcase" -> Abstract.text(swapped(text));
            case "capitalize" -> Abstract.text(capitalised(text));
            case "title" -> Abstract.text(titled(text));
            case "trim", "strip" -> Abstract.text(stripped(text, first, true, true));
            case "lstrip" -> Abstract.text(stripped(text, first, true, false));
            case "rstrip" -> Abstract.text(stripped(text, first, false, true));
            case "removeprefix" ->
                Abstract.text(
                    first
                        .filter(text::startsWith)
                        .map(p -> text.substring(p.length()))
                        .orElse(text));
            case "removesuffix" ->
                Abstract.text(
                    first
                        .filter(text::endsWith)
                        .map(p -> text.substring(0, text.length() - p.length()))
                        .orElse(text));
            default -> replaced(text, given);
          };
        });
  }

  private static Abstract replaced(String text, Given given) {
    Optional<String> old = given.text(0, "old");
    Optional<String> with = given.text(1, "new");
    if (old.isEmpty() || with.isEmpty()) {
      return Abstract.computed();
    }
    return text.length() * (1L + with.get().length()) > 1 << 20
        ? Abstract.computed()
        : Fold.bounded(text.replace(old.get(), with.get()));
  }

  private static String swapped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    return out.toString();
  }

  private static String capitalised(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String titled(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }

  private static String stripped(String text, Optional<String> chars, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(chars, text.charAt(from))) {
      from++;
    }
    while (right && to > from && strips(chars, text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean strips(Optional<String> chars, char c) {
    return chars.isPresent() ? chars.get().indexOf(c) >= 0 : Lexer.isSpace(c);
  }

  /// What iterating over a value meets.
  static List<Abstract> elements(Const value) {
    return switch (value) {
      case Seq(List<Abstract> items) -> items;
      case Const.Dict(List<Entry> entries) -> entries.stream().map(Entry::key).toList();
      case Text(String text) ->
          text.chars().limit(256).mapToObj(c -> Abstract.text("" + (char) c)).toList();
      case Const.Int _, Const.Real _, Const.Flag _, Const.None _ -> List.of();
    };
  }

  private static Abstract at(List<Abstract> items, boolean first) {
    return items.isEmpty() ? Abstract.unknown() : first ? items.getFirst() : items.getLast();
  }

  private static Abstract reversed(Const value) {
    return value instanceof Text(String text)
        ? Abstract.text(new StringBuilder(text).reverse().toString())
        : Abstract.of(new Seq(elements(value).reversed()));
  }

  private static Abstract joined(Const value, Optional<Abstract> separator) {
    Abstract made = Abstract.text("");
    boolean first = true;
    for (Abstract item : elements(value)) {
      if (!first) {
        made = Fold.binary("~", made, separator.orElse(Abstract.text("")));
      }
      made = Fold.binary("~", made, item);
      first = false;
    }
    return made;
  }

  private static Abstract sorted(Const value) {
    List<Abstract> items = elements(value);
    boolean texts = items.stream().allMatch(i -> i.isConstant() && i.texts().count() == 1);
    return texts
        ? Abstract.of(
            new Seq(items.stream().sorted((a, b) -> first(a).compareTo(first(b))).toList()))
        : Abstract.computed();
  }

  private static String first(Abstract value) {
    return value.texts().findFirst().orElse("");
  }

  private static Abstract total(List<Abstract> items, Given given) {
    Abstract made = given.argument(1, "start").orElse(Abstract.of(new Const.Int(0)));
    for (Abstract item : items) {
      made = Fold.binary("+", made, item);
    }
    return made;
  }

  private static Abstract mapped(List<Abstract> items, Given given) {
    Optional<String> name = given.text(0, "");
    if (name.isEmpty()) {
      return Abstract.computed();
    }
    List<Abstract> made = new ArrayList<>();
    items.forEach(item -> made.add(filter(name.get(), item, given.rest())));
    return Abstract.of(new Seq(made));
  }

  private static Abstract split(Const value, Optional<String> separator) {
    if (!(value instanceof Text(String text)) || separator.filter(String::isEmpty).isPresent()) {
      return Abstract.computed();
    }
    String[] parts =
        separator.isPresent()
            ? text.split(java.util.regex.Pattern.quote(separator.get()), -1)
            : text.strip().split("\\s+", -1);
    return Abstract.of(new Seq(Stream.of(parts).map(Abstract::text).toList()));
  }

  private static Abstract values(Const value) {
    return value instanceof Const.Dict(List<Entry> entries)
        ? Abstract.of(new Seq(entries.stream().map(Entry::value).toList()))
        : Abstract.unknown();
  }

  private static Abstract pairs(Const value) {
    return value instanceof Const.Dict(List<Entry> entries)
        ? Abstract.of(
            new Seq(
                entries.stream()
                    .map(entry -> Abstract.of(new Seq(List.of(entry.key(), entry.value()))))
                    .toList()))
        : Abstract.unknown();
  }
}
