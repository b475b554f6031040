package dev.bulwark.control.status;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Erasure;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was erased, by type and by what it was about, so that erasing a failure does not bring an
/// older pass back.
public final class Erasures {
  private final List<Erasure.Entry> entries = new ArrayList<>();
  private final Map<String, Map<Digest, Long>> last = new HashMap<>();

  private Erasures() {}

  /// Erasures the judge signed, whenever they were received: what is gone cannot be read for a past
  /// date either.
  public static Erasures in(List<Evidence> ledger) {
    Erasures erasures = new Erasures();
    for (Evidence evidence : ledger) {
      if (evidence.statement().predicateType().equals(PredicateType.ERASURE)
          && evidence.assurance().atLeast(Assurance.A4)) {
        erasures.read(evidence);
      }
    }
    return erasures;
  }

  /// The tool erases only after such a statement is in the ledger, and writes none it cannot read:
  /// one of another shape has erased nothing.
  private void read(Evidence evidence) {
    try {
      for (Erasure.Entry entry : Erasure.parse(evidence.statement().predicate()).entries()) {
        entries.add(entry);
        Map<Digest, Long> byDigest =
            last.computeIfAbsent(entry.predicateType(), _ -> new HashMap<>());
        entry.subjects().forEach(digest -> byDigest.merge(digest, entry.index(), Long::max));
      }
    } catch (EvidenceFault e) {
      return;
    }
  }

  /// Whether something that lay before that place, about any of these bytes, was erased.
  public boolean touch(long before, List<Subject> subjects) {
    return entries.stream()
        .filter(entry -> entry.index() < before)
        .flatMap(entry -> entry.subjects().stream())
        .anyMatch(digest -> subjects.stream().anyMatch(subject -> subject.digest().equals(digest)));
  }

  /// The place of the last erased piece of that type about those bytes; -1 when there is none.
  long last(String predicateType, Digest digest) {
    return last.isEmpty()
        ? -1
        : last.getOrDefault(predicateType, Map.of()).getOrDefault(digest, -1L);
  }

  /// The place of the last erased piece of that type; -1 when there is none.
  long lastOf(String predicateType) {
    return last.getOrDefault(predicateType, Map.of()).values().stream()
        .max(Long::compare)
        .orElse(-1L);
  }
}
