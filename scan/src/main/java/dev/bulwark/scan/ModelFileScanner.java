package dev.bulwark.scan;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.scan.unpack.Spool;
import dev.bulwark.scan.weights.Siblings;
import dev.bulwark.scan.weights.WeightsReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Scans model files by content and answers with one run of the suite `model-file-scan` per file.
///
/// Guarantees: a rule has passed only when it looked at everything in the file that it concerns; a
/// file nobody can read, or that holds something nobody can read, has not passed; nothing in the
/// file is executed. The same bytes and rules give the same run. May be called from several
/// threads.
public final class ModelFileScanner {
  public static final String SUITE = "model-file-scan";
  private static final String NAME = "bulwark-scan";
  private static final String BUILTIN = "bulwark";
  private static final int CHUNK = 1 << 16;

  /// Smaller files are examined sooner than what was said of them is found and read again.
  static final long LEAST_REMEMBERED = 64L << 10;

  /// However small a file, this much may be read and unpacked; beyond it, a multiple of its size.
  private static final long LEAST_BYTES = 512L << 20;

  private static final long BYTES_PER_BYTE = 128;

  private final CheckRun.Checker checker;
  private final List<Format<?>> formats;
  private final Suite<Recognition> common;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final RunMemory memory;
  private final List<Rule> rules;
  private final SequencedMap<RuleId, Outcome> nothing;
  private final Optional<RulePack> pack;
  private final RuleLists shipped;
  private final Digest builtin;
  private final Digest rulesDigest;
  private final Neighbours neighbours;

  /// Idle ones: never more than files were scanned at once.
  private final Queue<MessageDigest> digests = new ConcurrentLinkedQueue<>();

  /// @param version of this program, for the runs
  /// @param limits for each file
  /// @param nanoTime a monotonic clock in nanoseconds (law 8)
  public ModelFileScanner(String version, Limits limits, LongSupplier nanoTime) {
    this(version, limits, nanoTime, RunMemory.NONE);
  }

  /// @param memory of earlier runs; whoever can write it decides what a scan says
  public ModelFileScanner(String version, Limits limits, LongSupplier nanoTime, RunMemory memory) {
    this(version, limits, nanoTime, memory, RuleLists.builtin());
  }

  /// @param pack what the user adds to the lists of this version
  /// @throws IllegalArgumentException `LIST:LINE: …`, naming the first line that is not understood
  public ModelFileScanner(
      String version, Limits limits, LongSupplier nanoTime, RunMemory memory, RulePack pack) {
    RuleLists shipped = RuleLists.builtin();
    this(
        version,
        limits,
        nanoTime,
        memory,
        shipped,
        BuiltinFormats.all(shipped.with(pack)),
        Optional.of(pack));
  }

  ModelFileScanner(
      String version,
      Limits limits,
      LongSupplier nanoTime,
      RunMemory memory,
      List<Format<?>> formats) {
    this(version, limits, nanoTime, memory, RuleLists.builtin(), formats, Optional.empty());
  }

  private ModelFileScanner(
      String version, Limits limits, LongSupplier nanoTime, RunMemory memory, RuleLists shipped) {
    this(version, limits, nanoTime, memory, shipped, BuiltinFormats.all(shipped), Optional.empty());
  }

  private ModelFileScanner(
      String version,
      Limits limits,
      LongSupplier nanoTime,
      RunMemory memory,
      RuleLists shipped,
      List<Format<?>> formats,
      Optional<RulePack> pack) {
    this.shipped = shipped;
    this.checker = new CheckRun.Checker(NAME, version);
    this.formats = List.copyOf(formats);
    this.common = FormatChecks.suite(formats);
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.memory = memory;
    this.pack = pack;
    this.rules = rules(common, formats);
    this.nothing = nothing(rules);
    this.neighbours = new Neighbours(formats, limits, nanoTime);
    this.rulesDigest = digest(rules, formats, pack);
    this.builtin =
        pack.isEmpty() ? rulesDigest : digest(rules, BuiltinFormats.all(shipped), Optional.empty());
  }

