package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.regex.Pattern;

/// One package installed in an environment of conda, such as that of a container:
/// `conda-meta/NAME-VERSION-BUILD.json`.
final class CondaInstalled implements ComponentReader {
  private static final Pattern NAME = Pattern.compile("(?:.*/)?conda-meta/[^/]+\\.json");

  @Override
  public boolean claims(String path) {
    return NAME.matcher(path).matches();
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    return Trees.read(place, Document.json(bytes, budget), CondaInstalled::installed);
  }

  private static void installed(Node root, Draft draft) {
    String name = root.text("name").orElse("");
    String version = root.text("version").orElse("");
    if (name.isEmpty() || version.isEmpty()) {
      draft.problem(
          root.line(), "expected the name and the version of a package of conda, found none");
      return;
    }
    Draft.Entry entry = draft.entry("conda", Draft.lower(name), root.line()).version(version);
    new CondaChannel("", root.text("subdir").orElse(""))
        .or(CondaChannel.of(root.text("channel").orElse("")))
        .addTo(entry);
    entry.qualifier("build", root.text("build").or(() -> root.text("build_string")).orElse(""));
    for (String algorithm : List.of("md5", "sha256")) {
      root.text(algorithm).ifPresent(hex -> entry.hash(algorithm + ":" + hex));
    }
    entry.add();
  }
}
