package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ledger could not do what was asked.
public final class LedgerFault extends Fault {
  /// An entry is longer than 65,535 bytes, or one batch is larger than the ledger takes at once.
  public static final ProblemType TOO_LARGE =
      problem("ledger-too-large", "The ledger does not take that much at once", 413);

  /// Another process, or another part of this one, has the ledger open for writing.
  public static final ProblemType BUSY =
      problem("ledger-busy", "The ledger is open for writing elsewhere", 409);

  /// Tiles or checkpoint are not what this ledger signed.
  public static final ProblemType DAMAGED =
      problem("ledger-damaged", "The ledger's stored bytes do not verify", 500);

  /// The entries are certainly not in the ledger; sending them again is safe.
  public static final ProblemType NOT_APPENDED =
      problem("ledger-not-appended", "The entry was not appended", 503);

  /// It is not known whether the entries are in the ledger. Look before sending them again.
  public static final ProblemType IN_DOUBT =
      problem("ledger-append-in-doubt", "It is not known whether the entry was appended", 503);

  /// There is no entry, or no tree, of that number.
  public static final ProblemType OUT_OF_RANGE =
      problem("ledger-out-of-range", "The ledger is not that long", 404);

  /// The ledger was closed, or refuses further work after a fault it cannot judge.
  public static final ProblemType CLOSED =
      problem("ledger-closed", "The ledger takes no more entries", 503);

  private final transient @Nullable Damage damage;

  LedgerFault(ProblemType type, String message) {
    this(type, message, null, null);
  }

  LedgerFault(ProblemType type, String message, @Nullable Throwable cause) {
    this(type, message, cause, null);
  }

  private LedgerFault(
      ProblemType type, String message, @Nullable Throwable cause, @Nullable Damage damage) {
    super(type, message, cause);
    this.damage = damage;
  }

  /// One thing in the stored ledger that is not what its checkpoint vouches for.
  record Damage(String what, String where, String expected, String found) {}

  static LedgerFault damaged(String what, String where, String expected, String found) {
    String message =
        what
            + " at "
            + where
            + ": expected "
            + expected
            + ", found "
            + found
            + "; keep the files as they are, and restore them from a mirror whose audit holds";
    return new LedgerFault(DAMAGED, message, null, new Damage(what, where, expected, found));
  }

  Optional<Damage> damage() {
    return Optional.ofNullable(damage);
  }

  private static ProblemType problem(String slug, String title, int status) {
    return new ProblemType(slug, title, status, ProblemType.Exit.ERROR);
  }
}
