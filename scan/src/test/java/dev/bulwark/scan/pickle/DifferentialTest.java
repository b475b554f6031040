package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Our machine against CPython's: the same names in the same order, and the same end, as from a
/// stream and as from memory.
class DifferentialTest {
  private static final int BATCH = 256;

  @Test
  void namesEqualCPythons() throws Exception {
    compare(20_000, 1);
  }

  @Test
  @Tag("slow")
  void namesEqualCPythonsOnAMillion() throws Exception {
    compare(1_000_000, 1_000_000_007L);
  }

  static void compare(int cases, long seed) throws Exception {
    Optional<Oracle> started = Oracle.start();
    if (started.isEmpty()) {
      abort("skipped: python3 not present");
    }
    RandomGenerator random =
        RandomGeneratorFactory.<RandomGenerator>of("Xoshiro256PlusPlus").create(seed);
    List<String> disagreements = new ArrayList<>();
    int guessed = 0;
    int whole = 0;
    int named = 0;
    try (Oracle oracle = started.get()) {
      for (int done = 0; done < cases; done += BATCH) {
        List<byte[]> programs = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          programs.add(PickleGenerator.next(random));
          oracle.send(programs.getLast(), i % 2 == 0);
        }
        oracle.flush();
        for (int i = 0; i < BATCH; i++) {
          byte[] program = programs.get(i);
          Oracle.Answer theirs = oracle.receive();
          Traced ours = Traced.run(program, i % 2 == 0);
          guessed += ours.guessed() ? 1 : 0;
          whole += theirs.failure().isEmpty() ? 1 : 0;
          named += theirs.names().isEmpty() ? 0 : 1;
          if (!theirs.isUnknown()) {
            ours.disagreement(theirs)
                .ifPresent(
                    text -> disagreements.add(HexFormat.of().formatHex(program) + " " + text));
          }
        }
      }
    }
    System.out.printf(
        "differential: %,d programs, %,d whole, %,d with names, %,d left to the loader's world,"
            + " %d disagreements%n",
        cases, whole, named, guessed, disagreements.size());
    assertThat(disagreements.stream().limit(20).toList()).isEmpty();
    assertThat(named).isGreaterThan(cases / 10);
    assertThat(whole).isGreaterThan(cases / 50);
  }
}
