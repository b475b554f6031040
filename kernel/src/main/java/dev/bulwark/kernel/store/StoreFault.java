package dev.bulwark.kernel.store;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// A store could not do what was asked.
public final class StoreFault extends Fault {
  public static final ProblemType UNAVAILABLE =
      new ProblemType(
          "store-unavailable",
          "The storage cannot be read or written",
          503,
          ProblemType.Exit.ERROR);
  public static final ProblemType CONFLICT =
      new ProblemType(
          "store-conflict", "Other bytes are kept under that name", 409, ProblemType.Exit.ERROR);

  public StoreFault(ProblemType type, String message) {
    super(type, message);
  }

  public StoreFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
