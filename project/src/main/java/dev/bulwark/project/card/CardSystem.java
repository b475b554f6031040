package dev.bulwark.project.card;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.ControlStatus;
import dev.bulwark.control.status.Described;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the description of the system says that a version belongs to.
///
/// @param statement the description
/// @param system its system
/// @param names whether it names these very bytes
record CardSystem(Evidence statement, Json.Obj system, boolean names) {

  /// The newest description that names these bytes, or the newest at all; empty when there is none.
  static Optional<CardSystem> of(List<Evidence> ledger, Collection<Digest> bytes) {
    List<CardSystem> all =
        ledger.stream()
            .filter(it -> CardEvidence.is(it, PredicateType.SYSTEM))
            .filter(it -> it.assurance().atLeast(Assurance.A4))
            .flatMap(
                it ->
                    it.statement().predicate().object("system").stream().map(s -> of(it, s, bytes)))
            .toList();
    return all.reversed().stream()
        .filter(CardSystem::names)
        .findFirst()
        .or(() -> all.reversed().stream().findFirst());
  }

  private static CardSystem of(Evidence statement, Json.Obj system, Collection<Digest> bytes) {
    boolean names = elements(system).stream().anyMatch(element -> holds(element, bytes));
    return new CardSystem(statement, system, names);
  }

  private static List<Json.Obj> elements(Json.Obj system) {
    return system.items("elements").stream()
        .flatMap(
            item -> item instanceof Json.Obj element ? java.util.stream.Stream.of(element) : null)
        .toList();
  }

  private static boolean holds(Json.Obj element, Collection<Digest> bytes) {
    return element.items("artifacts").stream()
        .flatMap(item -> item instanceof Json.Obj file ? file.object("digest").stream() : null)
        .flatMap(digest -> digest.text("sha256").flatMap(Members::sha256).stream())
        .anyMatch(bytes::contains);
  }

  String purpose() {
    return system.text("purpose").orElse("");
  }

  /// What it is about: the manifest and its documents.
  Set<Digest> digests() {
    Set<Digest> digests = new HashSet<>();
    statement.statement().subjects().stream().map(Subject::digest).forEach(digests::add);
    return digests;
  }

  List<List<String>> about() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("system", system.text("title").orElse("?")));
    rows.add(List.of("purpose", purpose()));
    rows.add(List.of("profile", system.text("profile").orElse("?")));
    system
        .object("owners")
        .ifPresent(
            owners ->
                owners.members().forEach((role, person) -> rows.add(List.of(role, shown(person)))));
    rows.add(List.of("authors", String.join(", ", system.texts("authors"))));
    rows.add(
        List.of(
            "described in",
            "entry " + statement.index() + (names ? "" : ", which does not name these bytes")));
    return rows;
  }

  /// The facts about the whole and about the elements these bytes are: intended use, people
  /// affected, limits, safeguards.
  List<List<String>> facts(Collection<Digest> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (Json.Obj element : concerned(bytes)) {
      List<String> assumed = element.texts("assumed");
      element
          .object("facts")
          .ifPresent(
              facts ->
                  facts
                      .members()
                      .forEach(
                          (name, value) ->
                              rows.add(
                                  List.of(
                                      path(element),
                                      name,
                                      shown(value),
                                      assumed.contains(name)
                                          ? "assumed, counted as unsafe"
                                          : "declared"))));
    }
    return rows;
  }

  private List<Json.Obj> concerned(Collection<Digest> bytes) {
    return elements(system).stream()
        .filter(it -> it.text("kind").orElse("").equals("system") || holds(it, bytes))
        .toList();
  }

  private static String path(Json.Obj element) {
    return element.text("kind").orElse("?") + "/" + element.text("id").orElse("?");
  }

  private static String shown(Json value) {
    return value instanceof Json.Text(String text) ? text : value.canonical();
  }

  /// What of the description nobody declared, in words.
  List<String> assumed(Collection<Digest> bytes) {
    List<String> lines = new ArrayList<>();
    for (Json.Obj element : concerned(bytes)) {
      List<String> assumed = element.texts("assumed");
      if (!assumed.isEmpty()) {
        lines.add(
            "Nobody declared %s of %s; each counts as unsafe."
                .formatted(String.join(", ", assumed), path(element)));
      }
    }
    return lines;
  }

  /// None when no description covers the bytes: nothing was judged then.
  static List<List<String>> controls(Assessment assessment) {
    return judged(assessment).stream()
        .map(
            each ->
                List.of(
                    each.control().id(),
                    each.control().title(),
                    word(each.status()),
                    assessment.waiver(each.control().id()).isPresent() ? "waived" : ""))
        .toList();
  }

  static List<List<String>> waivers(Assessment assessment) {
    List<List<String>> rows = new ArrayList<>();
    for (Waiver waiver : assessment.waivers()) {
      String standing =
          switch (waiver) {
            case Waiver.InForce it -> "in force, " + String.join(" and ", it.people());
            case Waiver.NotInForce it -> "not in force: " + it.why();
          };
      rows.add(List.of(waiver.control(), waiver.reason(), Moments.shown(waiver.until()), standing));
    }
    return rows;
  }

  private static List<Assessment.Assessed> judged(Assessment assessment) {
    return switch (assessment.described()) {
      case Scope _ -> assessment.assessed();
      case Described.Nothing _ -> List.of();
    };
  }

  /// Controls of which nothing is known, or nothing any more.
  static List<String> open(Assessment assessment) {
    if (assessment.described() instanceof Described.Nothing) {
      return List.of(
          "No control was judged, because no description of a system covers these bytes.");
    }
    return judged(assessment).stream()
        .filter(
            each ->
                switch (each.status()) {
                  case ControlStatus.NotAssessed _, ControlStatus.Stale _ -> true;
                  case ControlStatus.Satisfied _, ControlStatus.NotSatisfied _ -> false;
                })
        .map(
            each ->
                "%s %s: %s."
                    .formatted(each.control().id(), each.control().title(), word(each.status())))
        .toList();
  }

  private static String word(ControlStatus status) {
    return switch (status) {
      case ControlStatus.Satisfied _ -> "satisfied";
      case ControlStatus.NotSatisfied _ -> "not satisfied";
      case ControlStatus.Stale _ -> "stale";
      case ControlStatus.NotAssessed _ -> "not assessed";
    };
  }
}
