package dev.bulwark.registry.signing;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import org.jspecify.annotations.Nullable;

/// A tree cannot be signed or read, or a key or certificate that was given cannot be used.
public final class SigningFault extends Fault {
  public static final ProblemType TREE_MISSING =
      new ProblemType("tree-missing", "There is no such file or folder", 404, Exit.USAGE);
  public static final ProblemType TREE_UNREADABLE =
      new ProblemType("tree-unreadable", "The tree cannot be read whole", 503, Exit.ERROR);
  public static final ProblemType TREE_UNSIGNABLE =
      new ProblemType("tree-unsignable", "This tree cannot be signed as it is", 422, Exit.ERROR);
  public static final ProblemType INTERRUPTED =
      new ProblemType("tree-interrupted", "Reading the tree was interrupted", 503, Exit.ERROR);
  public static final ProblemType KEY_UNUSABLE =
      new ProblemType("signing-key-unusable", "This is not a key for this", 400, Exit.ERROR);
  public static final ProblemType PASSPHRASE =
      new ProblemType("signing-passphrase", "This does not open the private key", 401, Exit.ERROR);
  public static final ProblemType CERTIFICATE_UNUSABLE =
      new ProblemType("certificate-unusable", "These certificates cannot be used", 400, Exit.ERROR);
  public static final ProblemType PREVIOUS_UNUSABLE =
      new ProblemType(
          "previous-signature-unusable",
          "The previous signature's digests cannot be taken over",
          409,
          Exit.ERROR);
  public static final ProblemType TRUSTED_ROOT_UNUSABLE =
      new ProblemType("trusted-root-unusable", "This is not a trusted root", 400, Exit.ERROR);

  public SigningFault(ProblemType type, String message) {
    this(type, message, null);
  }

  public SigningFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }
}
