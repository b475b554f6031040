package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// conda's `environment.yml`, with what it hands to pip, and `conda-lock.yml` version 1.
final class CondaFile implements ComponentReader {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(?<channel>[^:\\s]+)::)?(?<name>[A-Za-z0-9._-]+)\\s*(?:=(?<exact>=?)(?<version>[^=\\s,|<>!*]+)(?:=(?<build>[^=\\s]+))?|(?<range>.*))");

  @Override
  public boolean claims(String path) {
    return Trees.name(path).matches("(environment|conda-lock)([-_.].*)?\\.ya?ml");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Document document = Document.yaml(bytes, budget);
    if (document instanceof Document.Tree(Node root) && root.find("package").isPresent()) {
      String version = root.text("version").orElse("none");
      return version.equals("1")
          ? Trees.read(place, document, CondaFile::locked)
          : Trees.unsupported(
              place, 1, "expected a conda-lock of version 1, found " + Place.printable(version));
    }
    return Trees.read(place, document, CondaFile::environment);
  }

  private static void locked(Node root, Draft draft) {
    for (Node item : root.items("package")) {
      boolean pip = item.text("manager").filter("pip"::equals).isPresent();
      Draft.Entry entry =
          draft.entry(pip ? "pypi" : "conda", item.text("name").orElse(""), item.line());
      item.text("version").ifPresent(entry::version);
      if (!pip) {
        item.text("platform").ifPresent(platform -> entry.qualifier("subdir", platform));
      }
      item.members("hash")
          .forEach(
              (algorithm, value) ->
                  value.text().ifPresent(hex -> entry.hash(algorithm + ":" + hex)));
      entry.add();
    }
  }

  private static void environment(Node root, Draft draft) {
    for (Node item : root.items("dependencies")) {
      if (item instanceof Node.Mapping) {
        item.items("pip").forEach(wanted -> pip(wanted, draft));
      } else {
        conda(item, draft);
      }
    }
  }

  private static void pip(Node item, Draft draft) {
    String text = item.text().orElse("");
    Optional<Requirement> parsed = Requirement.parse(text);
    if (parsed.isPresent()) {
      parsed
          .get()
          .addTo(
              draft.entry("pypi", parsed.get().name(), item.line()).scope(Component.Scope.DIRECT));
    } else {
      draft.problem(item.line(), "expected a requirement of PEP 508, found something else");
    }
  }

  /// `name=1.2` is any 1.2 of conda, `name==1.2` and `name=1.2=build` are one.
  private static void conda(Node item, Draft draft) {
    Matcher found = SPEC.matcher(item.text().orElse("").strip());
    if (!found.matches()) {
      draft.problem(item.line(), "expected a package of conda, found something else");
      return;
    }
    Draft.Entry entry =
        draft.entry("conda", found.group("name"), item.line()).scope(Component.Scope.DIRECT);
    Optional.ofNullable(found.group("channel"))
        .ifPresent(channel -> entry.qualifier("channel", channel));
    Optional.ofNullable(found.group("build")).ifPresent(build -> entry.qualifier("build", build));
    String version = found.group("version");
    boolean exact =
        version != null && (!found.group("exact").isEmpty() || found.group("build") != null);
    if (exact) {
      entry.version(version);
    } else {
      String range = version == null ? found.group("range").strip() : "=" + version;
      entry.range(range.isEmpty() ? "*" : range);
    }
    entry.add();
  }
}
