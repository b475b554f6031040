package dev.bulwark.server.backup;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// A backup cannot be made, or is not one that may be put back.
public final class BackupFault extends Fault {
  public static final ProblemType NOT_MADE =
      new ProblemType("backup-not-made", "No backup was made", 503, ProblemType.Exit.ERROR);
  public static final ProblemType DAMAGED =
      new ProblemType("backup-damaged", "This is not a whole backup", 422, ProblemType.Exit.ERROR);
  public static final ProblemType NOT_EMPTY =
      new ProblemType(
          "restore-not-empty",
          "There is something where a backup is to go",
          409,
          ProblemType.Exit.USAGE);
  public static final ProblemType NOT_RESTORED =
      new ProblemType("restore-not-done", "The restore did not end", 503, ProblemType.Exit.ERROR);
  public static final ProblemType REFUSED =
      new ProblemType(
          "restore-refused", "What was put back does not hold", 422, ProblemType.Exit.ERROR);

  public BackupFault(ProblemType type, String message) {
    super(type, message);
  }

  public BackupFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
