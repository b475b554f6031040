package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.Map;

/// pipenv's lock: every group but `_meta` lists packages, pinned and hashed.
final class PipfileLock implements ComponentReader {

  @Override
  public boolean claims(String path) {
    return Trees.name(path).equals("Pipfile.lock");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    return Trees.read(place, Document.json(bytes, budget), PipfileLock::groups);
  }

  private static void groups(Node root, Draft draft) {
    if (root.find("_meta").isEmpty()) {
      draft.problem(1, "expected a lock of pipenv with _meta, found none");
    }
    for (Map.Entry<String, Node> group : root.members().entrySet()) {
      if (!group.getKey().equals("_meta")) {
        group.getValue().members().forEach((name, item) -> add(name, item, draft));
      }
    }
  }

  private static void add(String name, Node item, Draft draft) {
    Draft.Entry entry = draft.entry("pypi", name, item.line()).hashes(item.texts("hashes"));
    String specifier = item.text("version").orElse("");
    Requirement.parse(name + specifier)
        .flatMap(Requirement::pinned)
        .ifPresentOrElse(entry::version, () -> entry.range(specifier.isEmpty() ? "*" : specifier));
    item.text("git")
        .ifPresent(
            url ->
                entry.qualifier(
                    "vcs_url",
                    "git+"
                        + url.replaceFirst("://[^/@]*@", "://")
                        + item.text("ref").map(ref -> "@" + ref).orElse("")));
    entry.add();
  }
}
