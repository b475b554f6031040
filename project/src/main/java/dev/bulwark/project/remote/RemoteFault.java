package dev.bulwark.project.remote;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// A server elsewhere cannot be reached, is not who it should be, or says no.
public final class RemoteFault extends Fault {
  public static final ProblemType UNREACHABLE =
      new ProblemType(
          "server-unreachable", "The server did not answer", 503, ProblemType.Exit.ERROR);
  public static final ProblemType NOT_TRUSTED =
      new ProblemType(
          "server-not-trusted",
          "The server's certificate is not believed",
          502,
          ProblemType.Exit.ERROR);
  public static final ProblemType REFUSED =
      new ProblemType("server-refused", "The server says no", 400, ProblemType.Exit.USAGE);
  public static final ProblemType FAILED =
      new ProblemType("server-failed", "The server could not do it", 502, ProblemType.Exit.ERROR);
  public static final ProblemType NO_LOGIN =
      new ProblemType("login-none", "No login is kept for it", 401, ProblemType.Exit.USAGE);

  private final int status;

  public RemoteFault(ProblemType type, String message) {
    this(type, message, null);
  }

  public RemoteFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
    this.status = 0;
  }

  /// @param status of the answer
  RemoteFault(ProblemType type, String message, int status) {
    super(type, message);
    this.status = status;
  }

  /// The answer's HTTP status; 0 when there was none.
  int status() {
    return status;
  }
}
