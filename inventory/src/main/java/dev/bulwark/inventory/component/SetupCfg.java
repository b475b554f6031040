package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.Optional;

/// setuptools' `setup.cfg`: `install_requires`, `setup_requires` and the extras.
final class SetupCfg implements ComponentReader {

  @Override
  public boolean claims(String path) {
    return Trees.name(path).equals("setup.cfg");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Draft draft = new Draft(place);
    List<String> lines = Lines.of(bytes, budget);
    String section = "";
    boolean listing = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String text = line.replaceFirst("(^|\\s)[#;].*$", "").strip();
      if (text.isEmpty()) {
        continue;
      }
      boolean inner = Character.isWhitespace(line.charAt(0));
      if (!inner && text.startsWith("[") && text.endsWith("]")) {
        section = text.substring(1, text.length() - 1);
        listing = false;
      } else if (!inner) {
        int equals = text.indexOf('=');
        listing = equals > 0 && lists(section, text.substring(0, equals).strip());
        if (listing) {
          add(text.substring(equals + 1), i + 1, draft);
        }
      } else if (listing) {
        add(text, i + 1, draft);
      }
    }
    return draft.done();
  }

  private static boolean lists(String section, String key) {
    return section.equals("options.extras_require")
        || (section.equals("options")
            && List.of("install_requires", "setup_requires", "tests_require").contains(key));
  }

  private static void add(String text, int line, Draft draft) {
    String wanted = text.strip();
    if (wanted.isEmpty()) {
      return;
    }
    if (wanted.startsWith("file:")) {
      draft.problem(line, "expected requirements, found a reference to a file");
      return;
    }
    Optional<Requirement> parsed = Requirement.parse(wanted);
    if (parsed.isEmpty()) {
      draft.problem(line, "expected a requirement of PEP 508, found something else");
    } else {
      parsed
          .get()
          .addTo(draft.entry("pypi", parsed.get().name(), line).scope(Component.Scope.DIRECT));
    }
  }
}
