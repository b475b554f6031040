package dev.bulwark.scan.folder;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a model's folder says under which licence it may be used. What the licence says is not
/// judged.
public sealed interface LicencePresence {

  /// A licence file at the top of the folder.
  record InFile(String name) implements LicencePresence {}

  /// The head of the README names one.
  record InReadme(String licence) implements LicencePresence {}

  /// Neither.
  record Missing() implements LicencePresence {}

  Rule RULE =
      new Rule(
          new RuleId("LIC-001"),
          "A model's folder does not say under which licence it may be used",
          "Without a licence nobody but its author may use the model, and nobody can show later"
              + " that they were allowed to.",
          "Ask the publisher for a LICENSE file, or for \"license:\" at the head of the README.",
          Severity.NOTE,
          References.NONE);

  /// How much of a README is its head.
  int MAX_HEAD = 64 << 10;

  /// @param names of files relative to the folder, with `/`; those in sub-folders do not count
  /// @param readme the README at the top, when there is one; only its head is read
  static LicencePresence of(List<String> names, Optional<Source> readme) {
    Optional<LicencePresence> file =
        names.stream().filter(LicencePresence::isLicence).sorted().findFirst().map(InFile::new);
    return file.or(() -> readme.flatMap(LicencePresence::named).map(InReadme::new))
        .orElseGet(Missing::new);
  }

  private static boolean isLicence(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean source = List.of(".PY", ".JSON", ".SH", ".BIN").stream().anyMatch(upper::endsWith);
    return !name.contains("/")
        && !source
        && List.of("LICENSE", "LICENCE", "COPYING", "UNLICENSE", "COPYRIGHT").stream()
            .anyMatch(
                word ->
                    upper.startsWith(word)
                        && (upper.length() == word.length()
                            || "._-".indexOf(upper.charAt(word.length())) >= 0));
  }

  /// The value of `license:` in the YAML between the first two lines of three hyphens.
  private static Optional<String> named(Source readme) {
    long size = Math.min(readme.size(), MAX_HEAD);
    String head =
        new String(readme.bytes().asSlice(0, size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    List<String> lines = head.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals("---")) {
      return Optional.empty();
    }
    return lines.stream()
        .skip(1)
        .takeWhile(line -> !line.strip().equals("---"))
        .filter(line -> line.startsWith("license:") || line.startsWith("licence:"))
        .map(line -> line.substring("license:".length()).strip().replaceAll("[\"']", ""))
        .filter(value -> !value.isEmpty() && !value.equals("unknown") && !value.startsWith("#"))
        .findFirst();
  }

  /// The rule's outcome; missing is a note.
  ///
  /// @param folder the place of the folder
  default Outcome outcome(Place folder) {
    return switch (this) {
      case InFile _, InReadme _ -> Outcome.passed();
      case Missing _ ->
          Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      Severity.NOTE,
                      folder,
                      "Neither a licence file nor the head of a README names a licence.")));
    };
  }
}
