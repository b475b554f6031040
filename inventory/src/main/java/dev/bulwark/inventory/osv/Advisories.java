package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.purl.PackageUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Everything known about vulnerabilities: advisory files, exploited ones, predictions.
///
/// @param files one per imported ecosystem, in the order they are asked
public record Advisories(List<AdvisoryFile> files, Kev kev, Epss epss) {
  /// By how much clocks may differ.
  private static final Duration SKEW = Duration.ofDays(1);

  public Advisories {
    files = List.copyOf(files);
  }

  /// The date of a file's newest record, where that is more than a day after a moment. Such a file
  /// would never grow old, so nobody can say how old it is.
  public Optional<Instant> ahead(Instant asOf) {
    return files.stream()
        .map(file -> file.imported().newest())
        .filter(newest -> newest.isAfter(asOf.plus(SKEW)))
        .findFirst();
  }

  /// What is known about one version of one package.
  ///
  /// @param known problems it has, by id
  /// @param undecided what could not be decided, one sentence each
  public record Answer(List<Vulnerability> known, List<String> undecided) {
    public Answer {
      known = List.copyOf(known);
      undecided = List.copyOf(undecided);
    }
  }

  /// Whether any file has advisories of the package's ecosystem, and of its release where that is
  /// known.
  public boolean covers(PackageUrl purl) {
    return Ecosystem.of(purl)
        .filter(key -> files.stream().anyMatch(file -> !homes(file, key).isEmpty()))
        .isPresent();
  }

  /// Whether any advisory names the package, whatever its versions.
  public boolean names(PackageUrl purl) {
    return Ecosystem.of(purl).filter(key -> !find(key).isEmpty()).isPresent();
  }

  /// The ecosystems of a file the package may be of: several when its release is not known.
  private static List<String> homes(AdvisoryFile file, Ecosystem.Key key) {
    if (file.isReleased(key.ecosystem())) {
      return file.ecosystems().stream().filter(key::isIn).toList();
    }
    return file.covers(key.ecosystem()) ? List.of(key.ecosystem()) : List.of();
  }

  private List<Advisory> find(Ecosystem.Key key) {
    return files.stream()
        .flatMap(
            file -> homes(file, key).stream().flatMap(home -> file.find(home, key.name()).stream()))
        .distinct()
        .toList();
  }

  /// Matches a package URL that has a version.
  public Answer match(PackageUrl purl) {
    return Ecosystem.of(purl)
        .map(this::match)
        .orElseGet(
            () ->
                new Answer(
                    List.of(), List.of("advisories know no packages of the type " + purl.type())));
  }

  private Answer match(Ecosystem.Key key) {
    Problems problems = new Problems();
    Matcher matcher = new Matcher(key.ecosystem(), key.version());
    for (Advisory advisory : find(key)) {
      problems.add(advisory);
      problems.add(advisory, ReleaseMatch.of(advisory, key, matcher));
    }
    return answer(problems, key);
  }

  private Answer answer(Problems problems, Ecosystem.Key key) {
    List<Vulnerability> known = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    for (Problems.Problem problem : problems.all()) {
      if (!problem.affecting.isEmpty()) {
        known.add(vulnerability(problem, key));
      } else {
        problem.undecided.forEach((id, why) -> undecided.add(id + ": " + why));
      }
    }
    known.sort(java.util.Comparator.comparing(Vulnerability::id));
    return new Answer(known, undecided);
  }

  private Vulnerability vulnerability(Problems.Problem problem, Ecosystem.Key key) {
    List<Advisory> records = problem.affecting.values().stream().map(Affecting::record).toList();
    Affecting first = problem.affecting.values().iterator().next();
    return new Vulnerability(
        List.copyOf(problem.ids),
        records.stream().map(Advisory::id).toList(),
        records.stream()
            .map(Advisory::summary)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(""),
        first.record().id() + ": " + first.because(),
        records.stream()
            .flatMap(record -> record.fixes(key::concerns).stream())
            .distinct()
            .toList(),
        CvssScore.worst(
            problem.records.stream().flatMap(record -> record.severities().stream()).toList()),
        problem.ids.stream()
            .flatMap(id -> Optional.ofNullable(kev.entries().get(id)).stream())
            .findFirst(),
        problem.ids.stream()
            .flatMap(id -> Optional.ofNullable(epss.scores().get(id)).stream())
            .findFirst());
  }

  private record Affecting(Advisory record, String because) {}

  /// Records that share an id, directly or through others, are one problem.
  private static final class Problems {
    private final Map<String, Problem> byId = new LinkedHashMap<>();

    private static final class Problem {
      private final TreeSet<String> ids = new TreeSet<>();
      private final List<Advisory> records = new ArrayList<>();
      private final Map<String, Affecting> affecting = new LinkedHashMap<>();
      private final Map<String, String> undecided = new LinkedHashMap<>();
    }

    void add(Advisory advisory) {
      Problem problem = new Problem();
      problem.ids.add(advisory.id());
      problem.ids.addAll(advisory.aliases());
      problem.records.add(advisory);
      for (String id : List.copyOf(problem.ids)) {
        Problem other = byId.get(id);
        if (other != null && other != problem) {
          merge(other, problem);
        }
      }
      problem.ids.forEach(id -> byId.put(id, problem));
    }

    private void merge(Problem from, Problem into) {
      into.ids.addAll(from.ids);
      into.records.addAll(from.records);
      into.affecting.putAll(from.affecting);
      into.undecided.putAll(from.undecided);
      from.ids.forEach(id -> byId.put(id, into));
    }

    void add(Advisory advisory, VersionMatch match) {
      Problem problem = java.util.Objects.requireNonNull(byId.get(advisory.id()));
      switch (match) {
        case VersionMatch.Affected(String because) ->
            problem.affecting.put(advisory.id(), new Affecting(advisory, because));
        case VersionMatch.Undecided(String why) -> problem.undecided.put(advisory.id(), why);
        case VersionMatch.Unaffected.UNAFFECTED -> {}
      }
    }

    List<Problem> all() {
      return byId.values().stream().distinct().toList();
    }
  }
}
