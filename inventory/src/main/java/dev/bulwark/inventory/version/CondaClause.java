package dev.bulwark.inventory.version;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One condition on a conda version, or several joined by `,` (all hold) or `|` (one holds).
sealed interface CondaClause {
  Pattern RELATION = Pattern.compile("(==|!=|<=|>=|~=|=|<|>)(?![=<>!~])(\\S+)");
  Pattern GLOB = Pattern.compile("[*._+!0-9A-Za-z-]+");

  /// What is wrong with a text; never leaves this package.
  final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String expected, String found) {
      super("expected " + expected + ", found " + VersionScheme.quoted(found), null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  enum Relation {
    EQUAL,
    NOT_EQUAL,
    AT_MOST,
    AT_LEAST,
    BELOW,
    ABOVE,
    STARTS_WITH,
    STARTS_NOT_WITH
  }

  record Anything() implements CondaClause {}

  /// @param written the version as it stands in the text, perhaps with `.*` behind
  record Compared(Relation relation, CondaVersion bound, String written) implements CondaClause {}

  /// `~=1.10.1` is at least 1.10.1 and starts with 1.10.
  record Compatible(CondaVersion least, CondaVersion release) implements CondaClause {}

  /// `1.*.1`: a star stands for any text, compared as text.
  record Glob(List<String> parts) implements CondaClause {}

  /// `^…$`.
  record Regex(Pattern pattern) implements CondaClause {}

  record All(List<CondaClause> parts) implements CondaClause {}

  record Any(List<CondaClause> parts) implements CondaClause {}

  /// One condition without `,`, `|` and parentheses.
  ///
  /// @throws Broken when it is none
  static CondaClause of(String text) {
    if (text.length() > VersionScheme.LONGEST) {
      throw new Broken("a version of at most " + VersionScheme.LONGEST + " characters", text);
    }
    if (text.startsWith("^") || text.endsWith("$")) {
      return regex(text);
    }
    if (!text.isEmpty() && "=<>!~".indexOf(text.charAt(0)) >= 0) {
      return related(text);
    }
    String body = withoutEnd(text, "*");
    if (body.contains("*")) {
      return glob(text);
    }
    if (!text.endsWith("*")) {
      return new Compared(Relation.EQUAL, version(text), text);
    }
    return body.isEmpty()
        ? new Anything()
        : new Compared(Relation.STARTS_WITH, version(withoutEnd(body, ".")), text);
  }

  private static CondaClause regex(String text) {
    if (text.length() < 2 || !text.startsWith("^") || !text.endsWith("$")) {
      throw new Broken("a regular expression from ^ to $", text);
    }
    try {
      return new Regex(Pattern.compile(text));
    } catch (PatternSyntaxException _) {
      throw new Broken("a regular expression", text);
    }
  }

  private static CondaClause glob(String text) {
    if (!GLOB.matcher(text).matches()) {
      throw new Broken("a version with stars", text);
    }
    return new Glob(List.of(text.split("\\*+", -1)));
  }

  private static CondaClause related(String text) {
    Matcher found = RELATION.matcher(text);
    if (!found.matches()) {
      throw new Broken("an operator and a version, such as >=1.2", text);
    }
    String operator = found.group(1);
    String written = found.group(2);
    boolean open = written.endsWith(".*");
    String plain = open ? written.substring(0, written.length() - 2) : written;
    if (operator.equals("~=")) {
      return compatible(written);
    }
    return new Compared(relation(operator, open), version(plain), written);
  }

  /// `.*` behind a relation other than `!=` says nothing.
  private static Relation relation(String operator, boolean open) {
    return switch (operator) {
      case "=" -> Relation.STARTS_WITH;
      case "==" -> Relation.EQUAL;
      case "!=" -> open ? Relation.STARTS_NOT_WITH : Relation.NOT_EQUAL;
      case "<=" -> Relation.AT_MOST;
      case ">=" -> Relation.AT_LEAST;
      case "<" -> Relation.BELOW;
      case ">" -> Relation.ABOVE;
      default -> throw new IllegalStateException("no relation is written " + operator);
    };
  }

  private static CondaClause compatible(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0 || text.endsWith(".*")) {
      throw new Broken("a version of two numbers or more after ~=", text);
    }
    return new Compatible(version(text), version(text.substring(0, dot)));
  }

  private static CondaVersion version(String text) {
    Optional<CondaVersion> version = CondaVersion.parse(text);
    return version.orElseThrow(() -> new Broken("a version as conda writes it", text));
  }

  private static String withoutEnd(String text, String end) {
    String rest = text;
    while (rest.endsWith(end)) {
      rest = rest.substring(0, rest.length() - 1);
    }
    return rest;
  }
}
