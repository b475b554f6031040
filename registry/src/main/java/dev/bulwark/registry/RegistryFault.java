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
  public static final ProblemType REFUSED =
      new ProblemType("registry-refused", "The registry refuses this", 403, Exit.CLOSED);
  public static final ProblemType SOURCE_UNUSABLE =
      new ProblemType("registry-source", "The source of a channel cannot be used", 502, Exit.ERROR);
  public static final ProblemType EVENT_MALFORMED =
      new ProblemType(
          "registry-event-malformed", "This is no event of a registry", 400, Exit.ERROR);
  public static final ProblemType PROVENANCE_REFUSED =
      new ProblemType(
          "provenance-refused",
          "This says nothing about where the files come from",
          422,
          Exit.CLOSED);
  public static final ProblemType PASS_MALFORMED =
      new ProblemType(
          "registry-pass-malformed", "This is no pass of an environment", 400, Exit.ERROR);
  public static final ProblemType MEMORY_DAMAGED =
      new ProblemType(
          "registry-memory-damaged",
          "The memory of what was opened here is damaged",
          500,
          Exit.ERROR);

  public RegistryFault(ProblemType type, String message) {
    super(type, message);
  }

  public RegistryFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
