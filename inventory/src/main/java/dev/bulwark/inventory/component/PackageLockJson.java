package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// npm's `package-lock.json` and `npm-shrinkwrap.json`, lockfileVersion 1 to 3. Versions 2 and 3
/// list packages by folder, version 1 nests them.
final class PackageLockJson implements ComponentReader {
  private static final String MODULES = "node_modules/";

  @Override
  public boolean claims(String path) {
    String name = Trees.name(path);
    return name.equals("package-lock.json") || name.equals("npm-shrinkwrap.json");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Document document = Document.json(bytes, budget);
    if (document instanceof Document.Tree(Node root)) {
      String version = root.text("lockfileVersion").orElse("none");
      if (!List.of("1", "2", "3").contains(version)) {
        return Trees.unsupported(
            place, 1, "expected lockfileVersion 1, 2 or 3, found " + Place.printable(version));
      }
    }
    return Trees.read(place, document, PackageLockJson::packages);
  }

  private static void packages(Node root, Draft draft) {
    if (root.find("packages").isEmpty()) {
      nested(root.members("dependencies"), draft, Component.Scope.UNKNOWN);
      return;
    }
    Map<String, Node> packages = root.members("packages");
    Set<String> direct = new HashSet<>();
    packages.forEach(
        (folder, item) -> {
          if (!folder.contains(MODULES)) {
            for (String group :
                List.of(
                    "dependencies",
                    "devDependencies",
                    "optionalDependencies",
                    "peerDependencies")) {
              direct.addAll(item.members(group).keySet());
            }
          }
        });
    packages.forEach((folder, item) -> add(folder, item, direct, draft));
  }

  /// Folders outside `node_modules` are the project's own, links point at them.
  private static void add(String folder, Node item, Set<String> direct, Draft draft) {
    int at = folder.lastIndexOf(MODULES);
    if (at < 0 || item.isTrue("link")) {
      return;
    }
    String installed = folder.substring(at + MODULES.length());
    String name = item.text("name").orElse(installed);
    boolean top = at == 0;
    entry(name, item, draft).direct(top && direct.contains(installed)).add();
  }

  private static void nested(Map<String, Node> packages, Draft draft, Component.Scope scope) {
    packages.forEach(
        (name, item) -> {
          entry(name, item, draft).scope(scope).add();
          nested(item.members("dependencies"), draft, Component.Scope.TRANSITIVE);
        });
  }

  private static Draft.Entry entry(String name, Node item, Draft draft) {
    String version = item.text("version").orElse("");
    String resolved = item.text("resolved").orElse("");
    Draft.Entry entry = npm(name, item.line(), draft).hashes(Draft.spaced(item, "integrity"));
    String from = version.contains(":") ? version : resolved;
    if (from.startsWith("git")) {
      entry.qualifier("vcs_url", from.replaceFirst("://[^/@]*@", "://").replaceFirst("#", "@"));
    }
    if (version.startsWith("npm:")) {
      int at = version.lastIndexOf('@');
      return npm(version.substring(4, Math.max(4, at)), item.line(), draft)
          .version(version.substring(at + 1))
          .hashes(Draft.spaced(item, "integrity"));
    }
    return version.isEmpty() || version.contains(":")
        ? entry.range(version.isEmpty() ? "*" : "@ git")
        : entry.version(version);
  }

  /// A scope is the namespace.
  static Draft.Entry npm(String name, int line, Draft draft) {
    int slash = name.startsWith("@") ? name.indexOf('/') : -1;
    return slash < 0
        ? draft.entry("npm", name, line)
        : draft.entry("npm", name.substring(slash + 1), line).namespace(name.substring(0, slash));
  }
}