  /// Every rule, sorted by id.
  public List<Rule> rules() {
    return rules;
  }

  private static List<Rule> rules(Suite<Recognition> common, List<Format<?>> formats) {
    TreeMap<RuleId, Rule> rules = new TreeMap<>();
    common.rules().forEach(rule -> rules.put(rule.id(), rule));
    formats.forEach(format -> format.suite().rules().forEach(rule -> rules.put(rule.id(), rule)));
    return List.copyOf(rules.values());
  }

  private static SequencedMap<RuleId, Outcome> nothing(List<Rule> rules) {
    SequencedMap<RuleId, Outcome> outcomes = LinkedHashMap.newLinkedHashMap(rules.size());
    rules.forEach(rule -> outcomes.put(rule.id(), RuleTally.NOTHING));
    return outcomes;
  }

  /// The digest of everything besides the file that the answers depend on, and that is data.
  public Digest rulesDigest() {
    return rulesDigest;
  }

  /// The rules and lists this version ships, whatever a user added to them.
  ///
  /// ```
  /// {"name": "bulwark", "version": of the program they come with, "digest": of all of them,
  ///  "lists": {what a pack may add to: digest}}
  /// ```
  public Json.Obj builtin() {
    return Json.object()
        .put("name", BUILTIN)
        .put("version", checker.version())
        .put("digest", builtin.toString())
        .put("lists", shipped.json())
        .build();
  }

  /// Which rules the answers rest on.
  ///
  /// ```
  /// {"rulesDigest", "builtin": {…}, "rulePack"?: what the user added (see RulePack)}
  /// ```
  public Json.Obj ruleData() {
    Json.Builder data =
        Json.object().put("rulesDigest", rulesDigest.toString()).put("builtin", builtin());
    pack.ifPresent(added -> data.put("rulePack", added.json()));
    return data.build();
  }

  /// Scans one file.
  ///
  /// @param root the folder that links may not lead out of; the file itself when it was named alone
  public ScannedFile scan(Path root, Path file) {
    return scan(root, file, name(root, file));
  }

  /// Scans one file under a name of the caller's.
  ScannedFile scan(Path root, Path file, String name) {
    try (OpenFile open = OpenFile.open(root, file);
        OpenSiblings siblings = new OpenSiblings(root, file)) {
      Source source = new Source(Place.of(name), open.bytes());
      Neighbours.Once beside = new Neighbours.Once(neighbours, root, file, source.place());
      CheckRun run =
          ScopedValue.where(WeightsReader.BESIDE, beside)
              .where(Siblings.BESIDE, siblings)
              .call(() -> recallOrScan(source, () -> beside.taken() || siblings.taken()));
      open.requireUnchanged();
      siblings.requireUnchanged();
      return new ScannedFile.Scanned(name, run);
    } catch (OpenFile.NotRead e) {
      return unread(name, Outcome.Reason.UNREADABLE, e.problem());
    } catch (Budget.OverLimit e) {
      return unread(name, e.reason(), e.problem());
    } catch (InternalError e) {
      return unread(name, Outcome.Reason.UNREADABLE, "it shrank while it was read");
    }
  }

  private static ScannedFile unread(String name, Outcome.Reason reason, String problem) {
    return new ScannedFile.Unread(
        name, new Outcome.Undecided(reason, Place.of(name) + ": " + problem, List.of()));
  }

