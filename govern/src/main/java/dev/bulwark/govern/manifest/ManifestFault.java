package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// The project cannot be looked at all: no folder, no manifest, or a fault of the machine.
public final class ManifestFault extends Fault {
  public static final ProblemType NO_MANIFEST =
      new ProblemType(
          "manifest-missing", "The folder has no manifest", 404, ProblemType.Exit.ERROR);
  public static final ProblemType NO_FOLDER =
      new ProblemType(
          "project-unreadable", "The project folder cannot be read", 422, ProblemType.Exit.ERROR);

  ManifestFault(ProblemType type, String message) {
    super(type, message);
  }

  ManifestFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
