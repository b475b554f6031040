package dev.bulwark.registry.seal;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something could not be put under seal, or what lies there could not be opened. What was in the
/// store before is there unchanged.
public final class SealFault extends Fault {
  public static final ProblemType BROKEN =
      new ProblemType("seal-broken", "What lies there is not what was sealed", 500, Exit.ERROR);
  public static final ProblemType MISSING =
      new ProblemType("seal-missing", "What was sealed is not there", 500, Exit.ERROR);
  public static final ProblemType OTHER_KEY =
      new ProblemType(
          "registry-key-other", "This lies under another key of the registry", 403, Exit.ERROR);
  public static final ProblemType CONFLICT =
      new ProblemType("seal-conflict", "Another key is kept for this version", 409, Exit.ERROR);
  public static final ProblemType NAME_REFUSED =
      new ProblemType(
          "file-name-refused", "A version cannot hold a file of this name", 422, Exit.ERROR);
  public static final ProblemType TOO_LARGE =
      new ProblemType("upload-too-large", "This is more than a version may hold", 413, Exit.ERROR);
  public static final ProblemType SIZE_WRONG =
      new ProblemType(
          "upload-size-wrong", "The upload has another size than it said", 400, Exit.ERROR);
  public static final ProblemType UPLOAD_FAILED =
      new ProblemType("upload-failed", "The upload could not be read to its end", 400, Exit.ERROR);
  public static final ProblemType TARGET_FAILED =
      new ProblemType("open-failed", "What was opened could not be written", 500, Exit.ERROR);
  public static final ProblemType LIST_MALFORMED =
      new ProblemType("packing-list-malformed", "This is no packing list", 422, Exit.ERROR);
  public static final ProblemType ENVIRONMENT_KEY_MALFORMED =
      new ProblemType(
          "environment-key-malformed", "This is no key of an environment", 422, Exit.ERROR);
  public static final ProblemType TOKEN_UNAVAILABLE =
      new ProblemType(
          "key-token-unavailable", "The token that holds the key cannot be used", 503, Exit.ERROR);

  SealFault(ProblemType type, String message) {
    super(type, message);
  }

  SealFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }

  /// What was expected and found, where, and what to do; never null.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
