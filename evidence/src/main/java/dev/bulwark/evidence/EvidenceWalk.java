package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.vault.Opened;
import dev.bulwark.evidence.vault.Sealed;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One walk over a ledger's entries, from bytes to verified evidence: what reading and auditing
/// share. It stops at nothing and decides nothing; everything that is wrong is in it, in order.
///
/// @param roster as the last entry leaves it
/// @param newest the last entry's time; {@link Instant#MIN} when there is none
record EvidenceWalk(List<Step> steps, Roster roster, Instant newest) {
  EvidenceWalk {
    steps = List.copyOf(steps);
  }

  /// What became of one entry.
  sealed interface Step {

    /// @param unfinished an erasure is on record whose key was not destroyed yet
    record Gone(Erased erased, Sealed sealed, boolean unfinished) implements Step {}

    record Read(LedgerEntry entry, Verification verification) implements Step {}

    record Broken(Wrong wrong) implements Step {}
  }

  /// Something that is not as it was logged.
  ///
  /// @param where the entry, or the name in a store
  record Wrong(String what, String where, String expected, String found) {}

  static EvidenceWalk of(
      List<Bytes> entries, Vault vault, VerifyingKey root, SignatureMemory memory) {
    return new Walker(vault, root, memory).walk(entries);
  }

  private static final class Walker {
    private final Vault.Reader vault;
    private final SignatureMemory memory;
    private final VerifyingKey root;
    private Roster roster;
    private Instant newest = Instant.MIN;

    Walker(Vault vault, VerifyingKey root, SignatureMemory memory) {
      this.vault = vault.reader();
      this.root = root;
      this.roster = Roster.of(root);
      this.memory = memory;
    }

    /// An entry on its way, as far as it got without the roster.
    private sealed interface Stage {
      record Failed(Wrong wrong) implements Stage {}

      record Destroyed(long index, LedgerEntry entry) implements Stage {}

      record Envelope(LedgerEntry entry, Verifier.Received received) implements Stage {}

      record Parsed(LedgerEntry entry, Verifier.Reading reading) implements Stage {}
    }

    EvidenceWalk walk(List<Bytes> entries) {
      List<Stage> opened = new ArrayList<>();
      for (Bytes entry : entries) {
        opened.add(open(opened.size(), entry));
      }
      List<Stage> parsed = SignaturesAhead.spread(opened).map(Walker::parse).toList();
      Verifier verifier = new Verifier(check(parsed));
      List<Stage> stages = List.copyOf(parsed);
      List<Step> steps = new ArrayList<>();
      for (Stage stage : stages) {
        steps.add(judge(stage, verifier));
      }
      return new EvidenceWalk(withErasures(stages, steps), roster, newest);
    }

    private Stage open(long index, Bytes bytes) {
      LedgerEntry entry;
      try {
        entry = LedgerEntry.parse(bytes);
      } catch (EvidenceFault e) {
        return new Stage.Failed(
            wrong("the entry cannot be read", index, "an entry of this ledger", e.getMessage()));
      }
      if (entry.time().isBefore(newest)) {
        return new Stage.Failed(
            wrong(
                "the entry is older than the one before it",
                index,
                "a time from " + newest,
                entry.time().toString()));
      }
      newest = entry.time();
      return switch (vault.open(entry.sealed())) {
        case Opened.KeyDestroyed _ -> new Stage.Destroyed(index, entry);
        case Opened.Broken(String where, String expected, String found) ->
            new Stage.Failed(
                new Wrong(
                    "the envelope of entry " + index + " is not there as it was logged",
                    where,
                    expected,
                    found));
        case Opened.Whole(Bytes _, Bytes envelope) ->
            new Stage.Envelope(entry, new Verifier.Received(index, entry.time(), envelope));
      };
    }

    private static Stage parse(Stage stage) {
      return stage instanceof Stage.Envelope(LedgerEntry entry, Verifier.Received received)
          ? new Stage.Parsed(entry, Verifier.parse(received))
          : stage;
    }

    /// Verifies what the memory does not know, on all cores, before the roster is walked. A key
    /// comes from any enrolment in the ledger, trusted or not: its id is the digest of its bytes,
    /// and whether it counts is the roster's word.
    private Verifier.SignatureCheck check(List<Stage> stages) {
      List<Verifier.Parsed> readable = stages.stream().flatMap(Walker::readable).toList();
      Map<String, VerifyingKey> keys = new HashMap<>();
      keys.put(root.id(), root);
      readable.forEach(parsed -> enrolled(parsed).ifPresent(key -> keys.put(key.id(), key)));
      List<Verifier.Parsed> fresh =
          readable.stream()
              .filter(parsed -> !memory.holds(parsed.received().index(), parsed.claimedKeyId()))
              .toList();
      SignaturesAhead ahead = new SignaturesAhead(fresh, id -> Optional.ofNullable(keys.get(id)));
      return (parsed, key) ->
          memory.holds(parsed.received().index(), key.id())
              ? new VerifyingKey.Held(true, true)
              : ahead.verify(parsed, key);
    }

    private static Stream<Verifier.Parsed> readable(Stage stage) {
      return stage instanceof Stage.Parsed(LedgerEntry _, Verifier.Reading.Understood(var parsed))
          ? Stream.of(parsed)
          : Stream.empty();
    }

    private static Optional<VerifyingKey> enrolled(Verifier.Parsed parsed) {
      if (!parsed.statement().predicateType().equals(PredicateType.KEY)) {
        return Optional.empty();
      }
      try {
        return RosterEvent.parse(parsed.statement().predicate())
                instanceof RosterEvent.Enrolled enrolled
            ? Optional.of(enrolled.key())
            : Optional.empty();
      } catch (EvidenceFault e) {
        return Optional.empty();
      }
    }

