package dev.bulwark.inventory;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// What this module needs and cannot use: advisories that are none, are damaged or of a later
/// format, or a folder that cannot be read.
public final class InventoryFault extends Fault {
  public static final ProblemType NO_ADVISORIES =
      new ProblemType(
          "advisories-unreadable", "The advisories cannot be read", 422, ProblemType.Exit.ERROR);
  public static final ProblemType UNKNOWN_FORMAT =
      new ProblemType(
          "advisories-unknown-format",
          "The advisories have a format this version does not know",
          422,
          ProblemType.Exit.ERROR);
  public static final ProblemType DAMAGED =
      new ProblemType(
          "advisories-damaged", "The advisory file is damaged", 500, ProblemType.Exit.ERROR);
  public static final ProblemType OVER_LIMIT =
      new ProblemType(
          "advisories-over-limit", "The advisories exceed a limit", 413, ProblemType.Exit.ERROR);
  public static final ProblemType NO_FOLDER =
      new ProblemType(
          "inventory-unreadable", "The folder cannot be read", 422, ProblemType.Exit.ERROR);

  public InventoryFault(ProblemType type, String message) {
    super(type, message);
  }

  public InventoryFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
