package dev.bulwark.cli.command;

import dev.bulwark.control.gate.DecisionReplay;
import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.EvidenceReader;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Cosignature;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.AuditBundle;
import dev.bulwark.project.workspace.PrivateFolder;
import dev.bulwark.project.workspace.VkeyFile;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Distrusts everything on disk and re-checks it.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies the whole ledger offline and decides again.",
      "Every tile, every checkpoint signature, every envelope and its signatures, and every"
          + " decision.",
      "Names the first thing that is wrong. Changes nothing.",
      "Of a ledger elsewhere (https://…/tlog) it verifies what an outsider can: checkpoint, tiles,"
          + " growth."
    })
public final class AuditCommand implements Callable<Integer> {
  private static final long MAX_NOTE_BYTES = 1 << 16;

  private final Shell shell;

  @Parameters(
      index = "0..1",
      arity = "0..1",
      paramLabel = "PROJECT|FILE|URL",
      defaultValue = ".",
      description =
          "The folder that holds bulwark.yaml, a file that --export made, or the address of a"
              + " ledger elsewhere.")
  private String where = ".";

  @Mixin private HomeOption home = new HomeOption();

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ElsewhereOptions elsewhere = new ElsewhereOptions();

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "A checkpoint kept from an earlier audit (--save): also proves that the ledger has only"
              + " grown since.")
  private @Nullable Path from;

  @Option(
      names = "--witness-key",
      paramLabel = "FILE",
      description =
          "The checkpoint of --from must carry this witness's signatures: its vkeys, one a line.")
  private @Nullable Path witness;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the verified checkpoint there. Keep it elsewhere: it finds a roll-back.")
  private @Nullable Path save;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Write the ledger and all it commits to into one file, for an auditor: `bulwark audit"
              + " FILE`.")
  private @Nullable Path export;

  private Optional<Cosignature> word = Optional.empty();

  public AuditCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    word = witness == null ? Optional.empty() : Optional.of(word(witness));
    int exit = audit();
    if (exit == Exit.OPEN.code() && !json.wanted()) {
      word.ifPresent(
          it ->
              shell
                  .terminal()
                  .line("  %s saw that checkpoint at %s.".formatted(it.witness(), it.at())));
    }
    return exit;
  }

  /// What a witness says of the checkpoint to start from, before anything else is looked at.
  private Cosignature word(Path keys) {
    if (from == null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a checkpoint that the witness signed with --from, found none");
    }
    return Cosignature.verify(remembered(from), VkeyFile.read(keys).keys())
        .orElseThrow(
            () ->
                new WorkspaceFault(
                    WorkspaceFault.INVALID,
                    "expected signatures by the keys in %s on %s, found none that hold"
                        .formatted(keys, from)));
  }

  private int audit() {
    if (where.startsWith("https://")) {
      return audit(URI.create(where));
    }
    Path path = Path.of(where);
    return java.nio.file.Files.isRegularFile(path)
        ? bundle(path)
        : audit(WorkspaceReader.open(home.of(path, shell)));
  }

  private int bundle(Path file) {
    try (PrivateFolder work = PrivateFolder.make()) {
      return audit(AuditBundle.open(file, work.path()));
    }
  }

  /// A copy for somebody elsewhere, written only when everything holds.
  private void export(WorkspaceReader reader, Path file) {
    try (PrivateFolder work = PrivateFolder.make();
        OutputStream out = java.nio.file.Files.newOutputStream(file)) {
      AuditBundle.write(reader, work.path(), out);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to write " + file + ", found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  private int audit(URI address) {
    ElsewhereOptions.Ledger ledger = elsewhere.ledger(address);
    Bytes note = ledger.tiles().checkpoint();
    LedgerAudit.Result result;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      progress.step("auditing " + address.getHost());
      result =
          from == null
              ? LedgerAudit.audit(ledger.tiles(), note, ledger.verifier())
              : LedgerAudit.auditSince(
                  ledger.tiles(), note, ledger.verifier(), older(ledger.verifier(), from));
    }
    return switch (result) {
      case LedgerAudit.Wrong(String what, String place, String expected, String found) ->
          wrong(what, place, expected, found);
      case LedgerAudit.Sound(Checkpoint checkpoint) -> sound(checkpoint);
    };
  }

  private static Checkpoint older(LedgerVerifier verifier, Path file) {
    return switch (Checkpoint.verify(remembered(file), verifier)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> checkpoint;
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw new WorkspaceFault(
              WorkspaceFault.INVALID,
              "the checkpoint to start from is not one of this ledger: expected "
                  + expected
                  + ", found "
                  + found);
    };
  }

  private int sound(Checkpoint checkpoint) {
    if (save != null) {
      Files.write(save, checkpoint.note().utf8());
    }
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), summary(checkpoint).build());
      return Exit.OPEN.code();
    }
    head(checkpoint);
    shell.terminal().line("  What the entries commit to stays where the ledger is.");
    growth();
    return Exit.OPEN.code();
  }

  private Json.Builder summary(Checkpoint checkpoint) {
    Json.Builder summary =
        Json.object()
            .put("sound", true)
            .put("entries", checkpoint.size())
            .put("root", checkpoint.head().root().toString())
            .put("checkpoint", checkpoint.note().utf8())
            .put("since", from != null);
    word.ifPresent(it -> summary.put("witness", it.witness()).put("seen", it.at().toString()));
    return summary;
  }

  private void head(Checkpoint checkpoint) {
    shell
        .terminal()
        .line(
            shell.terminal().paint(Paint.GREEN, "sound")
                + "  "
                + checkpoint.size()
                + " entries under "
                + checkpoint.origin());
    shell.terminal().line("  root       " + checkpoint.head().root());
  }

  private void growth() {
    shell
        .terminal()
        .line(
            from == null
                ? "  A roll-back to an older state cannot be seen from inside: keep a checkpoint"
                    + " elsewhere (--save) and give it to --from."
                : "  The ledger has only grown since " + from + ".");
  }

  private int audit(WorkspaceReader reader) {
    EvidenceAudit.Result result;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      progress.step("auditing");
      result = from == null ? reader.audit() : reader.auditSince(remembered(from));
    }
    return switch (result) {
      case EvidenceAudit.Result.Wrong wrong ->
          wrong(wrong.what(), wrong.where(), wrong.expected(), wrong.found());
      case EvidenceAudit.Result.Sound(Checkpoint checkpoint, EvidenceReader.Contents contents) ->
          switch (DecisionReplay.of(contents.evidence())) {
            case DecisionReplay.Result.Differs(long index, String problem) ->
                wrong(
                    "a decision does not follow from the evidence before it",
                    "entry " + index,
                    "the decision that follows",
                    problem);
            case DecisionReplay.Result.Agrees(int decisions, var erased) ->
                sound(reader, checkpoint, contents, decisions, erased.size());
          };
    };
  }

  private int sound(
      WorkspaceReader reader,
      Checkpoint checkpoint,
      EvidenceReader.Contents contents,
      int decisions,
      int erased) {
    if (save != null) {
      Files.write(save, checkpoint.note().utf8());
    }
    if (export != null) {
      export(reader, export);
    }
    if (json.wanted()) {
      JsonOption.print(
          shell.terminal(),
          summary(checkpoint)
              .put("evidence", contents.evidence().size())
              .put("erased", contents.erased().size())
              .put("decisions", decisions)
              .put("judge", reader.root().id())
              .build());
      return Exit.OPEN.code();
    }
    head(checkpoint);
    shell
        .terminal()
        .line(
            "  envelopes  "
                + contents.evidence().size()
                + " verified, "
                + contents.erased().size()
                + " erased on record");
    shell
        .terminal()
        .line(
            "  decisions  "
                + decisions
                + " decided again, all the same"
                + (erased == 0 ? "" : ", " + erased + " rest on erased evidence"));
    shell.terminal().line("  judge      " + reader.root().id());
    growth();
    return Exit.OPEN.code();
  }

  private int wrong(String what, String where, String expected, String found) {
    if (json.wanted()) {
      JsonOption.print(
          shell.terminal(),
          Json.object()
              .put("sound", false)
              .put("what", what)
              .put("where", where)
              .put("expected", expected)
              .put("found", found)
              .build());
    } else {
      shell.terminal().line(shell.terminal().paint(Paint.ALARM, "wrong") + "  " + what);
      shell.terminal().line("  where     " + where);
      shell.terminal().line("  expected  " + expected);
      shell.terminal().line("  found     " + found);
      shell
          .terminal()
          .line("  Keep the files as they are: they are the evidence of what happened.");
    }
    return Exit.CLOSED.code();
  }

  private static Bytes remembered(Path file) {
    try {
      if (java.nio.file.Files.size(file) > MAX_NOTE_BYTES) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected a checkpoint of at most 64 KiB at "
                + file
                + ", found a larger file; give one that `audit --save` wrote");
      }
      return Bytes.of(java.nio.file.Files.readAllBytes(file));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a checkpoint at "
              + file
              + ", found nothing readable; give a file that `audit --save` wrote",
          e);
    }
  }
}
