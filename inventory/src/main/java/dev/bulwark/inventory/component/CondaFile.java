package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// conda's `environment.yml`, which MLflow keeps beside a model as `conda.yaml`, with what it hands
/// to pip; and `conda-lock.yml` version 1.
final class CondaFile implements ComponentReader {
  private static final Pattern NAME =
      Pattern.compile(
          "(environment([-_.].*)?|conda|conda[-_](env|environment|lock)([-_.].*)?)\\.ya?ml");

  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r|--requirement|-c|--constraint)(?:\\s+|=)?\\s*(\\S+)");

  /// Where pip looks and how it installs, not what.
  private static final Pattern SETTING = Pattern.compile("(?!--editable|-e|-r|-c)-.*");

  @Override
  public boolean claims(String path) {
    return NAME.matcher(Trees.name(path)).matches();
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
    return Trees.read(
        place, document, (tree, draft) -> environment(tree, place.file(), others, draft));
  }

  private static void locked(Node root, Draft draft) {
    for (Node item : root.items("package")) {
      boolean pip = item.text("manager").filter("pip"::equals).isPresent();
      Draft.Entry entry =
          draft.entry(pip ? "pypi" : "conda", item.text("name").orElse(""), item.line());
      item.text("version").ifPresent(entry::version);
      if (!pip) {
        item.text("platform").ifPresent(platform -> entry.qualifier("subdir", platform));
        item.text("url")
            .flatMap(CondaArchive::parse)
            .ifPresent(
                archive -> {
                  archive.channel().addTo(entry);
                  entry.qualifier("build", archive.build()).qualifier("type", archive.type());
                });
      }
      item.members("hash")
          .forEach(
              (algorithm, value) ->
                  value.text().ifPresent(hex -> entry.hash(algorithm + ":" + hex)));
      entry.add();
    }
  }

  private static void environment(Node root, String file, Others others, Draft draft) {
    root.find("dependencies")
        .filter(node -> !(node instanceof Node.Items) && !isNothing(node))
        .ifPresent(
            node -> draft.problem(node.line(), "expected a list of dependencies, found another"));
    for (Node item : root.items("dependencies")) {
      if (item instanceof Node.Mapping(var members, int line)) {
        if (!members.keySet().equals(Set.of("pip"))) {
          draft.problem(line, "expected pip and a list, found another installer");
        }
        item.items("pip").forEach(wanted -> pip(wanted, file, others, draft));
      } else {
        conda(item, draft);
      }
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Literal(String value, int _) && value.equals("null");
  }

  /// One line of a requirements file for pip. A file it includes is read by its own name.
  private static void pip(Node item, String file, Others others, Draft draft) {
    String text = item.text().orElse("").strip();
    Matcher include = INCLUDE.matcher(text);
    if (include.matches()) {
      String target = RequirementsTxt.resolved(file, include.group(1));
      if (!new RequirementsTxt().claims(target) || others.find(target).isEmpty()) {
        draft.problem(
            item.line(), "expected a requirements file of the same tree, found another place");
      }
    } else if (!SETTING.matcher(text).matches()) {
      requirement(item, text, draft);
    }
  }

  private static void requirement(Node item, String text, Draft draft) {
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

  private static void conda(Node item, Draft draft) {
    switch (MatchSpec.parse(item.text().orElse(""))) {
      case MatchSpec.Reading.Valid(MatchSpec spec) ->
          spec.addTo(draft, item.line(), Component.Scope.DIRECT);
      case MatchSpec.Reading.Refused(String problem) -> draft.problem(item.line(), problem);
    }
  }
}
