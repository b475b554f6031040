package dev.bulwark.server.finding;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What one check of the whole system put on record: the results between a description of the
/// system and the decision that followed.
///
/// @param at when its description was received
/// @param results the test results, in the ledger's order
public record Round(Instant at, List<Evidence> results) {
  public Round {
    results = List.copyOf(results);
  }

  /// Every round of a ledger, oldest first. One that holds nothing is left out: a description that
  /// another replaced at once, as a rehearsal leaves it.
  ///
  /// @param ledger all its evidence, in its order
  public static List<Round> of(List<Evidence> ledger) {
    List<Round> rounds = new ArrayList<>();
    List<Evidence> results = new ArrayList<>();
    Instant began = Instant.MIN;
    for (Evidence evidence : ledger) {
      if (evidence.assurance() == Assurance.A0) {
        continue;
      }
      switch (evidence.statement().predicateType()) {
        case PredicateType.SYSTEM -> {
          if (evidence.received().isAfter(began)) {
            close(rounds, began, results);
          }
          results.clear();
          began = evidence.received();
        }
        case PredicateType.TEST_RESULT -> {
          if (!began.equals(Instant.MIN)) {
            results.add(evidence);
          }
        }
        case PredicateType.VERIFICATION_SUMMARY -> {
          close(rounds, began, results);
          results.clear();
          began = Instant.MIN;
        }
        default -> {}
      }
    }
    close(rounds, began, results);
    return rounds;
  }

  private static void close(List<Round> rounds, Instant began, List<Evidence> results) {
    if (!results.isEmpty()) {
      rounds.add(new Round(began, results));
    }
  }
}
