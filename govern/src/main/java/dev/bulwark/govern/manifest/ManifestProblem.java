package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Place;

/// One thing in a manifest that a person must mend.
///
/// @param place file, line and column
/// @param topic which rule it breaks
/// @param about the part of the manifest: `model/scorer`, `owners`
/// @param expected what could stand there
/// @param found what stands there, one short printable line
/// @param fix what to do, in the imperative
public record ManifestProblem(
    Place place, Topic topic, String about, String expected, String found, String fix) {

  public enum Topic {
    /// Not UTF-8, not YAML, or YAML that strict reading refuses.
    SYNTAX,
    /// An unknown key, a wrong type, a word that is none of the possible ones, a bad id.
    FORM,
    /// A role without a person, or one person where two are needed.
    OWNERS,
    /// An ability or exposure fact that nobody stated.
    FACTS,
    /// A repeated id, or a reference to an element that is not there.
    REFERENCES,
    /// A declared file that is missing, unreadable or outside the project.
    FILES
  }

  /// The problem on four lines.
  public String render() {
    return "%s: %s%n  expected  %s%n  found     %s%n  fix       %s%n"
        .formatted(place, about, expected, found, fix)
        .replace("\r\n", "\n");
  }

  /// The problem in one sentence.
  public String sentence() {
    return about + ": expected " + expected + ", found " + found + "; " + fix;
  }
}
