package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The TOML locks of Python: `poetry.lock`, `uv.lock`, `pdm.lock` and `pylock.toml` (PEP 751). All
/// list every package; uv alone tells which ones the project asked for.
final class PythonLock implements ComponentReader {

  @Override
  public boolean claims(String path) {
    String name = Trees.name(path);
    return List.of("poetry.lock", "uv.lock", "pdm.lock").contains(name)
        || name.matches("pylock(\\.[^.]+)?\\.toml");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    return Trees.read(place, Document.toml(bytes, budget), PythonLock::packages);
  }

  private static void packages(Node root, Draft draft) {
    List<Node> packages =
        root.find("packages").isPresent() ? root.items("packages") : root.items("package");
    if (packages.isEmpty()
        && root.find("lock-version").isEmpty()
        && root.find("version").isEmpty()
        && root.find("metadata").isEmpty()) {
      draft.problem(1, "expected a lock with packages, found neither packages nor a version");
    }
    Set<String> direct = asked(packages);
    for (Node item : packages) {
      if (isOwn(item)) {
        continue;
      }
      String name = item.text("name").orElse("");
      Draft.Entry entry =
          draft
              .entry("pypi", name, item.line())
              .scope(scope(direct, name))
              .hashes(hashes(item, root));
      item.text("version").ifPresent(entry::version);
      reference(item, entry);
      entry.add();
    }
  }

  /// The project itself and its workspace members stand in uv's lock as packages.
  private static boolean isOwn(Node item) {
    return item.find("source")
        .filter(
            source ->
                source.find("editable").isPresent()
                    || source.find("virtual").isPresent()
                    || source.find("workspace").isPresent())
        .isPresent();
  }

  private static Set<String> asked(List<Node> packages) {
    Set<String> names = new HashSet<>();
    for (Node item : packages) {
      if (isOwn(item)) {
        item.items("dependencies").forEach(wanted -> wanted.text("name").ifPresent(names::add));
        for (String groups : List.of("dev-dependencies", "optional-dependencies")) {
          item.members(groups)
              .values()
              .forEach(
                  group ->
                      group.items().forEach(wanted -> wanted.text("name").ifPresent(names::add)));
        }
      }
    }
    return names;
  }

  private static Component.Scope scope(Set<String> direct, String name) {
    if (direct.isEmpty()) {
      return Component.Scope.UNKNOWN;
    }
    return direct.contains(name) ? Component.Scope.DIRECT : Component.Scope.TRANSITIVE;
  }

  /// Hashes stand in the package (poetry 1.2 and later, uv, pylock) or at the file's end (poetry
  /// 1.1).
  private static Set<String> hashes(Node item, Node root) {
    Set<String> all = new java.util.LinkedHashSet<>();
    String name = item.text("name").orElse("");
    List<Node> old =
        root.find("metadata")
            .map(metadata -> metadata.members("files"))
            .map(files -> files.get(name))
            .map(Node::items)
            .orElse(List.of());
    for (List<Node> files : List.of(item.items("files"), item.items("wheels"), old)) {
      files.forEach(file -> add(file, all));
    }
    for (String single : List.of("sdist", "archive")) {
      item.find(single).ifPresent(file -> add(file, all));
    }
    return all;
  }

  private static void add(Node file, Set<String> hashes) {
    file.text("hash").ifPresent(hashes::add);
    file.members("hashes")
        .forEach(
            (algorithm, value) -> value.text().ifPresent(hex -> hashes.add(algorithm + ":" + hex)));
  }

  /// A package from a repository is named by its commit.
  private static void reference(Node item, Draft.Entry entry) {
    item.find("vcs")
        .or(() -> item.find("source"))
        .ifPresent(
            source -> {
              String url =
                  source
                      .text("git")
                      .or(() -> source.text("url"))
                      .orElse("")
                      .replaceFirst("://[^/@]*@", "://");
              boolean git =
                  source.find("git").isPresent()
                      || source.text("type").filter("git"::equals).isPresent();
              if (git && !url.isEmpty()) {
                String commit =
                    source.text("resolved_reference").or(() -> source.text("commit-id")).orElse("");
                entry.qualifier("vcs_url", "git+" + url + (commit.isEmpty() ? "" : "@" + commit));
              }
            });
  }
}
