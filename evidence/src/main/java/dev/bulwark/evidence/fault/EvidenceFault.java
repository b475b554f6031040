package dev.bulwark.evidence.fault;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Proof could not be made, kept or read.
///
/// Messages name places (a path, a line, a member, a ledger index) and kinds ("found a number"),
/// never content: what is read here may be secret or personal (law 12).
public final class EvidenceFault extends Fault {
  public static final ProblemType JSON_MALFORMED =
      new ProblemType(
          "json-malformed", "These bytes are not the JSON that is read", 400, Exit.ERROR);
  public static final ProblemType JSON_OVER_LIMIT =
      new ProblemType("json-over-limit", "This JSON is over a limit", 413, Exit.ERROR);
  public static final ProblemType ENVELOPE_MALFORMED =
      new ProblemType("envelope-malformed", "This is not a DSSE envelope", 400, Exit.ERROR);
  public static final ProblemType STATEMENT_MALFORMED =
      new ProblemType(
          "statement-malformed", "This is not an in-toto Statement v1", 400, Exit.ERROR);
  public static final ProblemType PREDICATE_MALFORMED =
      new ProblemType(
          "predicate-malformed", "This predicate does not have its type's shape", 400, Exit.ERROR);
  public static final ProblemType KEY_MALFORMED =
      new ProblemType("key-malformed", "These are not the public parts of a key", 400, Exit.ERROR);
  public static final ProblemType KEY_FILE_UNSAFE =
      new ProblemType(
          "key-file-unsafe", "Others on this machine could use this key file", 403, Exit.ERROR);
  public static final ProblemType KEY_FILE_DAMAGED =
      new ProblemType("key-file-damaged", "This key file is damaged", 500, Exit.ERROR);
  public static final ProblemType KEY_FILE_UNAVAILABLE =
      new ProblemType(
          "key-file-unavailable", "This key file cannot be read or written", 500, Exit.ERROR);
  public static final ProblemType KEY_FILE_EXISTS =
      new ProblemType("key-file-exists", "A key file is never overwritten", 409, Exit.ERROR);
  public static final ProblemType PASSPHRASE_NEEDED =
      new ProblemType("passphrase-needed", "This key file is under a passphrase", 401, Exit.ERROR);
  public static final ProblemType PASSPHRASE_WRONG =
      new ProblemType(
          "passphrase-wrong", "This passphrase does not open the key file", 401, Exit.ERROR);

  public static final ProblemType VAULT_KEY_WRONG =
      new ProblemType(
          "vault-key-wrong", "The envelopes lie under another vault key", 403, Exit.ERROR);
  public static final ProblemType EVIDENCE_DAMAGED =
      new ProblemType(
          "evidence-damaged", "Evidence is missing or not what was logged", 500, Exit.ERROR);
  public static final ProblemType EVIDENCE_REFUSED =
      new ProblemType("evidence-refused", "This statement would satisfy nothing", 422, Exit.ERROR);
  public static final ProblemType OTHER_JUDGE =
      new ProblemType(
          "ledger-other-judge", "This ledger began under another judge's key", 409, Exit.ERROR);
  public static final ProblemType CLOCK_SET_BACK =
      new ProblemType(
          "clock-set-back", "The clock is behind the ledger's newest entry", 409, Exit.ERROR);

  public EvidenceFault(ProblemType type, String message) {
    super(type, message);
  }

  public EvidenceFault(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }

  /// What was expected and found, where, and what to do; never null.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
