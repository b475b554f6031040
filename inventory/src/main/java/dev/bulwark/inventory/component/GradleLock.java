package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.List;

/// Gradle's `gradle.lockfile` and `buildscript-gradle.lockfile`:
/// `group:name:version=configurations`.
final class GradleLock implements ComponentReader {

  @Override
  public boolean claims(String path) {
    return Trees.name(path).endsWith("gradle.lockfile");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    Draft draft = new Draft(place);
    List<String> lines = Lines.of(bytes, budget);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("empty=")) {
        continue;
      }
      int equals = line.indexOf('=');
      String[] parts = (equals < 0 ? "" : line.substring(0, equals)).split(":", -1);
      if (parts.length != 3) {
        draft.problem(i + 1, "expected group:name:version=configurations, found something else");
      } else {
        draft.entry("maven", parts[1], i + 1).namespace(parts[0]).version(parts[2]).add();
      }
    }
    return draft.done();
  }
}
