package dev.bulwark.project.card;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Signer;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.provenance.Provenance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What evidence says about some bytes.
///
/// @param ledger what counts, up to the moment, oldest first
record CardEvidence(List<Evidence> ledger) {

  /// Runs of one suite over one subject: the newest, and how many there were before.
  private record Run(Evidence newest, int earlier) {}

  /// Every suite that ran over any of these bytes, the newest run of each.
  List<List<String>> checks(Collection<Digest> bytes) {
    return newest(bytes).stream()
        .map(
            run -> {
              Json.Obj said = run.newest().statement().predicate();
              return List.of(
                  suite(run.newest()),
                  about(run.newest(), bytes),
                  verdict(said),
                  named(said, "passedTests", "warnedTests"),
                  named(said, "failedTests"),
                  named(said, "undecidedTests"),
                  checker(said),
                  entry(run.newest())
                      + (run.earlier() == 0 ? "" : ", %d before".formatted(run.earlier())));
            })
        .toList();
  }

  List<List<String>> findings(Collection<Digest> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (Run run : newest(bytes)) {
      for (Json item : run.newest().statement().predicate().items("findings")) {
        if (item instanceof Json.Obj finding) {
          rows.add(
              List.of(
                  finding.text("severity").orElse("?"),
                  finding.text("rule").orElse("?"),
                  finding.text("place").orElse("?"),
                  finding.text("message").orElse("?")));
        }
      }
    }
    return rows;
  }

  /// Rules that could not be decided, in words.
  List<String> undecided(Collection<Digest> bytes) {
    List<String> lines = new ArrayList<>();
    for (Run run : newest(bytes)) {
      for (Json item : run.newest().statement().predicate().items("undecided")) {
        if (item instanceof Json.Obj rule) {
          lines.add(
              "%s could not be decided over %s: %s"
                  .formatted(
                      rule.text("rule").orElse("A rule"),
                      about(run.newest(), bytes),
                      rule.text("detail").orElse("no reason given")));
        }
      }
    }
    return lines;
  }

  /// The digests of which some run says something.
  Set<Digest> examined(Collection<Digest> bytes) {
    return newest(bytes).stream()
        .flatMap(run -> run.newest().statement().subjects().stream())
        .map(Subject::digest)
        .filter(bytes::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The names of the suites that ran over any of these bytes.
  Set<String> suites(Collection<Digest> bytes) {
    return newest(bytes).stream()
        .map(run -> suite(run.newest()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Run> newest(Collection<Digest> bytes) {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Evidence evidence : ledger) {
      if (is(evidence, PredicateType.TEST_RESULT) && isAbout(evidence, bytes)) {
        String place = suite(evidence) + "\n" + about(evidence, bytes);
        Run before = runs.get(place);
        runs.put(place, new Run(evidence, before == null ? 0 : before.earlier() + 1));
      }
    }
    return List.copyOf(runs.values());
  }

  List<List<String>> decisions(Collection<Digest> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (Evidence evidence : ledger) {
      RecordedDecision.of(evidence.statement())
          .filter(decision -> decision.subjects().containsAll(bytes))
          .ifPresent(
              decision ->
                  rows.add(
                      List.of(
                          decision.gate().word(),
                          decision.allowed() ? "allow" : "no",
                          Moments.shown(decision.decided()),
                          decision.allowed() ? Moments.shown(decision.expires()) : "",
                          decision.policy().toString(),
                          entry(evidence))));
    }
    return rows;
  }

  /// Attestations of people.
  ///
  /// @param bytes the version's, and the description's
  List<List<String>> signatures(Collection<Digest> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (Evidence evidence : ledger) {
      if (is(evidence, PredicateType.ATTESTATION) && isAbout(evidence, bytes)) {
        Json.Obj said = evidence.statement().predicate();
        rows.add(
            List.of(
                said.text("kind").orElse("?"),
                said.text("decision").orElse("?"),
                signer(evidence),
                said.text("role").orElse("?"),
                about(evidence, bytes),
                Moments.shown(evidence.received()),
                entry(evidence)));
      }
    }
    return rows;
  }

  /// What builders said, as it was imported.
  List<List<String>> provenance(Collection<Digest> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (Evidence evidence : ledger) {
      if (is(evidence, Provenance.TYPE) && isAbout(evidence, bytes)) {
        Optional<Json.Obj> build = evidence.statement().predicate().object("buildDefinition");
        Optional<Json.Obj> run = evidence.statement().predicate().object("runDetails");
        rows.add(
            List.of(
                run.flatMap(it -> it.object("builder")).flatMap(it -> it.text("id")).orElse("?"),
                build.flatMap(it -> it.text("buildType")).orElse("?"),
                run.flatMap(it -> it.object("metadata"))
                    .flatMap(it -> it.text("finishedOn"))
                    .orElse("not said"),
                "%d named"
                    .formatted(build.map(it -> it.items("resolvedDependencies").size()).orElse(0)),
                evidence
                    .statement()
                    .predicate()
                    .object(Provenance.IMPORTED)
                    .flatMap(it -> it.text("key"))
                    .orElse("?"),
                entry(evidence)));
      }
    }
    return rows;
  }

  static boolean is(Evidence evidence, String predicateType) {
    return evidence.statement().predicateType().equals(predicateType);
  }

  private static boolean isAbout(Evidence evidence, Collection<Digest> bytes) {
    return evidence.statement().subjects().stream()
        .anyMatch(subject -> bytes.contains(subject.digest()));
  }

  private static String about(Evidence evidence, Collection<Digest> bytes) {
    return evidence.statement().subjects().stream()
        .filter(subject -> bytes.contains(subject.digest()))
        .map(Subject::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String suite(Evidence evidence) {
    return evidence.statement().predicate().text("suite").orElse("a test result of others");
  }

  private static String verdict(Json.Obj said) {
    return said.texts("failedTests").isEmpty() && !said.texts("undecidedTests").isEmpty()
        ? "undecided"
        : said.text("result").orElse("?").toLowerCase(java.util.Locale.ROOT);
  }

  private static String named(Json.Obj said, String... lists) {
    TreeSet<String> rules = new TreeSet<>();
    for (String list : lists) {
      rules.addAll(said.texts(list));
    }
    return String.join(", ", rules);
  }

  private static String checker(Json.Obj said) {
    return said.object("checker")
        .map(it -> it.text("name").orElse("?") + " " + it.text("version").orElse("?"))
        .orElse("?");
  }

  /// `12, A4, judge`.
  static String entry(Evidence evidence) {
    return "%d, %s, %s".formatted(evidence.index(), evidence.assurance(), signer(evidence));
  }

  static String signer(Evidence evidence) {
    return switch (evidence.signer()) {
      case Signer.Person person -> person.person();
      case Signer.Collector collector -> collector.name();
      case Signer.Judge _ -> "judge";
      case Signer.Unknown _ -> "unknown";
    };
  }
}