    private Step judge(Stage stage, Verifier verifier) {
      return switch (stage) {
        case Stage.Failed(Wrong wrong) -> new Step.Broken(wrong);
        case Stage.Destroyed(long index, LedgerEntry _) ->
            new Step.Broken(
                wrong(
                    "a key was destroyed and no erasure is on record",
                    index,
                    "an erasure signed by the judge",
                    "none"));
        case Stage.Envelope envelope -> throw new IllegalStateException("not parsed: " + envelope);
        case Stage.Parsed(LedgerEntry entry, Verifier.Reading.Broken(var unreadable)) ->
            new Step.Read(entry, unreadable);
        case Stage.Parsed(LedgerEntry entry, Verifier.Reading.Understood(Verifier.Parsed parsed)) ->
            read(entry, parsed, verifier);
      };
    }

    private Step read(LedgerEntry entry, Verifier.Parsed parsed, Verifier verifier) {
      LedgerEntry.Type type = LedgerEntry.Type.of(parsed.statement());
      if (type != entry.type()) {
        return new Step.Broken(
            wrong(
                "the entry calls its statement something else",
                parsed.received().index(),
                "the type " + Word.of(type),
                Word.of(entry.type())));
      }
      Verification verification = verifier.judge(roster, parsed);
      if (verification instanceof Verification.Proven(Evidence evidence)) {
        roster = roster.with(evidence);
      }
      return new Step.Read(entry, verification);
    }

    /// Erasures come after what they erase, so they are laid over the walk at its end.
    private List<Step> withErasures(List<Stage> stages, List<Step> steps) {
      List<Step> all = new ArrayList<>(steps);
      for (Step step : steps) {
        if (step instanceof Step.Read(LedgerEntry entry, Verification.Proven(Evidence evidence))
            && entry.type() == LedgerEntry.Type.ERASURE) {
          erase(evidence, stages, all);
        }
      }
      return all;
    }

    private static void erase(Evidence erasure, List<Stage> stages, List<Step> all) {
      List<Erasure.Entry> entries;
      try {
        entries = Erasure.parse(erasure.statement().predicate()).entries();
      } catch (EvidenceFault e) {
        all.set(
            (int) erasure.index(),
            new Step.Broken(
                wrong(
                    "the erasure cannot be read", erasure.index(), "an erasure", e.getMessage())));
        return;
      }
      for (Erasure.Entry what : entries) {
        if (what.index() >= 0 && what.index() < erasure.index()) {
          gone(what, erasure, stages).ifPresent(step -> all.set((int) what.index(), step));
        }
      }
    }

    private static Optional<Step> gone(Erasure.Entry what, Evidence erasure, List<Stage> stages) {
      return switch (stages.get((int) what.index())) {
        case Stage.Destroyed(long _, LedgerEntry entry)
            when entry.type() == LedgerEntry.Type.EVIDENCE ->
            Optional.of(gone(entry, what, erasure, false));
        case Stage.Parsed(LedgerEntry entry, Verifier.Reading _)
            when entry.type() == LedgerEntry.Type.EVIDENCE ->
            Optional.of(gone(entry, what, erasure, true));
        case Stage.Destroyed _, Stage.Parsed _, Stage.Failed _, Stage.Envelope _ ->
            Optional.empty();
      };
    }

    private static Step gone(
        LedgerEntry entry, Erasure.Entry what, Evidence erasure, boolean unfinished) {
      return new Step.Gone(
          new Erased(entry.time(), what, erasure.index(), erasure.received()),
          entry.sealed(),
          unfinished);
    }

    private static Wrong wrong(String what, long index, String expected, String found) {
      return new Wrong(what, "entry " + index, expected, found);
    }
  }

  /// The first thing that is not as it was logged. What was logged and satisfies nothing (A0) is
  /// not among them.
  Optional<Wrong> firstDamage() {
    return steps.stream().flatMap(step -> damage(step).stream()).findFirst();
  }

  /// The first thing that is damaged or was never worth its place: signatures that do not hold, a
  /// signer nobody knew.
  Optional<Wrong> firstWrong() {
    return steps.stream()
        .flatMap(step -> damage(step).or(() -> unproven(step)).stream())
        .findFirst();
  }

  private static Optional<Wrong> damage(Step step) {
    return switch (step) {
      case Step.Broken(Wrong wrong) -> Optional.of(wrong);
      case Step.Read(LedgerEntry _, Verification.Unreadable unreadable) ->
          Optional.of(
              new Wrong(
                  "the envelope holds no statement",
                  "entry " + unreadable.index(),
                  "a signed in-toto Statement v1",
                  unreadable.detail()));
      case Step.Read _, Step.Gone _ -> Optional.empty();
    };
  }

  private static Optional<Wrong> unproven(Step step) {
    return step instanceof Step.Read(LedgerEntry _, Verification.Unproven unproven)
        ? Optional.of(
            new Wrong(
                "the evidence satisfies nothing (" + Word.of(unproven.reason()) + ")",
                "entry " + unproven.index(),
                "evidence of a signer known at its receipt",
                unproven.detail()))
        : Optional.empty();
  }

  List<Evidence> evidence() {
    return steps.stream()
        .<Evidence>mapMulti(
            (step, out) -> {
              if (step instanceof Step.Read(LedgerEntry _, Verification verification)) {
                switch (verification) {
                  case Verification.Proven(Evidence evidence) -> out.accept(evidence);
                  case Verification.Unproven(Evidence evidence, var _, var _) ->
                      out.accept(evidence);
                  case Verification.Unreadable _ -> {}
                }
              }
            })
        .toList();
  }

  List<Step.Gone> gone() {
    return steps.stream().filter(Step.Gone.class::isInstance).map(Step.Gone.class::cast).toList();
  }
}
