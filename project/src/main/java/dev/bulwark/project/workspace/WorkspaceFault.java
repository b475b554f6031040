package dev.bulwark.project.workspace;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// The project's `.bulwark` folder is not what a command needs.
public final class WorkspaceFault extends Fault {
  public static final ProblemType NONE =
      new ProblemType(
          "workspace-none", "This project has no evidence yet", 404, ProblemType.Exit.ERROR);
  public static final ProblemType KEY_MISSING =
      new ProblemType(
          "workspace-key-missing", "A key of this project is missing", 409, ProblemType.Exit.ERROR);
  public static final ProblemType ELSEWHERE =
      new ProblemType(
          "workspace-ledger-elsewhere",
          "The ledger of this project's keys is not here",
          409,
          ProblemType.Exit.ERROR);
  public static final ProblemType PUT_BACK =
      new ProblemType(
          "workspace-ledger-put-back",
          "The ledger is older than what it vouched for",
          409,
          ProblemType.Exit.ERROR);
  public static final ProblemType PERSON_UNKNOWN =
      new ProblemType(
          "person-unknown", "Nobody of that name has a key here", 404, ProblemType.Exit.USAGE);
  public static final ProblemType UNAVAILABLE =
      new ProblemType(
          "workspace-unavailable",
          "The project's files cannot be read or written",
          503,
          ProblemType.Exit.ERROR);
  public static final ProblemType INVALID =
      new ProblemType(
          "request-invalid",
          "The command asks for something that cannot be",
          400,
          ProblemType.Exit.USAGE);

  public WorkspaceFault(ProblemType type, String message) {
    super(type, message);
  }

  public WorkspaceFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
