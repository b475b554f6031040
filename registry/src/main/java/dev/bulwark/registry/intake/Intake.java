package dev.bulwark.registry.intake;

import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.KeyPlace;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes versions in.
///
/// The files go under seal first, then the packing list, then the version's key; the event that
/// makes the version known is the last thing written, and before it nothing is erased: each lies
/// under a name drawn by chance that the event tells. So a crash, or another who pushed the same
/// number first, leaves bytes nobody knows, and never a version without its bytes. It is Pending
/// until every check ran over what is stored, and {@link #examine} can be called again.
public final class Intake {
  /// Beside the rules that failed: some file was examined by none. Only another examination of all
  /// files takes it away.
  private static final String UNEXAMINED = "unexamined";

  private final EvidenceLog log;
  private final SigningKey judge;
  private final SealedStore store;
  private final Examiner examiner;
  private final InstantSource clock;
  private final SecureRandom random;

  public Intake(
      EvidenceLog log,
      SigningKey judge,
      SealedStore store,
      Examiner examiner,
      InstantSource clock,
      SecureRandom random) {
    this.log = log;
    this.judge = judge;
    this.store = store;
    this.examiner = examiner;
    this.clock = clock;
    this.random = random;
  }

  private RegistryState state() {
    return RegistryState.at(log.all(), clock.instant());
  }

  /// Makes the next version and examines it.
  ///
  /// @param person whose key signs the request
  /// @param progress told the name of each file
  /// @return the version, Ready or Failed
  /// @throws RegistryFault `registry-invalid`, `registry-conflict`, `registry-unknown`
  /// @throws dev.bulwark.registry.seal.SealFault when a file cannot go under seal
  public Version push(Incoming incoming, SigningKey person, Consumer<String> progress) {
    return push(incoming, new Mandate.Person(person), progress);
  }

  /// Makes the next version and examines it.
  ///
  /// @param mandate a person's, or a channel's standing order
  /// @param progress told the name of each file
  /// @return the version, Ready or Failed
  /// @throws RegistryFault `registry-invalid`, `registry-conflict`, `registry-unknown`
  /// @throws dev.bulwark.registry.seal.SealFault when a file cannot go under seal
  public Version push(Incoming incoming, Mandate mandate, Consumer<String> progress) {
    return examine(take(incoming, mandate, progress).id(), progress);
  }

  /// Makes the next version and leaves it Pending: {@link #examine} says what it is.
  ///
  /// @param mandate a person's, or a channel's standing order
  /// @param progress told the name of each file
  /// @throws RegistryFault `registry-invalid`, `registry-conflict`, `registry-unknown`
  /// @throws dev.bulwark.registry.seal.SealFault when a file cannot go under seal
  public Version take(Incoming incoming, Mandate mandate, Consumer<String> progress) {
    VersionId id = next(incoming);
    PackingList list = packed(incoming, progress);
    Content content = content(list);
    requireSigned(incoming, id, list);
    DataKey key = DataKey.generate(random);
    String name = store.putList(list, key);
    KeyPlace place = store.keep(key);
    Reference asked =
        mandate.request(
            new Request(Request.Ask.PUSH, "", 0, List.of(id), ""),
            List.of(new Subject(id.toString(), content.digest())),
            log);
    RegistryEvent.Pushed event =
        new RegistryEvent.Pushed(
            id,
            incoming.kind(),
            content,
            name,
            Optional.of(place),
            lineage(incoming),
            incoming.signed().map(Incoming.Signed::arrival),
            asked);
    incoming
        .provenance()
        .flatMap(provenance -> provenance.uncovered(content))
        .or(() -> RegistryState.objection(log.all(), clock.instant(), event))
        .or(() -> unrecorded(incoming, mandate))
        .ifPresent(
            why -> {
              store.erase(place, sealed(incoming, list, name));
              throw refused(id, why);
            });
    log.record(event.statement(content.subjects(id)), judge);
    return state().version(id);
  }

