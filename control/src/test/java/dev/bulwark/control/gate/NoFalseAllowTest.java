package dev.bulwark.control.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.testkit.ForAll;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal 1 of the research: over generated evidence sets, no gate opens that should not.
class NoFalseAllowTest {
  private static final int CHUNKS = 8;
  private final Policy policy = Lab.policy();
  private final List<Pool> pools = List.of(Pool.of(false), Pool.of(true));
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger waived = new AtomicInteger();

  @Test
  void theGateOpensExactlyWhenThePlainOracleSaysSo() {
    run(0x900d_0000L, 10_000);
  }

  @Tag("slow")
  @Test
  void aHundredThousandTimes() {
    run(0xbad_0000_0000L, 100_000);
  }

  private void run(long seed, int cases) {
    int each = cases / CHUNKS;
    IntStream.range(0, CHUNKS)
        .parallel()
        .forEach(
            chunk -> {
              for (int i = 0; i < each; i++) {
                ForAll.seed(seed + (long) chunk * each + i, this::check);
              }
            });
    assertThat(opened.get()).as("cases that open").isBetween(cases / 20, cases / 2);
    assertThat(waived.get()).as("cases that open by a waiver").isGreaterThan(cases / 1_000);
  }

  private void check(RandomGenerator random) {
    Pool pool = pools.get(random.nextInt(pools.size()));
    List<Evidence> drawn = pool.draw(random);
    Instant asOf = Pool.moment(random);
    Decision decision = Gate.decide(GateName.RELEASE, Assessment.of(policy, drawn, asOf));
    boolean allowed = decision instanceof Decision.Allow;
    assertThat(allowed)
        .as("%s at %s", drawn, asOf)
        .isEqualTo(Oracle.releaseIsOpen(drawn, asOf, pool.shapes));
    if (allowed) {
      opened.incrementAndGet();
      waived.addAndGet(decision.waived().isEmpty() ? 0 : 1);
    }
  }
}
