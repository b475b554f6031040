package dev.bulwark.evidence;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.vault.Sealed;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Signs statements, keeps them, and gives back evidence: the one way into the ledger.
///
/// ```
/// try (Ledger ledger = Ledger.open(tiles, cells, ledgerKeys, "example.com/ledger");
///     EvidenceLog log = EvidenceLog.open(ledger, vault, cells, judge.verifyingKey(), InstantSource.system())) {
///   log.begin(judge, "judge");                                       // once, on an empty ledger
///   Evidence evidence = log.record(CheckRunPredicate.statement(run), judge);
///   decide(log.all(), log.roster());
/// }
/// ```
///
/// Guarantees: {@link #record} returns evidence when its envelope is durable in the vault and its
/// entry is durable under a published checkpoint; what would satisfy nothing is refused before
/// anything is written. Times never run backwards. Crash: the envelope is written before the entry,
/// so an entry always has its envelope; an envelope without an entry is never read. Thread-safe;
/// one writer, as the ledger is.
///
/// Its methods throw what {@link EvidenceReader#read}, {@link Ledger} and the stores throw.
public final class EvidenceLog implements AutoCloseable {
  private static final int MAX_ENVELOPES = 1_000;

  private final Ledger ledger;
  private final Vault vault;
  private final CasStore cells;
  private final EvidenceReader reader;
  private final VerifyingKey root;
  private final InstantSource clock;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<Erased> erased = new ArrayList<>();
  private Roster roster;
  private Instant newest = Instant.MIN;
  private long known;
  private int remembered;

  private EvidenceLog(
      Ledger ledger, Vault vault, CasStore cells, VerifyingKey root, InstantSource clock) {
    this.ledger = ledger;
    this.vault = vault;
    this.cells = cells;
    this.reader = new EvidenceReader(vault, cells, root);
    this.root = root;
    this.clock = clock;
    this.roster = Roster.of(root);
  }

  /// Reads and verifies what is there, and finishes an erasure that a crash interrupted.
  ///
  /// @param cells its cell `verified` remembers signatures; may be the store of the ledger and the
  ///   vault
  /// @param root the judge's key this ledger begins with
  public static EvidenceLog open(
      Ledger ledger, Vault vault, CasStore cells, VerifyingKey root, InstantSource clock) {
    EvidenceLog log = new EvidenceLog(ledger, vault, cells, root, clock);
    log.load();
    return log;
  }

  private void load() {
    List<Bytes> entries = EvidenceReader.entries(ledger.tree());
    SignatureMemory memory = reader.memory(entries);
    EvidenceWalk walk = reader.walk(entries, memory);
    for (EvidenceWalk.Step.Gone gone : walk.gone()) {
      if (gone.unfinished()) {
        vault.erase(gone.sealed());
      }
    }
    EvidenceReader.Contents contents = EvidenceReader.contents(walk);
    evidence.clear();
    evidence.addAll(contents.evidence());
    erased.clear();
    erased.addAll(contents.erased());
    roster = contents.roster();
    newest = contents.newest();
    known = entries.size();
    remembered = memory.size();
  }

  /// Everything verified, in the order of the ledger, A0 included.
  public synchronized List<Evidence> all() {
    catchUp();
    return List.copyOf(evidence);
  }

  /// How many entries the ledger has, erased ones and A0 included.
  public synchronized long size() {
    catchUp();
    return known;
  }

  /// What was there and is not.
  public synchronized List<Erased> erased() {
    catchUp();
    return List.copyOf(erased);
  }

  /// Who may sign what, with all that is known; {@link Roster#asOf} answers for an earlier moment.
  public synchronized Roster roster() {
    catchUp();
    return roster;
  }

  /// Begins an empty ledger with the judge's key, signed by itself; does nothing when it has begun.
  ///
  /// @param name what the judge is called
  public synchronized void begin(SigningKey judge, String name) {
    catchUp();
    if (known == 0) {
      RosterEvent first =
          new RosterEvent.Enrolled(RosterEvent.Holder.judge(name), judge.verifyingKey(), now());
      append(List.of(first.statement(judge.verifyingKey())), judge);
    }
  }

