package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    Tally tally = new Tally();
    Oracle oracle = started.get();
    try {
      for (int done = 0; done < cases; done += BATCH) {
        List<byte[]> programs = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          programs.add(PickleGenerator.next(random));
        }
        oracle = tally.compare(oracle, programs);
      }
    } finally {
      oracle.close();
    }
    System.out.printf("differential: %s%n", tally);
    assertThat(tally.disagreements.stream().limit(20).toList()).isEmpty();
    assertThat(tally.named).isGreaterThan(cases / 10);
    assertThat(tally.whole).isGreaterThan(cases / 50);
    assertThat(tally.unanswered).isLessThan(cases / 100 + BATCH);
  }

  /// What came of the comparison so far.
  private static final class Tally {
    final List<String> disagreements = new ArrayList<>();
    int programs;
    int guessed;
    int whole;
    int named;
    int unanswered;

    /// @return the oracle to go on with: CPython may crash on a program, and that one is unanswered
    Oracle compare(Oracle oracle, List<byte[]> batch) throws IOException {
      send(oracle, batch, 0);
      Oracle current = oracle;
      for (int i = 0; i < batch.size(); i++) {
        try {
          judge(batch.get(i), current.receive(), i % 2 == 0);
        } catch (UncheckedIOException crashed) {
          unanswered++;
          current.close();
          current = Oracle.start().orElseThrow();
          send(current, batch, i + 1);
        }
      }
      return current;
    }

    private static void send(Oracle oracle, List<byte[]> batch, int from) {
      try {
        for (int i = from; i < batch.size(); i++) {
          oracle.send(batch.get(i), i % 2 == 0);
        }
        oracle.flush();
      } catch (UncheckedIOException crashed) {
        // The next answer that is missing tells which program it was.
      }
    }

    private void judge(byte[] program, Oracle.Answer theirs, boolean framed) {
      programs++;
      if (theirs.isUnknown()) {
        unanswered++;
        return;
      }
      Traced ours = Traced.run(program, framed);
      guessed += ours.guessed() ? 1 : 0;
      whole += theirs.failure().isEmpty() ? 1 : 0;
      named += theirs.names().isEmpty() ? 0 : 1;
      ours.disagreement(theirs)
          .ifPresent(text -> disagreements.add(HexFormat.of().formatHex(program) + " " + text));
    }

    @Override
    public String toString() {
      return String.format(
          "%,d programs, %,d whole, %,d with names, %,d left to the loader's world, %d CPython"
              + " could not answer, %d disagreements",
          programs, whole, named, guessed, unanswered, disagreements.size());
    }
  }
}
