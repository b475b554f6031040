package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A set of PEP 440 version clauses, all of which must hold: `>=1.4,!=1.5.*,<2`. Pre-releases are
/// not left out: the question here is what a range lets in, not what an installer would choose.
public final class Pep440Specifier {
  private static final Pattern CLAUSE = Pattern.compile("(===|==|~=|!=|<=|>=|<|>)\\s*(\\S+)");

  private final List<Clause> clauses;

  private Pep440Specifier(List<Clause> clauses) {
    this.clauses = clauses;
  }

  /// @param text the version as written, for `===`
  private record Clause(String operator, String text, Optional<Prefix> prefix) {}

  /// @param any whether `.*` follows
  private record Prefix(Pep440Version version, boolean any) {}

  /// Parses clauses joined by commas; empty for anything else. No clause at all admits everything.
  public static Optional<Pep440Specifier> parse(String text) {
    List<Clause> clauses = new ArrayList<>();
    if (text.length() > 4 * VersionScheme.LONGEST) {
      return Optional.empty();
    }
    for (String part : text.split(",", -1)) {
      String clause = part.strip();
      if (clause.isEmpty()) {
        continue;
      }
      Matcher found = CLAUSE.matcher(clause);
      Optional<Clause> parsed =
          found.matches() ? clause(found.group(1), found.group(2)) : Optional.empty();
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      clauses.add(parsed.get());
    }
    return Optional.of(new Pep440Specifier(List.copyOf(clauses)));
  }

  private static Optional<Clause> clause(String operator, String text) {
    if (operator.equals("===")) {
      return Optional.of(new Clause(operator, text, Optional.empty()));
    }
    boolean any = text.endsWith(".*");
    if (any && !operator.equals("==") && !operator.equals("!=")) {
      return Optional.empty();
    }
    return Pep440Version.parse(any ? text.substring(0, text.length() - 2) : text)
        .filter(version -> fits(operator, version, any))
        .map(version -> new Clause(operator, text, Optional.of(new Prefix(version, any))));
  }

  /// A local part stands only after `==` and `!=`, and `~=` needs a number to leave open.
  private static boolean fits(String operator, Pep440Version version, boolean any) {
    boolean exact = (operator.equals("==") || operator.equals("!=")) && !any;
    boolean development = version.toString().contains("dev");
    return (exact || !version.isLocal())
        && (!any || !development)
        && (!operator.equals("~=") || version.releaseSize() >= 2);
  }

  /// Whether every clause admits the version; a text that is no version is admitted by `===` alone.
  public boolean admits(String text) {
    Optional<Pep440Version> version = Pep440Version.parse(text);
    return clauses.stream().allMatch(clause -> admits(clause, text, version));
  }

  private static boolean admits(Clause clause, String text, Optional<Pep440Version> version) {
    if (clause.prefix().isEmpty()) {
      return clause.text().equalsIgnoreCase(text.strip());
    }
    Prefix prefix = clause.prefix().get();
    return version.isPresent() && admits(clause.operator(), version.get(), prefix);
  }

  private static boolean admits(String operator, Pep440Version version, Prefix prefix) {
    Pep440Version bound = prefix.version();
    Pep440Version published = version.withoutLocal();
    return switch (operator) {
      case "==" -> equal(version, prefix);
      case "!=" -> !equal(version, prefix);
      case "<=" -> published.compareTo(bound) <= 0;
      case ">=" -> published.compareTo(bound) >= 0;
      case "<" -> below(version, bound);
      case ">" -> above(version, bound);
      case "~=" ->
          published.compareTo(bound) >= 0
              && version.startsWith(bound.prefix(bound.releaseSize() - 1));
      default -> throw new IllegalStateException("no clause has the operator " + operator);
    };
  }

  private static boolean equal(Pep440Version version, Prefix prefix) {
    if (prefix.any()) {
      return version.withoutLocal().startsWith(prefix.version());
    }
    Pep440Version mine = prefix.version().isLocal() ? version : version.withoutLocal();
    return mine.compareTo(prefix.version()) == 0;
  }

  /// `<1.0` leaves out the pre-releases of 1.0 unless it names one.
  private static boolean below(Pep440Version version, Pep440Version bound) {
    boolean preOfBound =
        !bound.isPreRelease()
            && version.isPreRelease()
            && version.base().compareTo(bound.base()) == 0;
    return version.compareTo(bound) < 0 && !preOfBound;
  }

  /// `>1.0` leaves out the post-releases and local versions of 1.0 unless it names one.
  private static boolean above(Pep440Version version, Pep440Version bound) {
    boolean sameBase = version.base().compareTo(bound.base()) == 0;
    boolean postOfBound = !bound.isPostRelease() && version.isPostRelease() && sameBase;
    return version.compareTo(bound) > 0 && !postOfBound && !(version.isLocal() && sameBase);
  }

  /// The version this set pins, when it is one exact version: a single `==` or `===` without `.*`.
  public Optional<String> pinned() {
    return clauses.stream()
        .filter(clause -> clause.operator().equals("===") || exact(clause))
        .map(Clause::text)
        .findFirst();
  }

  private static boolean exact(Clause clause) {
    return clause.operator().equals("==")
        && clause.prefix().filter(prefix -> !prefix.any()).isPresent();
  }
}
