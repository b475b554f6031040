package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// dpkg's list of installed packages, `var/lib/dpkg/status`, and the parts of it that slim images
/// keep in `status.d`.
final class DpkgStatus implements ComponentReader {
  private static final Pattern SOURCE = Pattern.compile("(\\S+)(?:\\s+\\((\\S+)\\))?");

  @Override
  public boolean claims(String path) {
    return path.endsWith("var/lib/dpkg/status")
        || (path.contains("var/lib/dpkg/status.d/") && !path.endsWith(".md5sums"));
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Draft draft = new Draft(place);
    OsRelease os = OsRelease.beside(place.file(), "var/lib/dpkg/", others);
    List<String> lines = Lines.of(bytes, budget);
    Map<String, String> fields = new HashMap<>();
    int start = 1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        add(fields, os, start, draft);
        fields.clear();
        start = i + 2;
      } else if (!Character.isWhitespace(line.charAt(0))) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          draft.problem(i + 1, "expected Field: value, found something else");
        } else {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
    }
    add(fields, os, start, draft);
    return draft.done();
  }

  private static void add(Map<String, String> fields, OsRelease os, int line, Draft draft) {
    String name = fields.getOrDefault("Package", "");
    String status = fields.getOrDefault("Status", "install ok installed");
    if (name.isEmpty() || !status.endsWith(" installed")) {
      return;
    }
    Draft.Entry entry =
        draft.entry("deb", name, line).namespace(os.id().isEmpty() ? "debian" : os.id());
    os.distro().ifPresent(distro -> entry.qualifier("distro", distro));
    source(fields.getOrDefault("Source", ""))
        .ifPresent(source -> entry.qualifier("upstream", source));
    entry.version(fields.getOrDefault("Version", ""));
    entry.qualifier("arch", fields.getOrDefault("Architecture", ""));
    entry.add();
  }

  /// Advisories name the source, whose version may be another: `Source: glibc (2.36-9)`.
  private static Optional<String> source(String field) {
    Matcher found = SOURCE.matcher(field);
    if (!found.matches()) {
      return Optional.empty();
    }
    String version = found.group(2);
    return Optional.of(found.group(1) + (version == null ? "" : "@" + version));
  }
}
