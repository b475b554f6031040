package dev.bulwark.kernel.fault;

import org.jspecify.annotations.Nullable;

/// A fault of the caller or of the environment, on its way to a shell that renders it. Each module
/// extends it once.
///
/// The message says what was expected, what was found, where, and what to do. It never holds a
/// secret, a prompt or personal data (law 12).
public abstract class Fault extends RuntimeException {
  private final transient ProblemType type;

  protected Fault(ProblemType type, String message) {
    this(type, message, null);
  }

  protected Fault(ProblemType type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  public final ProblemType type() {
    return type;
  }
}