  /// What lies under seal is what was signed, whatever happened to the files in between.
  private void requireSigned(Incoming incoming, VersionId id, PackingList list) {
    boolean same =
        incoming.signed().stream().allMatch(signed -> signed.content().equals(content(list)));
    if (!same) {
      store.discard(list.items().stream().map(PackingList.Item::object).toList());
      throw refused(id, "its files changed after their signature was verified");
    }
  }

  /// What people say it comes from, and what its builder says, each once.
  private List<RegistryEvent.Lineage> lineage(Incoming incoming) {
    Set<RegistryEvent.Lineage> lineage = new LinkedHashSet<>(incoming.lineage());
    incoming.provenance().ifPresent(provenance -> lineage.addAll(provenance.lineage(state())));
    return List.copyOf(lineage);
  }

  /// Puts the builder's word on record under the signature of the person who brings it.
  ///
  /// @return why it cannot be evidence; empty when it is, or there is none
  private Optional<String> unrecorded(Incoming incoming, Mandate mandate) {
    try {
      if (mandate instanceof Mandate.Person(SigningKey person)) {
        incoming.provenance().ifPresent(it -> log.record(it.statement(), person));
      }
      return Optional.empty();
    } catch (EvidenceFault e) {
      return Optional.of("its provenance is no evidence: " + e.getMessage());
    }
  }

  /// What was put under seal for this push alone.
  private static List<String> sealed(Incoming incoming, PackingList list, String name) {
    Set<String> brought =
        incoming.files().stream().map(Incoming.File::name).collect(Collectors.toUnmodifiableSet());
    return Stream.concat(
            Stream.of(name),
            list.items().stream()
                .filter(item -> brought.contains(item.name()))
                .map(PackingList.Item::object))
        .toList();
  }

  /// Puts the refusal on record.
  private RegistryFault refused(VersionId id, String why) {
    RegistryEvent.Refused refused =
        new RegistryEvent.Refused(Request.Ask.PUSH, "", List.of(id), List.of(why), List.of());
    log.record(refused.statement(List.of()), judge);
    return new RegistryFault(
        RegistryFault.INVALID,
        "the version %s was not taken in: %s; the refusal is on record".formatted(id, why));
  }