  /// The name a file has below what is scanned, with `/`.
  static String name(Path root, Path file) {
    Path relative = root.equals(file) ? file.getFileName() : root.relativize(file);
    return relative == null
        ? file.toString()
        : relative.toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /// @param looked whether anything but the source was read by now
  private CheckRun recallOrScan(Source source, BooleanSupplier looked) {
    Budget budget = budget(source.size());
    RunMemory.Key key =
        new RunMemory.Key(
            checker, rulesDigest, source.place().file(), digest(source.bytes(), budget));
    if (source.size() < LEAST_REMEMBERED) {
      return scan(source, key.file(), budget);
    }
    return memory
        .recall(key)
        .orElseGet(
            () -> {
              CheckRun run = scan(source, key.file(), budget);
              if (isRepeatable(run) && !looked.getAsBoolean()) {
                memory.keep(key, run);
              }
              return run;
            });
  }

  /// Whether the bytes and the rules alone led to this run, and not the clock or the machine. What
  /// lies beside a file is asked about elsewhere.
  private static boolean isRepeatable(CheckRun run) {
    return run.outcomes().values().stream()
        .allMatch(
            outcome ->
                !(outcome instanceof Outcome.Undecided undecided)
                    || undecided.reason() == Outcome.Reason.MALFORMED
                    || undecided.reason() == Outcome.Reason.OVER_LIMIT
                    || undecided.reason() == Outcome.Reason.UNSUPPORTED);
  }

  /// Scans bytes, and takes their digest.
  ///
  /// @throws Budget.OverLimit when there is not even time to take it
  public CheckRun scan(Source source) {
    Budget budget = budget(source.size());
    return scan(source, digest(source.bytes(), budget), budget);
  }

  /// Scans bytes whose digest is known: only what the rules need is read.
  public CheckRun scan(Source source, Digest known) {
    return scan(source, known, budget(source.size()));
  }

  private CheckRun scan(Source source, Digest digest, Budget budget) {
    Examination examination = new Examination(formats, common, nothing, budget);
    try (Arena unpacked = Arena.ofConfined()) {
      ScopedValue.where(Spool.EXAMINATION, unpacked).run(() -> examination.examine(source));
    }
    return new CheckRun(
        SUITE,
        checker,
        rulesDigest,
        List.of(new Subject(source.place().file(), digest)),
        examination.outcomes(source.place()),
        examination.details(source.size(), pack));
  }

  /// A bomb is small: what may be unpacked grows with what was handed in.
  private Budget budget(long size) {
    long most =
        size > limits.bytes().bytes() / BYTES_PER_BYTE
            ? limits.bytes().bytes()
            : Math.min(limits.bytes().bytes(), Math.max(LEAST_BYTES, size * BYTES_PER_BYTE));
    return Budget.of(
        new Limits(new ByteSize(most), limits.entries(), limits.depth(), limits.time()), nanoTime);
  }

  /// Copies before digesting: native code must not meet a page that is gone.
  private Digest digest(MemorySegment bytes, Budget budget) {
    MessageDigest idle = digests.poll();
    MessageDigest sha256 = idle == null ? Digest.sha256() : idle;
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes.byteSize())];
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      int size = (int) Math.min(CHUNK, bytes.byteSize() - at);
      budget.bytes(size);
      MemorySegment.copy(bytes, JAVA_BYTE, at, chunk, 0, size);
      sha256.update(chunk, 0, size);
    }
    Digest digest = new Digest(Bytes.of(sha256.digest()));
    digests.add(sha256);
    return digest;
  }

  private static Digest digest(List<Rule> rules, List<Format<?>> formats, Optional<RulePack> pack) {
    Json.Builder all =
        Json.object()
            .put("rules", Json.array(rules.stream().map(ModelFileScanner::json).toList()))
            .put("data", Json.texts(formats.stream().map(Format::ruleData).toList()));
    pack.ifPresent(
        added ->
            all.put("pack", added.digest().toString())
                .put("signed", String.valueOf(added.mayAllow())));
    return Digest.of(all.build().canonicalBytes());
  }

  private static Json json(Rule rule) {
    return Json.object()
        .put("id", rule.id().value())
        .put("title", rule.title())
        .put("why", rule.why())
        .put("fix", rule.fix())
        .put("severity", rule.severity().name())
        .put("cwe", Json.texts(rule.references().cwe()))
        .put("atlas", Json.texts(rule.references().atlas()))
        .put("owasp", Json.texts(rule.references().owasp()))
        .build();
  }
}
