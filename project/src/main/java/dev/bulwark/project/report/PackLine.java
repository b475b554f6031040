package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.json.Json;
import java.util.Optional;

/// One line about whose rules were used besides those of this version.
public final class PackLine {
  private PackLine() {}

  /// @param ruleData as the scanner names it
  /// @return empty when nobody's were
  public static Optional<String> of(Json.Obj ruleData) {
    return ruleData.object("rulePack").map(PackLine::line);
  }

  private static String line(Json.Obj pack) {
    boolean signed = pack.find("signed").equals(Optional.of(Json.of(true)));
    return "rule pack  %s %s  %s, %s"
        .formatted(
            Place.printable(pack.text("name").orElse("")),
            Place.printable(pack.text("version").orElse("")),
            pack.text("digest").orElse(""),
            signed ? "signed by the key you named" : "not trusted, so it only denies");
  }
}
