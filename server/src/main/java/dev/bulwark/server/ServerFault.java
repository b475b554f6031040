package dev.bulwark.server;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import org.jspecify.annotations.Nullable;

/// What a request or the operator asked for cannot be.
public final class ServerFault extends Fault {
  public static final ProblemType INVALID =
      new ProblemType("input-invalid", "Something in the request is not right", 400, Exit.USAGE);
  public static final ProblemType WHO_ARE_YOU =
      new ProblemType("sign-in-needed", "Sign in first", 401, Exit.USAGE);
  public static final ProblemType WRONG_SECRET =
      new ProblemType("sign-in-refused", "The name or the password is wrong", 401, Exit.USAGE);
  public static final ProblemType PASSKEY_NEEDED =
      new ProblemType("passkey-needed", "Confirm it with your passkey", 401, Exit.USAGE);
  public static final ProblemType PASSKEY_REFUSED =
      new ProblemType("passkey-refused", "The passkey was not accepted", 401, Exit.USAGE);
  public static final ProblemType SIGN_ON_REFUSED =
      new ProblemType("single-sign-on-refused", "This sign-in was not accepted", 401, Exit.USAGE);
  public static final ProblemType SIGN_ON_AWAY =
      new ProblemType(
          "single-sign-on-away", "The sign-in service does not answer", 503, Exit.ERROR);
  public static final ProblemType NOT_ALLOWED =
      new ProblemType("not-allowed", "Your roles do not reach this far", 403, Exit.USAGE);
  public static final ProblemType GATE_CLOSED =
      new ProblemType("gate-closed", "The gate does not let it through", 403, Exit.CLOSED);
  public static final ProblemType NOT_READY =
      new ProblemType("version-not-ready", "This version is not ready", 403, Exit.CLOSED);
  public static final ProblemType KEPT =
      new ProblemType("nothing-is-deleted", "Nothing is deleted here", 405, Exit.USAGE);
  public static final ProblemType NOT_THERE =
      new ProblemType("not-found", "There is nothing here", 404, Exit.USAGE);
  public static final ProblemType CONFLICT =
      new ProblemType("already-there", "It is there already", 409, Exit.USAGE);
  public static final ProblemType LIMIT =
      new ProblemType("limit-reached", "There are as many as there may be", 409, Exit.USAGE);
  public static final ProblemType TOO_LARGE =
      new ProblemType("too-large", "It is more than this server takes", 413, Exit.USAGE);
  public static final ProblemType NOT_STORED =
      new ProblemType("storage-failed", "The server could not keep it", 507, Exit.ERROR);
  public static final ProblemType TOO_MANY =
      new ProblemType("too-many-attempts", "Too many attempts; wait", 429, Exit.USAGE);
  public static final ProblemType BUSY =
      new ProblemType("busy", "Somebody else is at it; try again", 503, Exit.ERROR);
  public static final ProblemType UNAVAILABLE =
      new ProblemType("server-unavailable", "The server cannot start here", 503, Exit.ERROR);

  public ServerFault(ProblemType type, String message) {
    super(type, message);
  }

  public ServerFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
