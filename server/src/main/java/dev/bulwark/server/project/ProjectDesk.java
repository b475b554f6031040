package dev.bulwark.server.project;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.inspect.Inspection;
import dev.bulwark.cli.inspect.Inspector;
import dev.bulwark.cli.report.Report;
import dev.bulwark.cli.session.CheckSession;
import dev.bulwark.cli.session.Judgement;
import dev.bulwark.cli.session.Policies;
import dev.bulwark.cli.session.ReportMaker;
import dev.bulwark.cli.terminal.Progress;
import dev.bulwark.cli.workspace.Home;
import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.govern.threat.RiskRegister;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Runs and judges the systems: what `bulwark check` and `bulwark status` do, for many people at
/// once.
///
/// What was verified is kept by the ledger's root, and a judgement for some seconds; a ledger that
/// grew is read again. Thread-safe.
public final class ProjectDesk {
  private static final Duration JUDGED = Duration.ofSeconds(10);
  private static final long PATIENCE_SECONDS = 60;

  private final Shell shell;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<String, Object> looking = new ConcurrentHashMap<>();
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Read> read = new ConcurrentHashMap<>();
  private final Map<String, Standing> judged = new ConcurrentHashMap<>();

  public ProjectDesk(Shell shell) {
    this.shell = shell;
  }

  /// What the files showed.
  private record Seen(Inspection inspection, Inspector inspector, Instant at) {}

  /// A ledger's contents under one root.
  private record Read(Digest root, Checkpoint checkpoint, List<Evidence> evidence) {}

  public static Home home(Project project) {
    return Home.of(project.folder());
  }

  public static boolean hasEvidence(Project project) {
    return java.nio.file.Files.isRegularFile(
        home(project).root().resolve("ledger").resolve("checkpoint"));
  }

  /// Inspects, records, decides.
  ///
  /// @throws ServerFault `busy` when another writer does not end within a minute
  public Report check(Project project) {
    Seen now = look(project);
    return alone(
        project,
        () -> {
          Report report =
              new CheckSession(shell, home(project), now.inspector())
                  .record(now.inspection(), Optional.empty(), progress());
          judged.remove(project.id());
          return report;
        });
  }

  /// What was seen last; looks when nobody did since the start.
  private Seen seen(Project project) {
    Seen known = seen.get(project.id());
    return known == null ? look(project) : known;
  }

  /// One look a system at a time: many readers after a start wait for the first.
  private Seen look(Project project) {
    synchronized (looking.computeIfAbsent(project.id(), _ -> new Object())) {
      return inspect(project);
    }
  }

  private Seen inspect(Project project) {
    Inspector inspector = new Inspector(shell);
    Seen now =
        new Seen(
            inspector.inspect(project.folder(), home(project), progress()),
            inspector,
            shell.clock().instant());
    seen.put(project.id(), now);
    return now;
  }

  private Progress progress() {
    return new Progress(shell.terminal(), shell.nanoTime());
  }

  /// How it stands now, some seconds at most behind the clock and never behind the ledger.
  ///
  /// @throws dev.bulwark.kernel.fault.Fault when there is no evidence yet, or it does not verify
  public Standing standing(Project project) {
    Read contents = contents(project);
    Instant now = shell.clock().instant();
    Standing before = judged.get(project.id());
    if (before != null
        && before.report().ledger().root().equals(contents.root().toString())
        && before.assessment().asOf().plus(JUDGED).isAfter(now)) {
      return before;
    }
    return judge(project, contents, now);
  }

  private Standing judge(Project project, Read contents, Instant now) {
    Seen files = seen(project);
    List<Evidence> ledger = contents.evidence();
    Judgement judgement = Judgement.of(Policies.at(ledger, now), ledger, now);
    Report report =
        ReportMaker.of(
            files.inspection(),
            files.inspection().runs(),
            judgement,
            judgement.next(Optional.empty()).gate().word(),
            ledger,
            files.inspector().rules(),
            contents.checkpoint(),
            "",
            files.inspector().ruleData());
    Standing standing = new Standing(project, report, judgement.assessment(), files.at());
    judged.put(project.id(), standing);
    return standing;
  }

  /// A document people sign over, as it follows from the files of now.
  ///
  /// @param name `threat-model` or `risk-register`
  /// @return empty for another name, and while the manifest cannot be read
  public Optional<Json.Obj> document(Project project, String name) {
    Seen files = seen(project);
    return switch (files.inspection()) {
      case Inspection.Described described ->
          switch (name) {
            case "threat-model" -> Optional.of(described.threats().document());
            case "risk-register" -> Optional.of(RiskRegister.of(described.threats()).document());
            default -> Optional.empty();
          };
      case Inspection.Undescribed _ -> Optional.empty();
    };
  }

  /// Everything verified in a system's ledger.
  public List<Evidence> evidence(Project project) {
    return contents(project).evidence();
  }

  /// The root of a system's verified ledger.
  public Digest root(Project project) {
    return contents(project).root();
  }

  private Read contents(Project project) {
    WorkspaceReader reader = WorkspaceReader.open(home(project));
    Checkpoint checkpoint = reader.checkpoint();
    Digest root = checkpoint.head().root();
    Read before = read.get(project.id());
    if (before != null && before.root().equals(root)) {
      return before;
    }
    Read now = new Read(root, checkpoint, reader.contents().evidence());
    read.put(project.id(), now);
    return now;
  }

  /// Work that writes to a system's ledger.
  interface Writing<T> {
    T run();
  }

  /// One writer a system at a time.
  <T> T alone(Project project, Writing<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(project.id(), _ -> new ReentrantLock());
    try {
      if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new ServerFault(
            ServerFault.BUSY,
            "expected to write to the ledger of "
                + project.id()
                + ", found another writer for a minute; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFault(ServerFault.BUSY, "the server is stopping", e);
    }
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  Shell shell() {
    return shell;
  }
}
