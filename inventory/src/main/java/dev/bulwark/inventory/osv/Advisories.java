package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.purl.PackageUrl;
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
  public Advisories {
    files = List.copyOf(files);
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

  /// Whether any file has advisories of the package's ecosystem.
  public boolean covers(PackageUrl purl) {
    return Ecosystem.of(purl)
        .filter(key -> files.stream().anyMatch(file -> file.covers(key.ecosystem())))
        .isPresent();
  }

  /// Whether any advisory names the package, whatever its versions.
  public boolean names(PackageUrl purl) {
    return Ecosystem.of(purl)
        .filter(
            key ->
                files.stream().anyMatch(file -> !file.find(key.ecosystem(), key.name()).isEmpty()))
        .isPresent();
  }

  /// Matches a package URL that has a version.
  public Answer match(PackageUrl purl) {
    Optional<Ecosystem.Key> key = Ecosystem.of(purl);
    if (key.isEmpty()) {
      return new Answer(
          List.of(), List.of("advisories know no packages of the type " + purl.type()));
    }
    return match(key.get(), purl.version().orElse(""));
  }

  private Answer match(Ecosystem.Key key, String version) {
    Problems problems = new Problems();
    Matcher matcher = new Matcher(key.ecosystem(), version);
    for (AdvisoryFile file : files) {
      for (Advisory advisory : file.find(key.ecosystem(), key.name())) {
        problems.add(advisory);
        for (Advisory.Affected affected : advisory.affected()) {
          if (affected.ecosystem().equals(key.ecosystem()) && affected.name().equals(key.name())) {
            problems.add(advisory, matcher.match(affected));
          }
        }
      }
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
            .flatMap(record -> record.fixes(key.ecosystem(), key.name()).stream())
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