  /// Signs one statement, keeps it and verifies it.
  ///
  /// @throws EvidenceFault `evidence-refused` when it would be A0, with the reason;
  ///   `clock-set-back`
  public Evidence record(Statement statement, SigningKey signer) {
    return recordAll(List.of(statement), signer).getFirst();
  }

  /// Signs the statements, keeps them under one checkpoint, all or none, and verifies them.
  ///
  /// @param statements at most 1,000
  /// @return their evidence, in order
  /// @throws EvidenceFault as {@link #record}
  public synchronized List<Evidence> recordAll(List<Statement> statements, SigningKey signer) {
    if (statements.size() > MAX_ENVELOPES) {
      throw new EvidenceFault(
          EvidenceFault.EVIDENCE_REFUSED,
          "expected at most %d statements at once, found %d; record them in parts"
              .formatted(MAX_ENVELOPES, statements.size()));
    }
    catchUp();
    if (known == 0) {
      throw new EvidenceFault(
          EvidenceFault.EVIDENCE_REFUSED,
          "expected a ledger that has begun, found an empty one; begin it with the judge's key");
    }
    if (statements.stream().anyMatch(s -> s.predicateType().equals(PredicateType.ERASURE))) {
      throw new EvidenceFault(
          EvidenceFault.EVIDENCE_REFUSED,
          "expected a statement other than an erasure, found one; erase the evidence itself");
    }
    return statements.isEmpty() ? List.of() : append(statements, signer);
  }

  /// Erases evidence: puts on record, signed by the judge, that it was there and what it was about,
  /// then destroys the keys of its envelopes. Nobody can read them again, from any copy.
  ///
  /// @param indexes ledger indexes of evidence; roster events and erasures stay
  /// @param reason for people to read; free of personal data
  /// @return the erasure's own evidence
  public synchronized Evidence erase(Set<Long> indexes, String reason, SigningKey judge) {
    catchUp();
    List<Evidence> chosen =
        evidence.stream().filter(item -> indexes.contains(item.index())).toList();
    requireErasable(chosen, indexes);
    Erasure erasure = new Erasure(reason, chosen.stream().map(Erasure.Entry::of).toList());
    Evidence record = append(List.of(erasure.statement()), judge).getFirst();
    for (Evidence item : chosen) {
      vault.erase(LedgerEntry.parse(ledger.entry(item.index())).sealed());
      erased.add(
          new Erased(item.received(), Erasure.Entry.of(item), record.index(), record.received()));
    }
    evidence.removeAll(new HashSet<>(chosen));
    return record;
  }

  private static void requireErasable(List<Evidence> chosen, Set<Long> indexes) {
    boolean kept =
        chosen.stream()
            .map(item -> LedgerEntry.Type.of(item.statement()))
            .anyMatch(type -> type != LedgerEntry.Type.EVIDENCE);
    if (chosen.isEmpty() || chosen.size() != indexes.size() || kept) {
      throw new EvidenceFault(
          EvidenceFault.EVIDENCE_REFUSED,
          "expected indexes of evidence to erase, found one that is no evidence, erased already, or"
              + " of a roster event or erasure, which stay; name people in the roster by"
              + " pseudonyms");
    }
  }

  private List<Evidence> append(List<Statement> statements, SigningKey signer) {
    Instant at = now();
    List<Bytes> envelopes =
        SignaturesAhead.spread(statements)
            .map(s -> signer.sign(Envelope.IN_TOTO, s.json().canonicalBytes()).bytes())
            .toList();
    List<Evidence> proven = prove(envelopes, at, known);
    List<Long> indexes = ledger.appendAll(entries(statements, envelopes, at));
    if (indexes.getFirst() != known) {
      // Somebody else appended to the same ledger: what was proven has other indexes.
      load();
      return evidence.stream().filter(item -> indexes.contains(item.index())).toList();
    }
    for (Evidence item : proven) {
      roster = roster.with(item);
    }
    evidence.addAll(proven);
    known += proven.size();
    newest = at;
    return proven;
  }

