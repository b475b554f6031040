package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `conda list --explicit`, `conda list --export` and conda-lock write for `conda create
/// --file`: a package's URL a line with its hash behind `#`, or a MatchSpec a line.
final class CondaList implements ComponentReader {
  private static final Pattern NAME =
      Pattern.compile(
          "conda-[A-Za-z0-9_-]+\\.lock|explicit\\.txt|spec[-_](file|list)([-_.].*)?\\.txt"
              + "|(.*[-_.])?(explicit[-_](conda|spec)|conda[-_](explicit|list|packages|spec))([-_.].*)?\\.txt");
  private static final Pattern HASHED = Pattern.compile("(?<file>[^#]*)#(?<hash>.*)");
  private static final Pattern HASH =
      Pattern.compile("(?:(?:md5:)?(?<md5>[0-9a-f]{32})|(?:sha256:)?(?<sha256>[0-9a-f]{64}))");

  /// The first lines conda writes before either kind.
  private static final String HEADER = "# This file may be used to create an environment using:";

  @Override
  public boolean claims(String path) {
    return NAME.matcher(Trees.name(path)).matches();
  }

  /// Whether a file of another name is one, such as a list exported to `requirements.txt`.
  static boolean isOne(List<String> lines) {
    return lines.stream()
        .limit(10)
        .map(String::strip)
        .anyMatch(line -> line.equals("@EXPLICIT") || line.equals(HEADER));
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    return read(place, Lines.of(bytes, budget));
  }

  static ComponentReading read(Place place, List<String> lines) {
    Draft draft = new Draft(place);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#") && !line.equals("@EXPLICIT")) {
        line(line, i + 1, draft);
      }
    }
    return draft.done();
  }

  private static void line(String line, int number, Draft draft) {
    Matcher hashed = HASHED.matcher(line);
    String file = (hashed.matches() ? hashed.group("file") : line).strip();
    if (!CondaArchive.isOne(file)) {
      spec(line, number, draft);
      return;
    }
    Optional<CondaArchive> archive = CondaArchive.parse(file);
    Matcher hash = HASH.matcher(hashed.matches() ? Draft.lower(hashed.group("hash").strip()) : "");
    if (archive.isEmpty()) {
      draft.problem(number, "expected NAME-VERSION-BUILD.conda or .tar.bz2, found another name");
    } else if (hashed.matches() && !hash.matches()) {
      draft.problem(number, "expected an MD5 or a SHA-256 behind #, found something else");
    } else {
      Draft.Entry entry = archive.get().entry(draft, number);
      if (hash.matches()) {
        String md5 = hash.group("md5");
        entry.hash(md5 == null ? "sha256:" + hash.group("sha256") : "md5:" + md5);
      }
      entry.add();
    }
  }

  /// conda lists what pip installed with the build `pypi_0`.
  private static void spec(String line, int number, Draft draft) {
    switch (MatchSpec.parse(line)) {
      case MatchSpec.Reading.Valid(MatchSpec spec) -> {
        if (spec.build().equals("pypi_0")) {
          pip(spec, number, draft);
        } else {
          spec.addTo(draft, number, Component.Scope.UNKNOWN);
        }
      }
      case MatchSpec.Reading.Refused(String problem) -> draft.problem(number, problem);
    }
  }

  private static void pip(MatchSpec spec, int line, Draft draft) {
    Draft.Entry entry = draft.entry("pypi", spec.name(), line);
    spec.pinned().ifPresent(entry::version);
    entry.range(spec.version().isEmpty() ? "*" : spec.version()).add();
  }
}
