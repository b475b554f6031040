package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pnpm-lock.yaml`, lockfileVersion 5 to 9: packages are keys, `/name/1.0`, `/name@1.0(peer)` or
/// `name@1.0`.
final class PnpmLock implements ComponentReader {
  private static final Pattern KEY =
      Pattern.compile("/?((?:@[^/@]+/)?[^/@]+)[@/]([0-9][^(_]*)(?:[(_].*)?");

  @Override
  public boolean claims(String path) {
    return Trees.name(path).equals("pnpm-lock.yaml");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Document document = Document.yaml(bytes, budget);
    if (document instanceof Document.Tree(Node root)) {
      String version = root.text("lockfileVersion").orElse("none");
      if (!version.matches("[5-9](\\..*)?")) {
        return Trees.unsupported(
            place, 1, "expected lockfileVersion 5 to 9, found " + Place.printable(version));
      }
    }
    return Trees.read(place, document, PnpmLock::packages);
  }

  private static void packages(Node root, Draft draft) {
    Set<String> direct = new HashSet<>();
    asked(root, direct);
    root.members("importers").values().forEach(importer -> asked(importer, direct));
    root.members("packages")
        .forEach(
            (key, item) -> {
              Matcher found = KEY.matcher(key);
              if (found.matches()) {
                String name = found.group(1);
                Draft.Entry entry =
                    PackageLockJson.npm(name, item.line(), draft)
                        .version(found.group(2))
                        .direct(direct.contains(name));
                item.find("resolution")
                    .ifPresent(resolution -> entry.hashes(Draft.spaced(resolution, "integrity")));
                entry.add();
              } else {
                elsewhere(key, item, draft);
              }
            });
  }

  /// A tarball or a repository, which carries its name inside.
  private static void elsewhere(String key, Node item, Draft draft) {
    String name = item.text("name").orElse("");
    int at = key.indexOf('@', 1);
    if (name.isEmpty() && at > 0 && key.contains("://")) {
      name = key.substring(0, at);
    }
    if (name.isEmpty()) {
      draft.problem(item.line(), "expected name@version, found another key");
      return;
    }
    Draft.Entry entry = PackageLockJson.npm(name, item.line(), draft).range("@ url");
    item.text("version").ifPresent(entry::version);
    entry.add();
  }

  private static void asked(Node importer, Set<String> direct) {
    for (String group : List.of("dependencies", "devDependencies", "optionalDependencies")) {
      direct.addAll(importer.members(group).keySet());
    }
  }
}