  private List<Bytes> entries(List<Statement> statements, List<Bytes> envelopes, Instant at) {
    List<Sealed> sealed = vault.seal(envelopes);
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      LedgerEntry.Type type = LedgerEntry.Type.of(statements.get(i));
      entries.add(new LedgerEntry(type, at, sealed.get(i)).bytes());
    }
    return entries;
  }

  /// Verifies before anything is written, with the roster each of them will meet.
  private List<Evidence> prove(List<Bytes> envelopes, Instant at, long first) {
    List<Verifier.Received> received = new ArrayList<>();
    for (Bytes envelope : envelopes) {
      received.add(new Verifier.Received(first + received.size(), at, envelope));
    }
    List<Verifier.Reading> readings =
        SignaturesAhead.spread(received).map(Verifier::parse).toList();
    Verifier verifier = new Verifier(new SignaturesAhead(understood(readings), roster::key));
    Roster then = roster;
    List<Evidence> proven = new ArrayList<>();
    for (Verifier.Reading reading : readings) {
      Evidence item = proven(reading, verifier, then);
      requireEvent(item);
      proven.add(item);
      then = then.with(item);
    }
    return proven;
  }

  private static List<Verifier.Parsed> understood(List<Verifier.Reading> readings) {
    return readings.stream()
        .filter(Verifier.Reading.Understood.class::isInstance)
        .map(reading -> ((Verifier.Reading.Understood) reading).parsed())
        .toList();
  }

  private static Evidence proven(Verifier.Reading reading, Verifier verifier, Roster then) {
    Verification verification =
        switch (reading) {
          case Verifier.Reading.Broken(Verification.Unreadable why) -> why;
          case Verifier.Reading.Understood(Verifier.Parsed parsed) -> verifier.judge(then, parsed);
        };
    return switch (verification) {
      case Verification.Proven(Evidence evidence) -> evidence;
      case Verification.Unproven unproven -> throw refused(unproven.reason(), unproven.detail());
      case Verification.Unreadable unreadable ->
          throw refused(unreadable.reason(), unreadable.detail());
    };
  }

  private static void requireEvent(Evidence item) {
    if (item.statement().predicateType().equals(PredicateType.KEY)) {
      RosterEvent.parse(item.statement().predicate());
    }
  }

  private static EvidenceFault refused(Verification.Reason reason, String detail) {
    return new EvidenceFault(
        EvidenceFault.EVIDENCE_REFUSED,
        "this would satisfy nothing (%s): %s; enrol the key, or sign with one that is enrolled"
            .formatted(Word.of(reason), detail));
  }

  private Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (now.isBefore(newest)) {
      throw new EvidenceFault(
          EvidenceFault.CLOCK_SET_BACK,
          "expected a time from %s, that of the ledger's newest entry, found %s; set the clock right, or wait until it has passed"
              .formatted(newest, now));
    }
    return now;
  }

  /// The proof of one piece of evidence for places that have neither the vault nor the network.
  ///
  /// @throws EvidenceFault `evidence-damaged` when its envelope is not there any more
  public synchronized Receipt receipt(Evidence evidence) {
    return Receipt.of(ledger.tree(), ledger.checkpoint(), vault, evidence.index());
  }

  private void catchUp() {
    if (ledger.size() != known) {
      load();
    }
  }

  /// Remembers the signatures that were verified. Does not close the ledger.
  @Override
  public synchronized void close() {
    SignatureMemory memory = SignatureMemory.of(evidence).fitting(known);
    if (memory.size() != remembered) {
      List<Bytes> entries = EvidenceReader.entries(ledger.tree());
      Optional<Bytes> before = cells.find(SignatureMemory.CELL);
      // When another process wrote meanwhile, its memory is as good.
      if (cells.replace(SignatureMemory.CELL, before, memory.render(entries, vault.key()))) {
        remembered = memory.size();
      }
    }
  }

  /// Refuses when somebody else writes to the ledger by now, and what is known here is old.
  ///
  /// @throws dev.bulwark.kernel.store.StoreFault `store-unavailable`
  public void requireLease() {
    ledger.requireLease();
  }

  /// The judge's key this ledger begins with.
  public VerifyingKey root() {
    return root;
  }
}
