package dev.bulwark.cli.command;

import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.bom.CycloneDx;
import dev.bulwark.inventory.bom.CycloneDxReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import java.nio.file.Path;
import java.util.List;

/// Says whether a CycloneDX document follows its schema.
record BomCheck(Shell shell, boolean json) {

  Exit run(Path file, Bytes bytes) {
    try {
      return switch (CycloneDx.check(bytes, Budget.of(Inventory.LIMITS, shell.nanoTime()))) {
        case CycloneDxReading.Valid(String version) ->
            say(file, "valid", "CycloneDX " + version, List.of(), Exit.OPEN);
        case CycloneDxReading.Invalid(String version, List<String> errors) ->
            say(file, "invalid", "CycloneDX " + version, errors, Exit.CLOSED);
        case CycloneDxReading.UnknownVersion(String version) ->
            say(
                file,
                "undecided",
                "expected CycloneDX 1.5, 1.6 or 1.7, found version " + Place.printable(version),
                List.of(),
                Exit.INCOMPLETE);
        case CycloneDxReading.Malformed(int line, String problem) ->
            say(
                file,
                "invalid",
                "no CycloneDX document",
                List.of("line " + line + ": " + Place.printable(problem)),
                Exit.CLOSED);
      };
    } catch (Budget.OverLimit e) {
      return say(file, "undecided", e.problem(), List.of(), Exit.INCOMPLETE);
    }
  }

  private Exit say(Path file, String verdict, String what, List<String> errors, Exit exit) {
    if (json) {
      JsonOption.print(
          shell.terminal(),
          Json.object()
              .put("file", file.toString())
              .put("verdict", verdict)
              .put("detail", what)
              .put("errors", Json.texts(errors))
              .build());
    } else {
      shell.terminal().line(verdict.toUpperCase(java.util.Locale.ROOT) + "  " + file + "  " + what);
      errors.forEach(error -> shell.terminal().line("  " + error));
    }
    return exit;
  }
}
