package dev.bulwark.project.scan;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import org.jspecify.annotations.Nullable;

/// A scan cannot begin or cannot go on.
public final class ScanFault extends Fault {
  public static final ProblemType NOTHING =
      new ProblemType("scan-nothing", "There is nothing to scan", 404, ProblemType.Exit.USAGE);
  public static final ProblemType UNREADABLE =
      new ProblemType(
          "scan-unreadable", "What is to be scanned cannot be read", 503, ProblemType.Exit.ERROR);
  public static final ProblemType CACHE =
      new ProblemType(
          "scan-cache", "The cache cannot be used as it is", 409, ProblemType.Exit.ERROR);

  public static final ProblemType RULES =
      new ProblemType("scan-rules", "The rule pack cannot be used", 422, ProblemType.Exit.USAGE);

  public ScanFault(ProblemType type, String message) {
    this(type, message, null);
  }

  public ScanFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
