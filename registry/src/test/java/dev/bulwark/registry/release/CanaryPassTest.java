package dev.bulwark.registry.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pass of two generations, at places that are offline.
class CanaryPassTest {
  private static final VersionId TWO = new VersionId("scorer", 2);
  private static final int SHARE = 30;

  private final LogInMemory memory = LogInMemory.begun();
  private final PassCheck here =
      new PassCheck(
          LogInMemory.verifier(), LogInMemory.JUDGE.verifyingKey(), "staging", PassCheckTest.KEY);
  private final Map<String, Receipt> receipts = new TreeMap<>();

  @BeforeEach
  void write() {
    memory.run(
        log -> {
          event(log, "environment", PassCheckTest.environment("staging", PassCheckTest.KEY));
          event(log, "one", PassCheckTest.pushed(PassCheckTest.ONE, PassCheckTest.MODEL));
          event(log, "two", PassCheckTest.pushed(TWO, PassCheckTest.MODEL));
          Reference allow = record(log, "allow", PassCheckTest.decision(GateName.RELEASE, true));
          record(log, "deny", PassCheckTest.decision(GateName.RELEASE, false));
          deployed(log, "gen 1", 1, allow, PassCheckTest.ONE, Optional.empty());
          deployed(log, "gen 2", 2, allow, PassCheckTest.ONE, Optional.empty());
          deployed(log, "canary", 3, allow, TWO, Optional.of(new Canary(SHARE, 2)));
          deployed(log, "more", 4, allow, TWO, Optional.of(new Canary(90, 2)));
        });
  }

  private void deployed(
      EvidenceLog log,
      String name,
      long generation,
      Reference decision,
      VersionId id,
      Optional<Canary> canary) {
    event(
        log,
        name,
        new RegistryEvent.Deployed(
            "staging",
            generation,
            RegistryEvent.Deployed.Kind.PROMOTION,
            new TreeMap<>(Map.of(id, Digest.of(Bytes.utf8("grant of " + generation)))),
            Optional.of(decision),
            PassCheckTest.NOBODY,
            "",
            canary));
  }

  private void event(EvidenceLog log, String name, RegistryEvent event) {
    record(log, name, event.statement(List.of()));
  }

  private Reference record(EvidenceLog log, String name, Statement statement) {
    Evidence evidence = log.record(statement, LogInMemory.JUDGE);
    receipts.put(name, log.receipt(evidence));
    return Reference.to(evidence);
  }

  private Receipt of(String name) {
    return Optional.ofNullable(receipts.get(name)).orElseThrow();
  }

  private Pass.Runs runs(String deployment, String decision, String version) {
    return new Pass.Runs(of(deployment), Optional.of(of(decision)), List.of(of(version)));
  }

  private Pass pass(Pass.Runs runs, Pass.Runs beside) {
    return new Pass(of("environment"), runs, Optional.of(beside));
  }

  private Pass both() {
    return pass(runs("canary", "allow", "two"), runs("gen 2", "allow", "one"));
  }

  private PassCheck.Result check(Pass pass, Which which) {
    return check(pass, which, Seen.NOTHING);
  }

  private PassCheck.Result check(Pass pass, Which which, Seen seen) {
    return here.check(pass, which, seen, Lab.day(0.6));
  }

  private static void admits(PassCheck.Result result, long generation, VersionId id) {
    assertThat(result)
        .isInstanceOfSatisfying(
            PassCheck.Result.Admitted.class,
            admitted -> {
              assertThat(admitted.generation()).isEqualTo(generation);
              assertThat(admitted.versions()).containsOnlyKeys(id);
              assertThat(admitted.seen().generation()).as("what is remembered").isEqualTo(3);
            });
  }

  private static void refused(PassCheck.Result result, String says) {
    assertThat(result)
        .isInstanceOfSatisfying(
            PassCheck.Result.Refused.class,
            refused ->
                assertThat(refused.expected() + ", found " + refused.found()).contains(says));
  }

  @Test
  void eachNodeGetsWhatFallsToItAndAlwaysTheSame() {
    Pass copied = Pass.parse(both().json().canonicalBytes());
    assertThat(copied).isEqualTo(both());
    int canaries = 0;
    for (int i = 0; i < 200; i++) {
      String node = "node-" + i;
      boolean isCanary = new Canary(SHARE, 2).takes("staging", node);
      canaries += isCanary ? 1 : 0;
      for (int again = 0; again < 2; again++) {
        admits(
            check(copied, new Which.Node(node)),
            isCanary ? 3 : 2,
            isCanary ? TWO : PassCheckTest.ONE);
      }
    }
    assertThat(canaries).isBetween(40, 80);
    admits(check(copied, new Which.Generation(2)), 2, PassCheckTest.ONE);
    admits(check(copied, new Which.Generation(3)), 3, TWO);
  }

  @Test
  void aPlaceThatDoesNotSayWhichGetsNothing() {
    refused(check(both(), new Which.Only()), "the name of this node");
    refused(check(both(), new Which.Generation(1)), "generation 1 is asked for");
  }

  /// One of the two is closed, and the other goes on.
  @Test
  void aCanaryThatIsClosedClosesNobodyElse() {
    Pass closed = pass(runs("canary", "deny", "two"), runs("gen 2", "allow", "one"));
    refused(check(closed, new Which.Generation(3)), "does not");
    admits(check(closed, new Which.Generation(2)), 2, PassCheckTest.ONE);
    Pass other = pass(runs("canary", "allow", "two"), runs("gen 2", "deny", "one"));
    refused(check(other, new Which.Generation(2)), "does not");
    admits(check(other, new Which.Generation(3)), 3, TWO);
  }

  @Test
  void onlyWhatTheCanaryNamesRunsBesideIt() {
    Pass.Runs canary = runs("canary", "allow", "two");
    Which node = new Which.Generation(2);
    refused(check(pass(canary, runs("gen 1", "allow", "one")), node), "found generation 1");
    refused(check(pass(canary, runs("more", "allow", "two")), node), "found generation 4");
    refused(check(new Pass(of("environment"), canary, Optional.empty()), node), "the canary alone");
    refused(
        check(pass(runs("gen 2", "allow", "one"), canary), new Which.Only()), "another beside it");
  }

  @Test
  void anOldPassWithAnotherShareIsRefused() {
    refused(check(both(), new Which.Node("node-1"), new Seen(4, 0)), "generation 4 or a later one");
  }

  @Test
  void whatIsBesideIsReadStrictly() {
    String text = both().json().canonical();
    assertThatThrownBy(
            () -> Pass.parse(Bytes.utf8(text.replace("\"beside\":{", "\"beside\":{\"x\":1,"))))
        .isInstanceOf(RegistryFault.class);
  }
}
