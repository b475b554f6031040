package dev.bulwark.server.upload;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.registry.seal.SealFault;

/// What is wrong with an upload before it reaches the sealed store, in that store's words.
public final class UploadProblem {
  public static final ProblemType TOO_LARGE = SealFault.TOO_LARGE;
  public static final ProblemType CUT = SealFault.UPLOAD_FAILED;
  public static final ProblemType OTHER_DIGEST =
      new ProblemType("upload-digest-wrong", "These bytes have another digest", 400, Exit.USAGE);

  private UploadProblem() {}
}
