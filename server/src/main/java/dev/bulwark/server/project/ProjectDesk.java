package dev.bulwark.server.project;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceReader.Contents;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.govern.threat.RiskRegister;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.session.CheckSession;
import dev.bulwark.project.session.Judgement;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.session.ReportMaker;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.ServerFault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Runs and judges the systems: what `bulwark check` and `bulwark status` do, for many people at
/// once.
///
/// What was verified is kept by the ledger's checkpoint, and a judgement for a minute, with the
/// moment it is of; a ledger that grew is read and judged again. One judges while the others wait,
/// or take what was judged before over the same ledger. Thread-safe.
public final class ProjectDesk {
  private static final Duration JUDGED = Duration.ofMinutes(1);
  private static final long PATIENCE_SECONDS = 60;

  private final Shell shell;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<String, Object> looking = new ConcurrentHashMap<>();
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, WorkspaceReader> readers = new ConcurrentHashMap<>();
  private final Map<String, Read> read = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> judging = new ConcurrentHashMap<>();
  private final Map<String, Standing> judged = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Optional<Standing>>> asked =
      new ConcurrentHashMap<>();

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();

  public ProjectDesk(Shell shell) {
    this.shell = shell;
  }

  /// What the files showed.
  private record Seen(Path files, Inspection inspection, Inspector inspector, Instant at) {}

  /// A ledger's contents under one checkpoint.
  private record Read(Checkpoint checkpoint, Contents contents) {}

  /// Everything verified in a ledger, and which ledger that is.
  ///
  /// @param size entries under that root, also those that prove nothing
  public record Told(Digest root, long size, List<Evidence> evidence) {
    public Told {
      evidence = List.copyOf(evidence);
    }
  }

  public static Home home(Project project) {
    return project.home();
  }

  public static boolean hasEvidence(Project project) {
    return home(project).hasLedger();
  }

  /// Inspects, records, decides.
  ///
  /// @throws ServerFault `busy` when another writer does not end within a minute
  public Report check(Project project) {
    return check(project, () -> {});
  }

  /// Inspects, records, decides, while the ledger is one that the caller accepts.
  ///
  /// @param accept throws when it is not; no other writer comes between it and the work
  public Report check(Project project, Runnable accept) {
    Seen now = look(project);
    return alone(
        project,
        () -> {
          accept.run();
          Report report =
              new CheckSession(shell, home(project), now.inspector())
                  .record(now.inspection(), Optional.empty(), progress());
          judged.remove(project.id());
          return report;
        });
  }

