package dev.bulwark.registry;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import org.jspecify.annotations.Nullable;

/// The registry could not do what was asked. Its state is what it was before.
public final class RegistryFault extends Fault {
  public static final ProblemType UNKNOWN =
      new ProblemType("registry-unknown", "The registry knows none of that name", 404, Exit.USAGE);
  public static final ProblemType CONFLICT =
      new ProblemType(
          "registry-conflict", "The registry holds something else there", 409, Exit.USAGE);
  public static final ProblemType INVALID =
      new ProblemType("registry-invalid", "This is nothing the registry can take", 422, Exit.USAGE);
  public static final ProblemType EVENT_MALFORMED =
      new ProblemType(
          "registry-event-malformed", "This is no event of a registry", 400, Exit.ERROR);

  public RegistryFault(ProblemType type, String message) {
    super(type, message);
  }

  public RegistryFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
