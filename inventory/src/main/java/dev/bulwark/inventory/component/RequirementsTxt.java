package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// pip's requirements files: continuation lines, comments, hashes, markers, extras, direct
/// references, and `-r` and `-c` of files in the same tree. A file named twice is read once, so a
/// circle ends.
final class RequirementsTxt implements ComponentReader {
  private static final Pattern NAME =
      Pattern.compile("(.*[-_.])?(requirements|constraints)([-_.].*)?\\.(txt|in)");
  private static final Pattern OPTION = Pattern.compile("\\s--?[A-Za-z]");
  private static final Pattern HASH = Pattern.compile("--hash[= ]\\s*([a-z0-9]+):([0-9a-fA-F]+)");
  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r|--requirement|-c|--constraint)(?:\\s+|=)?\\s*(\\S+)");
  private static final Pattern URL_WITH_EGG =
      Pattern.compile("([A-Za-z+]+://\\S+)#(?:.*&)?egg=([A-Za-z0-9._-]+).*");
  private static final int MOST_FILES = 100;

  @Override
  public boolean claims(String path) {
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    return NAME.matcher(Trees.name(path)).matches()
        || (Trees.name(folder).equals("requirements") && path.endsWith(".txt"));
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    List<String> lines = Lines.of(bytes, budget);
    if (CondaList.isOne(lines)) {
      return CondaList.read(place, lines);
    }
    Run run = new Run(others, budget);
    run.file(place, lines);
    List<Component> components = new ArrayList<>();
    List<ComponentReading.Problem> problems = new ArrayList<>();
    for (Draft draft : run.drafts) {
      if (draft.done() instanceof ComponentReading.Read read) {
        components.addAll(read.components());
        problems.addAll(read.problems());
      }
    }
    return new ComponentReading.Read(components, problems);
  }

  /// A file and what it includes. An included file that has a reading of its own, by its name, is
  /// not told a second time.
  private final class Run {
    private final List<Draft> drafts = new ArrayList<>();
    private final Others others;
    private final Budget budget;
    private final Set<String> seen = new HashSet<>();

    Run(Others others, Budget budget) {
      this.others = others;
      this.budget = budget;
    }

    void file(Place place, List<String> lines) {
      String path = place.path().getLast();
      seen.add(path);
      Draft draft = new Draft(place);
      drafts.add(draft);
      for (Logical line : logical(lines)) {
        line(path, line, draft);
      }
    }

    private void line(String path, Logical line, Draft draft) {
      String text = line.text();
      Matcher include = INCLUDE.matcher(text);
      if (include.matches()) {
        include(path, include.group(1), line.number(), draft);
      } else if (text.startsWith("-e") || text.startsWith("--editable")) {
        reference(text.replaceFirst("(-e|--editable)[= ]?\\s*", ""), line.number(), draft);
      } else if (!text.startsWith("-")) {
        requirement(text, line.number(), draft);
      }
    }

    private void include(String path, String named, int line, Draft draft) {
      String target = resolved(path, named);
      if (target.isEmpty() || named.contains("://") || seen.size() >= MOST_FILES) {
        draft.problem(line, "expected a file of the same tree after -r, found another place");
      } else if (seen.add(target)) {
        Optional<Bytes> found = others.find(target);
        if (found.isEmpty()) {
          draft.problem(line, "expected the file it includes, found none in the tree");
        } else if (!claims(target)) {
          file(Place.of(target), Lines.of(found.get(), budget));
        }
      }
    }

    private void requirement(String text, int line, Draft draft) {
      Matcher option = OPTION.matcher(text);
      String before = option.find() ? text.substring(0, option.start()) : text;
      if (before.contains("://") && !before.contains("@ ") && !before.matches("[^:]*@[^:]*://.*")) {
        reference(before, line, draft);
        return;
      }
      Optional<Requirement> parsed = Requirement.parse(before);
      if (parsed.isEmpty()) {
        boolean path = before.startsWith(".") || before.startsWith("/") || before.endsWith(".whl");
        draft.problem(
            line,
            path
                ? "expected a package with a name, found a path"
                : "expected a requirement of PEP 508, found something else");
        return;
      }
      Draft.Entry entry = draft.entry("pypi", parsed.get().name(), line);
      Matcher hash = HASH.matcher(text);
      while (hash.find()) {
        entry.hash(hash.group(1) + ":" + hash.group(2));
      }
      parsed.get().addTo(entry);
    }

    private void reference(String text, int line, Draft draft) {
      Matcher named = URL_WITH_EGG.matcher(text.strip());
      if (named.matches()) {
        new Requirement(named.group(2), "", named.group(1), "")
            .addTo(draft.entry("pypi", named.group(2), line).scope(Component.Scope.DIRECT));
      } else {
        draft.problem(line, "expected a package with a name, found a reference without one");
      }
    }
  }

  /// The path a file names another by, from the root of the tree; empty when it leaves the tree.
  static String resolved(String from, String named) {
    List<String> parts = new ArrayList<>(List.of(from.split("/", -1)));
    parts.removeLast();
    if (named.startsWith("/") || named.contains("\\")) {
      return "";
    }
    for (String part : named.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return "";
        }
        parts.removeLast();
      } else if (!part.equals(".") && !part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private record Logical(int number, String text) {}

  /// Lines joined where they end in a backslash, without comments.
  private static List<Logical> logical(List<String> lines) {
    List<Logical> all = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(^|\\s)#.*$", "");
      if (open.isEmpty()) {
        start = i + 1;
      }
      boolean more = line.endsWith("\\");
      open.append(more ? line.substring(0, line.length() - 1) + " " : line);
      if (!more) {
        add(all, start, open);
      }
    }
    add(all, start, open);
    return all;
  }

  private static void add(List<Logical> all, int start, StringBuilder open) {
    String text = open.toString().strip();
    open.setLength(0);
    if (!text.isEmpty()) {
      all.add(new Logical(start, text));
    }
  }
}
