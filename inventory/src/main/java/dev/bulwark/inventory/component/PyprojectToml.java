package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pyproject.toml`: dependencies of PEP 621 with its extras, dependency groups (PEP 735), what the
/// build needs, and Poetry's own tables.
final class PyprojectToml implements ComponentReader {

  @Override
  public boolean claims(String path) {
    return Trees.name(path).equals("pyproject.toml");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    return Trees.read(place, Document.toml(bytes, budget), PyprojectToml::project);
  }

  private static void project(Node root, Draft draft) {
    root.find("project")
        .ifPresent(
            project -> {
              requirements(project.items("dependencies"), draft);
              project
                  .members("optional-dependencies")
                  .values()
                  .forEach(extra -> requirements(extra.items(), draft));
            });
    root.members("dependency-groups").values().forEach(group -> requirements(group.items(), draft));
    root.find("build-system").ifPresent(build -> requirements(build.items("requires"), draft));
    root.find("tool")
        .flatMap(tool -> tool.find("poetry"))
        .ifPresent(poetry -> poetry(poetry, draft));
  }

  private static void requirements(List<Node> texts, Draft draft) {
    for (Node text : texts) {
      if (text instanceof Node.Mapping) {
        continue;
      }
      Optional<Requirement> parsed = text.text().flatMap(Requirement::parse);
      if (parsed.isEmpty()) {
        draft.problem(text.line(), "expected a requirement of PEP 508, found something else");
      } else {
        parsed
            .get()
            .addTo(
                draft
                    .entry("pypi", parsed.get().name(), text.line())
                    .scope(Component.Scope.DIRECT));
      }
    }
  }

  private static void poetry(Node poetry, Draft draft) {
    poetry.members("dependencies").forEach((name, item) -> poetry(name, item, draft));
    poetry.members("dev-dependencies").forEach((name, item) -> poetry(name, item, draft));
    for (Map.Entry<String, Node> group : poetry.members("group").entrySet()) {
      group.getValue().members("dependencies").forEach((name, item) -> poetry(name, item, draft));
    }
  }

  /// Poetry reads a bare version as a caret range, and `==` as one version.
  private static void poetry(String name, Node item, Draft draft) {
    if (name.equals("python")) {
      return;
    }
    String wanted = item.text().or(() -> item.text("version")).orElse("");
    Draft.Entry entry =
        draft.entry("pypi", name, item.line()).scope(Component.Scope.DIRECT).range(wanted);
    if (wanted.startsWith("==")) {
      Requirement.parse(name + wanted).flatMap(Requirement::pinned).ifPresent(entry::version);
    }
    item.text("git")
        .ifPresent(
            url -> {
              String ref = item.text("rev").or(() -> item.text("tag")).orElse("");
              entry
                  .qualifier(
                      "vcs_url",
                      "git+"
                          + url.replaceFirst("://[^/@]*@", "://")
                          + (ref.isEmpty() ? "" : "@" + ref))
                  .range("@ git");
            });
    entry.add();
  }
}