  /// What was seen last; looks when nobody did since the start, or at other files.
  private Seen seen(Project project) {
    Seen known = seen.get(project.id());
    return known == null || !known.files().equals(project.files()) ? look(project) : known;
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
            project.files(),
            inspector.inspect(project.files(), home(project), progress()),
            inspector,
            shell.clock().instant());
    seen.put(project.id(), now);
    return now;
  }

  private Progress progress() {
    return new Progress(shell.terminal(), shell.nanoTime());
  }

  /// How it stands now, a minute at most behind the clock and never behind the ledger.
  ///
  /// @throws dev.bulwark.kernel.fault.Fault when there is no evidence yet, or it does not verify
  public Standing standing(Project project) {
    Read contents = contents(project);
    Instant now = shell.clock().instant();
    Optional<Standing> fresh = judged(project, contents, now.minus(JUDGED));
    if (fresh.isPresent()) {
      return fresh.get();
    }
    ReentrantLock lock = judging.computeIfAbsent(project.id(), _ -> new ReentrantLock());
    if (!lock.tryLock()) {
      Optional<Standing> before = judged(project, contents, now.minus(JUDGED.multipliedBy(2)));
      if (before.isPresent()) {
        return before.get();
      }
      lock.lock();
    }
    try {
      return judged(project, contents, now.minus(JUDGED))
          .orElseGet(() -> judge(project, contents, now));
    } finally {
      lock.unlock();
    }
  }

  /// What was judged over this very ledger after a moment.
  private Optional<Standing> judged(Project project, Read contents, Instant after) {
    String root = contents.checkpoint().head().root().toString();
    return Optional.ofNullable(judged.get(project.id()))
        .filter(standing -> standing.report().ledger().root().equals(root))
        .filter(standing -> standing.assessment().asOf().isAfter(after));
  }

  private Standing judge(Project project, Read contents, Instant now) {
    Seen files = seen(project);
    List<Evidence> ledger = contents.contents().evidence();
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
    return contents(project).contents().evidence();
  }

  /// The same, with the ledger it is of.
  public Told told(Project project) {
    Read read = contents(project);
    return new Told(
        read.checkpoint().head().root(), read.checkpoint().size(), read.contents().evidence());
  }

  /// Who holds which key and role, by all that is known.
  public Roster roster(Project project) {
    return contents(project).contents().roster();
  }

  /// How much of the ledger there is now, verified.
  public Checkpoint checkpoint(Project project) {
    return contents(project).checkpoint();
  }

  /// Every rule that is looked for, with what its page says.
  public List<Rule> rules(Project project) {
    return seen(project).inspector().rules();
  }

  /// The system as its manifest declares it; empty while that cannot be read.
  public Optional<AiSystem> described(Project project) {
    return seen(project).inspection() instanceof Inspection.Described described
        ? Optional.of(described.system())
        : Optional.empty();
  }

  /// How it stood when somebody last asked; when nobody did, somebody is sent to look, and there is
  /// an answer the next time. Never waits.
  public Optional<Standing> known(Project project) {
    return Optional.ofNullable(judged.get(project.id()))
        .or(() -> lookOnce(project).getNow(Optional.empty()));
  }

  /// How it stood at most a minute ago. When nobody knows, one is sent to look, however many ask,
  /// and goes on looking when the patience of those who ask has ended.
  ///
  /// @return empty as well when it cannot be told
  public Optional<Standing> fresh(Project project, Duration patience) {
    Optional<Standing> known =
        Optional.ofNullable(judged.get(project.id()))
            .filter(standing -> standing.assessment().asOf().isAfter(now().minus(JUDGED)));
    if (known.isPresent()) {
      return known;
    }
    return lookOnce(project)
        .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /// @return a copy, for its caller alone to end early
  private CompletableFuture<Optional<Standing>> lookOnce(Project project) {
    CompletableFuture<Optional<Standing>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Standing>> first = asked.putIfAbsent(project.id(), mine);
    if (first != null) {
      return first.copy();
    }
    Thread.ofVirtual()
        .start(
            () -> {
              Optional<Standing> found = Optional.empty();
              try {
                found = Optional.of(standing(project));
              } catch (Fault e) {
                // Whoever opens the page is told; here there is nobody to tell.
                found = Optional.empty();
              } finally {
                asked.remove(project.id(), mine);
                mine.complete(found);
              }
            });
    return mine.copy();
  }

  /// Entries under the verified checkpoint.
  public long ledgerSize(Project project) {
    return contents(project).checkpoint().size();
  }

  /// How many wait to write to some ledger.
  public int waiting() {
    return waiting.get();
  }

  /// How many are writing to some ledger.
  public int writing() {
    return writing.get();
  }

  /// The root of a system's verified ledger.
  public Digest root(Project project) {
    return contents(project).checkpoint().head().root();
  }

  private Read contents(Project project) {
    try {
      return contents(project, readers.computeIfAbsent(project.id(), _ -> reader(project)));
    } catch (WorkspaceFault e) {
      // Another ledger may lie there now, with other keys.
      WorkspaceReader again = reader(project);
      readers.put(project.id(), again);
      return contents(project, again);
    }
  }

  private Read contents(Project project, WorkspaceReader reader) {
    Bytes note = reader.note();
    Read before = read.get(project.id());
    if (before != null && before.checkpoint().note().equals(note)) {
      return before;
    }
    synchronized (looking.computeIfAbsent("ledger of " + project.id(), _ -> new Object())) {
      Read meanwhile = read.get(project.id());
      if (meanwhile != null && meanwhile.checkpoint().note().equals(reader.note())) {
        return meanwhile;
      }
      Checkpoint checkpoint = reader.checkpoint();
      Read now = new Read(checkpoint, reader.contents(checkpoint));
      read.put(project.id(), now);
      return now;
    }
  }

  /// A system's evidence, open for reading.
  public static WorkspaceReader reader(Project project) {
    return WorkspaceReader.open(home(project));
  }

  /// Work that writes to a system's ledger.
  interface Writing<T> {
    T run();
  }

  /// One writer a system at a time.
  <T> T alone(Project project, Writing<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(project.id(), _ -> new ReentrantLock());
    waiting.incrementAndGet();
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
    } finally {
      waiting.decrementAndGet();
    }
    writing.incrementAndGet();
    try {
      return work.run();
    } catch (LedgerFault e) {
      if (e.type().equals(LedgerFault.BUSY)) {
        throw new ServerFault(
            ServerFault.BUSY,
            "expected to lead the ledger of %s, found another replica or program at it; try again"
                .formatted(project.id()),
            e);
      }
      throw e;
    } finally {
      writing.decrementAndGet();
      lock.unlock();
    }
  }

  public Instant now() {
    return shell.clock().instant();
  }

  Shell shell() {
    return shell;
  }
}
