package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Alpine's list of installed packages, `lib/apk/db/installed`: blocks of `P:name`, `V:version`.
final class ApkInstalled implements ComponentReader {

  @Override
  public boolean claims(String path) {
    return path.endsWith("lib/apk/db/installed");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Draft draft = new Draft(place);
    OsRelease os = OsRelease.beside(place.file(), "lib/apk/db/", others);
    List<String> lines = Lines.of(bytes, budget);
    Map<Character, String> fields = new HashMap<>();
    int start = 1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        add(fields, os, start, draft);
        fields.clear();
        start = i + 2;
      } else if (line.length() < 2 || line.charAt(1) != ':') {
        draft.problem(i + 1, "expected a letter and a colon, found something else");
      } else {
        fields.putIfAbsent(line.charAt(0), line.substring(2));
      }
    }
    add(fields, os, start, draft);
    return draft.done();
  }

  private static void add(Map<Character, String> fields, OsRelease os, int line, Draft draft) {
    String name = fields.getOrDefault('P', "");
    if (name.isEmpty()) {
      return;
    }
    Draft.Entry entry =
        draft.entry("apk", name, line).namespace(os.id().isEmpty() ? "alpine" : os.id());
    os.distro().ifPresent(distro -> entry.qualifier("distro", distro));
    String origin = fields.getOrDefault('o', "");
    if (!origin.isEmpty() && !origin.equals(name)) {
      entry.qualifier("upstream", origin);
    }
    entry.version(fields.getOrDefault('V', ""));
    entry.qualifier("arch", fields.getOrDefault('A', ""));
    entry.hash(fields.containsKey('C') ? "apk-" + fields.get('C') : "");
    entry.add();
  }
}
