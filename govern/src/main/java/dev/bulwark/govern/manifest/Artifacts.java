package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.manifest.ProjectFiles.Content;
import dev.bulwark.govern.manifest.ProjectFiles.Gap;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.kernel.check.Subject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Finds the files that elements are in and names their bytes. One use, one thread.
final class Artifacts {
  private static final int MOST_PATTERNS = 1000;

  private final ProjectFiles files;
  private final IdentityHashMap<Declared, NavigableSet<String>> matched = new IdentityHashMap<>();
  private Map<String, Content> contents = Map.of();
  private int patterns;

  Artifacts(ProjectFiles files) {
    this.files = files;
  }

  /// Matches every pattern, then reads every matched file once.
  void find(List<Declared> elements) {
    NavigableSet<String> all = new TreeSet<>();
    for (Declared element : elements) {
      NavigableSet<String> paths = new TreeSet<>();
      for (Fields.Located pattern : element.patterns()) {
        paths.addAll(match(element, pattern));
      }
      matched.put(element, paths);
      all.addAll(paths);
    }
    contents = files.read(all);
  }

  /// The files of one element, by path.
  NavigableSet<String> paths(Declared element) {
    return matched.getOrDefault(element, new TreeSet<>());
  }

  /// Their digests; an unreadable one is reported.
  List<Subject> subjects(Declared element) {
    List<Subject> subjects = new ArrayList<>();
    for (String path : paths(element)) {
      switch (contents.get(path)) {
        case Content.Named(Subject subject) -> subjects.add(subject);
        case Content.Unreadable(String why) -> unreadable(element, path, why);
        case null -> unreadable(element, path, "it was not read");
      }
    }
    return subjects;
  }

  private NavigableSet<String> match(Declared element, Fields.Located located) {
    NavigableSet<String> paths = new TreeSet<>();
    var flaw = FilePattern.flaw(located.text());
    if (flaw.isPresent()) {
      report(
          element, located, flaw.get(), "write it relative to this file, with / between its parts");
      return paths;
    }
    if (++patterns > MOST_PATTERNS) {
      report(element, located, "pattern number " + patterns, "use ** to name many files at once");
      return paths;
    }
    FilePattern pattern = FilePattern.of(located.text());
    if (pattern.literal()) {
      if (files.files().containsKey(pattern.text())) {
        paths.add(pattern.text());
        return paths;
      }
    } else {
      candidates(pattern).keySet().stream().filter(pattern::matches).forEach(paths::add);
    }
    reportGaps(element, located, pattern, paths.isEmpty());
    return paths;
  }

  private NavigableMap<String, ProjectFiles.Seen> candidates(FilePattern pattern) {
    String prefix = pattern.literalPrefix();
    return files.files().subMap(prefix, true, prefix + Character.MAX_VALUE, true);
  }

  private void reportGaps(
      Declared element, Fields.Located located, FilePattern pattern, boolean empty) {
    boolean explained = false;
    for (Gap gap : files.gaps()) {
      boolean hidden = gap.kind() == Gap.Kind.UNREADABLE || gap.kind() == Gap.Kind.OVER_LIMIT;
      if (pattern.matches(gap.path()) || (hidden && pattern.mayMatchBelow(gap.path()))) {
        String where = gap.path().isEmpty() ? "" : Quoted.of(gap.path()) + ": ";
        report(element, located, where + gap.why(), "remove or repair it, or name other files");
        explained = true;
      }
    }
    if (empty && !explained) {
      report(
          element,
          located,
          "no file called " + Quoted.of(located.text()),
          whereElse(located.text()));
    }
  }

  private String whereElse(String text) {
    for (String folder : files.ignored()) {
      if (text.startsWith(folder + "/")) {
        return "move it out of " + Quoted.line(folder) + ", which is not looked into";
      }
    }
    if (files.files().subMap(text + "/", text + "/" + Character.MAX_VALUE).isEmpty()) {
      return NearMiss.fix(
          text,
          files.files().keySet().stream().limit(2_000).toList(),
          "add it, or remove this line");
    }
    return "write " + Quoted.line(text) + "/** for all files in that folder";
  }

  private static void report(Declared element, Fields.Located located, String found, String fix) {
    element
        .fields()
        .report(Topic.FILES, located.at(), "a file name or pattern inside the project", found, fix);
  }

  private static void unreadable(Declared element, String path, String why) {
    element
        .fields()
        .report(
            Topic.FILES,
            element.fields().at(),
            "a readable file",
            Quoted.of(path) + ": " + why,
            "make it readable for this user, or name other files");
  }
}