  private VersionId next(Incoming incoming) {
    if (!VersionId.isAsset(incoming.asset())) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected a name of lower-case letters, digits, dots, underscores and hyphens, at most"
              + " 64, found \""
              + incoming.asset()
              + "\"");
    }
    state().of(incoming.asset()).stream()
        .filter(version -> version.kind() != incoming.kind())
        .findFirst()
        .ifPresent(
            version -> {
              throw new RegistryFault(
                  RegistryFault.CONFLICT,
                  "expected a %s, as %s is one, found a %s; give it another name"
                      .formatted(version.kind().word(), version.id(), incoming.kind().word()));
            });
    return state().next(incoming.asset());
  }

  /// Puts every file under seal, or leaves nothing that was.
  private PackingList packed(Incoming incoming, Consumer<String> progress) {
    List<String> sealed = new ArrayList<>();
    try {
      return new PackingList(items(incoming, progress, sealed));
    } catch (RuntimeException e) {
      store.discard(sealed);
      throw e;
    }
  }

  private List<PackingList.Item> items(
      Incoming incoming, Consumer<String> progress, List<String> sealed) {
    Set<String> brought = new HashSet<>();
    Map<String, PackingList.Item> items = new LinkedHashMap<>();
    incoming
        .base()
        .ifPresent(
            base ->
                list(state().version(base)).items().forEach(item -> items.put(item.name(), item)));
    for (String name : incoming.without()) {
      if (items.remove(name) == null) {
        throw new RegistryFault(
            RegistryFault.INVALID,
            "expected a file of the base to leave out, found none of that name: " + name);
      }
    }
    for (Incoming.File file : incoming.files()) {
      if (!brought.add(file.name())) {
        throw new RegistryFault(
            RegistryFault.INVALID,
            "expected each file once, found one twice: %s; bring it once".formatted(file.name()));
      }
      progress.accept(file.name());
      PackingList.Item item = seal(file);
      sealed.add(item.object());
      items.put(file.name(), item);
    }
    if (items.keySet().stream().allMatch(Content::isWrapping)) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected at least one file for " + incoming.asset() + ", found none");
    }
    return List.copyOf(items.values());
  }

  private PackingList.Item seal(Incoming.File file) {
    try (ReadableByteChannel source = file.opener().open()) {
      return store.seal(file.name(), source, file.size());
    } catch (IOException e) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected to read %s to its end, found: %s"
              .formatted(file.name(), e.getClass().getSimpleName()),
          e);
    }
  }

  private static Content content(PackingList list) {
    return new Content(
        list.items().stream()
            .map(item -> new Content.File(item.name(), item.size(), item.digest()))
            .toList());
  }

  /// Runs every check over the stored bytes and says what the version is.
  ///
  /// @throws RegistryFault `registry-unknown`
  public Version examine(VersionId id, Consumer<String> progress) {
    Version version = state().version(id);
    PackingList list = list(version);
    List<CheckRun> runs =
        content(list).equals(version.content())
            ? examiner.examine(version, stored(list, progress))
            : List.of();
    List<Statement> statements = runs.stream().map(CheckRunPredicate::statement).toList();
    List<Evidence> recorded = log.recordAll(statements, judge);
    Set<String> failed = failed(runs);
    if (!examined(runs).containsAll(version.content().everyDigest())) {
      failed.add(UNEXAMINED);
    }
    RegistryEvent.Examined event =
        new RegistryEvent.Examined(
            id,
            content(list).digest(),
            failed.isEmpty()
                ? RegistryEvent.Examined.Standing.READY
                : RegistryEvent.Examined.Standing.FAILED,
            recorded.stream().map(Reference::to).toList(),
            List.copyOf(failed));
    log.record(event.statement(version.content().subjects(id)), judge);
    return state().version(id);
  }

  /// The stored bytes of a version, whatever its state, for a producer to look at.
  ///
  /// @throws RegistryFault `registry-conflict` when its key was erased, or its packing list is not
  ///   the one the ledger knows
  public Examiner.Stored stored(Version version) {
    return stored(known(version), _ -> {});
  }

  private Examiner.Stored stored(PackingList list, Consumer<String> progress) {
    return (name, to) -> {
      progress.accept(name);
      store.copy(
          list.items().stream()
              .filter(item -> item.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no file of that version")),
          to);
    };
  }

  /// The bytes that a run says something about.
  private static Set<Digest> examined(List<CheckRun> runs) {
    return runs.stream()
        .filter(run -> run.verdict() != CheckRun.Verdict.NOT_APPLICABLE)
        .flatMap(run -> run.subjects().stream())
        .map(Subject::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Rules that failed or could not be decided.
  static Set<String> failed(List<CheckRun> runs) {
    Set<String> failed = new TreeSet<>();
    for (CheckRun run : runs) {
      for (Map.Entry<RuleId, Outcome> entry : run.outcomes().entrySet()) {
        if (entry.getValue() instanceof Outcome.Failed
            || entry.getValue() instanceof Outcome.Undecided) {
          failed.add(entry.getKey().value());
        }
      }
    }
    return failed;
  }

  /// What a ready version holds, for people who work on it.
  ///
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when it is not ready
  public PackingList ready(VersionId id) {
    Version version = state().version(id);
    if (version.state() != Version.State.READY) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected a ready version, found that %s is %s; %s"
              .formatted(
                  id,
                  version.state().name(),
                  version.state() == Version.State.ERASED
                      ? "its bytes are destroyed"
                      : "what is in quarantine stays there"));
    }
    return known(version);
  }

  private PackingList known(Version version) {
    PackingList list = list(version);
    if (!content(list).equals(version.content())) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected the packing list the ledger knows of %s, found another; run a scrub"
              .formatted(version.id()));
    }
    return list;
  }

  /// The packing list of a version.
  private PackingList list(Version version) {
    return store.list(
        version.list(),
        store
            .key(version.key())
            .orElseThrow(
                () ->
                    new RegistryFault(
                        RegistryFault.CONFLICT,
                        "expected the key of %s, found that it was erased"
                            .formatted(version.id()))));
  }
}
