package dev.bulwark.registry.intake;

import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.fault.Fault;
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
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes versions in.
///
/// The files go under seal first, then the packing list, then the version's key; the event that
/// makes the version known is the last thing written, and before it nothing is erased: each lies
/// under a name drawn by chance that the event tells. So a crash, or another who pushed the same
/// number first, leaves bytes nobody knows, and never a version without its bytes. It is Pending
/// until every check ran over what is stored, and {@link #examine} can be called again.
public final class Intake {
  private final EvidenceLog log;
  private final SigningKey judge;
  private final SealedStore store;
  private final StoredFiles files;
  private final Examination examination;
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
    this.files = new StoredFiles(store);
    this.examination = new Examination(log, judge, files, examiner);
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
  /// @throws RegistryFault `registry-invalid`, `registry-conflict`, `registry-unknown`;
  ///   `registry-refused` when it may not be, which is on record then
  /// @throws dev.bulwark.registry.seal.SealFault when a file cannot go under seal
  public Version take(Incoming incoming, Mandate mandate, Consumer<String> progress) {
    VersionId id = next(incoming);
    mandate
        .stranger(log, clock.instant())
        .ifPresent(
            why -> {
              throw refused(id, new Objection(Ground.ACCESS, why));
            });
    Sealing sealing = new Sealing(store);
    RegistryEvent.Pushed event =
        before(sealing, () -> laid(sealing, id, incoming, mandate, progress));
    try {
      log.record(event.statement(event.content().subjects(id)), judge);
    } catch (RuntimeException e) {
      throw unknown(sealing, event, e);
    }
    return state().version(id);
  }

  /// What goes wrong before the event is written leaves nothing under seal.
  private static <T> T before(Sealing sealing, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      takeBack(sealing, e);
      throw e;
    }
  }

  private static void takeBack(Sealing sealing, RuntimeException why) {
    try {
      sealing.takeBack();
    } catch (RuntimeException also) {
      why.addSuppressed(also);
    }
  }

  /// The event could not be written. What was sealed is taken away when the ledger certainly does
  /// not hold it; when that is not known it stays, and a sweep will tell.
  private RuntimeException unknown(
      Sealing sealing, RegistryEvent.Pushed event, RuntimeException e) {
    if (isCertain(event, e)) {
      takeBack(sealing, e);
      return e;
    }
    return e instanceof Fault fault
        ? new RegistryFault(
            fault.type(),
            "%s; if %s is not in `bulwark model list` then, `bulwark registry sweep` takes away what lies under seal of it"
                .formatted(fault.getMessage(), event.version()),
            e)
        : e;
  }

  private boolean isCertain(RegistryEvent.Pushed event, RuntimeException e) {
    if (e instanceof LedgerFault fault) {
      return fault.type().equals(LedgerFault.NOT_APPENDED);
    }
    try {
      return state().versions().values().stream()
          .noneMatch(version -> version.list().equals(event.list()));
    } catch (RuntimeException unreadable) {
      e.addSuppressed(unreadable);
      return false;
    }
  }

  /// Everything but the event.
  private RegistryEvent.Pushed laid(
      Sealing sealing,
      VersionId id,
      Incoming incoming,
      Mandate mandate,
      Consumer<String> progress) {
    List<PackingList.Item> base =
        incoming.base().stream()
            .flatMap(it -> files.list(state().version(it)).items().stream())
            .toList();
    PackingList list = sealing.files(incoming, base, progress);
    Content content = StoredFiles.content(list);
    if (!incoming.signed().stream().allMatch(signed -> signed.content().equals(content))) {
      throw refused(
          id, new Objection(Ground.ORDER, "its files changed after their signature was verified"));
    }
    DataKey key = DataKey.generate(random);
    String name = sealing.list(list, key);
    KeyPlace place = sealing.key(key);
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
        .map(why -> new Objection(Ground.ORIGIN, why))
        .or(() -> RegistryState.objection(log.all(), clock.instant(), event))
        .or(() -> unrecorded(incoming, mandate))
        .ifPresent(
            objection -> {
              throw refused(id, objection);
            });
    return event;
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
  private Optional<Objection> unrecorded(Incoming incoming, Mandate mandate) {
    try {
      if (mandate instanceof Mandate.Person(SigningKey person)) {
        incoming.provenance().ifPresent(it -> log.record(it.statement(), person));
      }
      return Optional.empty();
    } catch (EvidenceFault e) {
      return Optional.of(
          new Objection(Ground.ORIGIN, "its provenance is no evidence: " + e.getMessage()));
    }
  }

  /// Puts the refusal on record.
  private RegistryFault refused(VersionId id, Objection objection) {
    List<String> controls = objection.ground().controls();
    RegistryEvent.Refused refused =
        new RegistryEvent.Refused(
            Request.Ask.PUSH, "", List.of(id), List.of(objection.why()), controls);
    log.record(refused.statement(List.of()), judge);
    return new RegistryFault(
        RegistryFault.REFUSED,
        "the version %s was not taken in: %s; the refusal is on record, with the controls %s"
            .formatted(id, objection.why(), controls));
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

  /// Runs every check over the stored bytes and says what the version is.
  ///
  /// @throws RegistryFault `registry-unknown`
  public Version examine(VersionId id, Consumer<String> progress) {
    examination.of(state().version(id), progress);
    return state().version(id);
  }

  /// The stored bytes of a version, whatever its state, for a producer to look at.
  ///
  /// @throws RegistryFault `registry-conflict` when its key was erased, or its packing list is not
  ///   the one the ledger knows
  public Examiner.Stored stored(Version version) {
    return files.of(version);
  }

  /// What a ready version holds, for people who work on it.
  ///
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when it is not ready
  public PackingList ready(VersionId id) {
    return files.ready(state().version(id));
  }
}
