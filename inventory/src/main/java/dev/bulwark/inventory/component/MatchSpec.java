package dev.bulwark.inventory.component;

import dev.bulwark.inventory.version.CondaVersionSpec;
import dev.bulwark.kernel.check.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What conda is asked for in one line, as its MatchSpec reads it: `channel/subdir::name version
/// build[key=value]`, `name=1.2`, `name==1.2=build`, `name>=1,<2|3.*`, or a package's file by URL
/// or path. What stands in brackets goes before what stands outside, except for the name.
///
/// @param name in lower case; perhaps a pattern, `*` or `^…$`, for several packages
/// @param version which versions; empty for every one
/// @param build perhaps a pattern; empty for every one
/// @param keys what else is asked for, as written
/// @param archive the one file that is asked for
record MatchSpec(
    CondaChannel channel,
    String name,
    String version,
    String build,
    Map<String, String> keys,
    Optional<CondaArchive> archive) {
  private static final int LONGEST = 4096;
  private static final int LONGEST_PATTERN = 256;
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(?<channel>\\S*):[A-Za-z0-9_.-]*:|[A-Za-z0-9_.-]*:)?(?<rest>.*)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[^ =<>!~]+");
  private static final Pattern NAMES = Pattern.compile("[a-z0-9_.*-]+");
  private static final Pattern BUILDS = Pattern.compile("[A-Za-z0-9_.+!*|,-]*");

  /// conda's form of old: `(target=blarg,optional)`.
  private static final Pattern MARKS =
      Pattern.compile("\\((?:\\s*(?:optional|target=[^,()\\s]+)\\s*[,)])+\\s*$");

  sealed interface Reading {
    record Valid(MatchSpec spec) implements Reading {}

    /// @param problem expected and found
    record Refused(String problem) implements Reading {}
  }

  /// What is wrong with a text; never leaves this package.
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String expected, String found) {
      super("expected " + expected + ", found " + shown(found), null, false, false);
    }

    private Broken(String problem) {
      super(problem, null, false, false);
    }

    /// What may be a URL may hold a password.
    private static String shown(String found) {
      return found.contains("/") || found.contains("@")
          ? "something else"
          : Place.printable(found.length() > 60 ? found.substring(0, 60) + "…" : found);
    }
  }

  static Reading parse(String text) {
    try {
      return new Reading.Valid(of(text, true));
    } catch (Broken e) {
      return new Reading.Refused("a package of conda: " + e.getMessage());
    }
  }

  private static MatchSpec of(String written, boolean outermost) {
    if (written.length() > LONGEST) {
      throw new Broken("at most " + LONGEST + " characters", String.valueOf(written.length()));
    }
    int comment = written.indexOf('#');
    String text =
        (comment < 0 ? written : written.substring(0, comment)).replace('\t', ' ').stripLeading();
    if (text.endsWith("@")) {
      String feature = text.substring(0, text.length() - 1);
      return new MatchSpec(
          CondaChannel.NONE, "*", "", "", Map.of("track_features", feature), Optional.empty());
    }
    return CondaArchive.isOne(text.strip()) ? file(text.strip()) : words(text, outermost);
  }

  private static MatchSpec file(String text) {
    CondaArchive archive = archive(text);
    return new MatchSpec(
        archive.channel(),
        archive.name(),
        archive.version(),
        archive.build(),
        Map.of(),
        Optional.of(archive));
  }

  /// The text may hold a password and is not shown.
  private static CondaArchive archive(String text) {
    return CondaArchive.parse(text)
        .orElseThrow(
            () -> new Broken("NAME-VERSION-BUILD.conda or .tar.bz2", "another name of a file"));
  }

  private static MatchSpec words(String text, boolean outermost) {
    MatchSpecKeys.Section section = MatchSpecKeys.split(text);
    Matcher place = PLACE.matcher(MARKS.matcher(section.outside()).replaceFirst(""));
    if (!place.matches()) {
      throw new Broken("channel::name", "something else");
    }
    Map<String, String> keys = new LinkedHashMap<>(section.pairs());
    CondaChannel channel = CondaChannel.of(Optional.ofNullable(place.group("channel")).orElse(""));
    channel = CondaChannel.of(taken(keys, "channel", "")).or(channel);
    channel = new CondaChannel("", taken(keys, "subdir", "")).or(channel);
    keys.remove("name");
    String rest = place.group("rest");
    Matcher name = NAME.matcher(rest);
    if (!name.lookingAt()) {
      throw new Broken("the name of a package", rest.isBlank() ? "none" : rest);
    }
    MatchSpecWords words = MatchSpecWords.of(rest.substring(name.end()));
    String version =
        keys.containsKey("version")
            ? MatchSpecWords.fuzzy(taken(keys, "version", ""), "")
            : MatchSpecWords.fuzzy(words.version(), words.build());
    String build = taken(keys, "build", words.build());
    checkVersions(version);
    checkBuild(build);
    checkKeys(keys, outermost);
    Optional<CondaArchive> archive =
        Optional.ofNullable(keys.getOrDefault("url", keys.get("fn")))
            .filter(CondaArchive::isOne)
            .map(MatchSpec::archive);
    return new MatchSpec(
        channel, checkName(name.group()), version, build, Map.copyOf(keys), archive);
  }

  private static String taken(Map<String, String> keys, String key, String otherwise) {
    return Optional.ofNullable(keys.remove(key)).orElse(otherwise);
  }

  private static String checkName(String written) {
    String name = written.toLowerCase(Locale.ROOT);
    if (name.startsWith("^") && name.endsWith("$")) {
      checkPattern(name);
    } else if (!NAMES.matcher(name).matches()) {
      throw new Broken("the name of a package", name);
    }
    return name;
  }

  private static Optional<CondaVersionSpec> checkVersions(String version) {
    if (version.isEmpty()) {
      return Optional.empty();
    }
    return switch (CondaVersionSpec.parse(version)) {
      case CondaVersionSpec.Reading.Valid(CondaVersionSpec spec) -> Optional.of(spec);
      case CondaVersionSpec.Reading.Refused(String problem) ->
          throw version.contains("/") || version.contains("@")
              ? new Broken("a version as conda writes it", version)
              : new Broken(problem);
    };
  }

  private static void checkBuild(String build) {
    if (build.startsWith("^") && build.endsWith("$")) {
      checkPattern(build);
    } else if (!BUILDS.matcher(build).matches()) {
      throw new Broken("a build such as py311_0", build);
    }
  }

  private static void checkPattern(String text) {
    if (text.startsWith("^") && text.endsWith("$")) {
      // The compiler of expressions recurses as deep as they nest.
      if (text.length() > LONGEST_PATTERN) {
        throw new Broken(
            "a regular expression of at most %d characters".formatted(LONGEST_PATTERN),
            String.valueOf(text.length()));
      }
      try {
        Pattern.compile(text);
      } catch (PatternSyntaxException _) {
        throw new Broken("a regular expression", text);
      }
    }
  }

  private static void checkKeys(Map<String, String> keys, boolean outermost) {
    String number = keys.getOrDefault("build_number", "");
    if (!number.isEmpty() && "=<>!".indexOf(number.charAt(0)) >= 0) {
      checkVersions(number);
    }
    for (String key : List.of("build_number", "license", "license_family")) {
      checkPattern(keys.getOrDefault(key, ""));
    }
    if (keys.containsKey("when")) {
      checkCondition(keys.get("when"), outermost);
    }
  }

  /// `a and (b or c)`, each of them a MatchSpec without a condition of its own.
  private static void checkCondition(String when, boolean outermost) {
    if (!outermost) {
      throw new Broken("no condition within a condition", "when=");
    }
    for (String part : when.split("\\s+(?:and|or)\\s+", -1)) {
      String bare = part.strip();
      while (bare.startsWith("(")) {
        bare = bare.substring(1).strip();
      }
      if (bare.chars().filter(c -> c == '(').count() < bare.chars().filter(c -> c == ')').count()) {
        bare = bare.replaceFirst("\\)+$", "");
      }
      of(bare, false);
    }
  }

  /// The one version that is asked for; empty for a range.
  Optional<String> pinned() {
    return checkVersions(version)
        .flatMap(CondaVersionSpec::pinned)
        .or(() -> archive.filter(file -> file.name().equals(name)).map(CondaArchive::version));
  }

  private boolean isOnePackage() {
    return !name.contains("*") && !name.startsWith("^");
  }

  /// A condition says when, not which; what begins with `__` is the machine and no package.
  void addTo(Draft draft, int line, Component.Scope scope) {
    if (name.startsWith("__")) {
      return;
    }
    if (!isOnePackage()) {
      draft.problem(
          line, "a package of conda: expected the name of one, found the pattern " + name);
      return;
    }
    Optional<CondaArchive> file = archive.filter(it -> it.name().equals(name));
    Draft.Entry entry =
        file.map(it -> it.entry(draft, line)).orElseGet(() -> draft.entry("conda", name, line));
    channel.addTo(entry);
    if (!build.isEmpty() && !isPattern(build)) {
      entry.qualifier("build", build);
    }
    for (String algorithm : List.of("md5", "sha256")) {
      entry.hash(keys.containsKey(algorithm) ? algorithm + ":" + keys.get(algorithm) : "");
    }
    pinned().ifPresent(entry::version);
    entry.scope(scope).range(range()).add();
  }

  private static boolean isPattern(String text) {
    return text.contains("*") || text.startsWith("^");
  }

  private String range() {
    return (version.isEmpty() ? "*" : version) + (isPattern(build) ? " " + build : "");
  }
}
