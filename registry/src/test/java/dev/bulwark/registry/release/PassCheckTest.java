package dev.bulwark.registry.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.control.Lab;
import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.testkit.Mangle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PassCheckTest {
  static final VersionId ONE = new VersionId("scorer", 1);
  static final Content MODEL =
      new Content(List.of(new Content.File("x.pkl", 7, Lab.MODEL.digest())));
  private static final Content OTHER =
      new Content(
          List.of(new Content.File("x.pkl", 7, Digest.of(Bytes.utf8("bytes nobody judged")))));
  static final Json.Obj KEY = Json.object().put("x25519", "ours").build();
  static final Digest GRANT = Digest.of(Bytes.utf8("grant"));
  static final Reference NOBODY = new Reference(0, GRANT);

  private final LogInMemory memory = LogInMemory.begun();
  private final PassCheck here =
      new PassCheck(LogInMemory.verifier(), LogInMemory.JUDGE.verifyingKey(), "staging", KEY);

  /// Receipts of everything a pass may hold, by what it is.
  private record Papers(Map<String, Receipt> receipts, Instant decided) {
    Receipt of(String name) {
      return Objects.requireNonNull(receipts.get(name));
    }
  }

  private Papers papers = new Papers(Map.of(), Instant.EPOCH);

  @BeforeEach
  void writeThePapers() {
    List<Map.Entry<String, Evidence>> recorded = new ArrayList<>();
    Map<String, Receipt> receipts = new TreeMap<>();
    Statement allow = decision(GateName.RELEASE, true);
    memory.run(
        log -> {
          add(recorded, "environment", environment("staging", KEY), log);
          add(recorded, "other environment", environment("production", KEY), log);
          add(recorded, "other key", environment("staging", Json.object().build()), log);
          add(recorded, "pushed", pushed(ONE, MODEL), log);
          add(recorded, "pushed other bytes", pushed(ONE, OTHER), log);
          add(recorded, "pushed besides", pushed(new VersionId("prompt", 1), MODEL), log);
          record(recorded, "allow", allow, log);
          record(recorded, "deny", decision(GateName.RELEASE, false), log);
          record(recorded, "other gate", decision(GateName.ADMIT, true), log);
          Reference decision = Reference.to(recorded.get(6).getValue());
          add(recorded, "first", deployed("staging", 1, decision, ONE), log);
          add(recorded, "second", deployed("staging", 2, decision, ONE), log);
          add(recorded, "elsewhere", deployed("production", 2, decision, ONE), log);
          add(recorded, "suspended", deployed("staging", 3, decision), log);
          recorded.forEach(each -> receipts.put(each.getKey(), log.receipt(each.getValue())));
        });
    papers = new Papers(receipts, Lab.day(0.6));
  }

  private static void add(
      List<Map.Entry<String, Evidence>> recorded,
      String name,
      RegistryEvent event,
      EvidenceLog log) {
    record(recorded, name, event.statement(List.of()), log);
  }

  private static void record(
      List<Map.Entry<String, Evidence>> recorded,
      String name,
      Statement statement,
      EvidenceLog log) {
    recorded.add(Map.entry(name, log.record(statement, LogInMemory.JUDGE)));
  }

  static RegistryEvent environment(String name, Json.Obj key) {
    return new RegistryEvent.EnvironmentAdded(
        name,
        "release",
        "",
        key,
        new RegistryEvent.Separation("", "", new TreeSet<>(), ""),
        NOBODY);
  }

  static RegistryEvent pushed(VersionId id, Content content) {
    return new RegistryEvent.Pushed(id, AssetKind.MODEL, content, "list", List.of(), NOBODY);
  }

  private static RegistryEvent deployed(
      String where, long generation, Reference decision, VersionId... ids) {
    TreeMap<VersionId, Digest> grants = new TreeMap<>();
    for (VersionId id : ids) {
      grants.put(id, GRANT);
    }
    return new RegistryEvent.Deployed(
        where,
        generation,
        ids.length == 0
            ? RegistryEvent.Deployed.Kind.SUSPENSION
            : RegistryEvent.Deployed.Kind.PROMOTION,
        grants,
        Optional.of(decision),
        NOBODY,
        "");
  }

  /// A real decision over the sample system.
  static Statement decision(GateName gate, boolean allowed) {
    EvidenceFixture ledger = Lab.complete(Lab.day(0.5));
    if (!allowed) {
      ledger.judge(Lab.failed("model-file-scan", Lab.MODEL, "PKL-001"), Lab.day(0.55));
    }
    return DecisionStatement.of(
        Gate.decide(gate, Assessment.of(Lab.policy(), ledger.all(), Lab.day(0.6))),
        "https://bulwark.dev/judge/test");
  }

  private Pass pass(String environment, String deployment, String decision, String... versions) {
    return new Pass(
        papers.of(environment),
        papers.of(deployment),
        Optional.of(papers.of(decision)),
        Arrays.stream(versions).map(papers::of).toList());
  }

  private Pass whole() {
    return pass("environment", "second", "allow", "pushed");
  }

  private PassCheck.Result check(Pass pass) {
    return here.check(pass, Seen.NOTHING, papers.decided());
  }

  private void refused(PassCheck.Result result, String found) {
    assertThat(result)
        .isInstanceOfSatisfying(
            PassCheck.Result.Refused.class, refused -> assertThat(refused.found()).contains(found));
  }

  @Test
  void aWholePassIsAdmittedAndRemembered() {
    Pass copied = Pass.parse(whole().json().canonicalBytes());
    assertThat(copied).isEqualTo(whole());
    assertThat(check(copied))
        .isInstanceOfSatisfying(
            PassCheck.Result.Admitted.class,
            admitted -> {
              assertThat(admitted.versions())
                  .containsEntry(ONE, new PassCheck.Grantee(MODEL, "list", GRANT));
              assertThat(admitted.seen().generation()).isEqualTo(2);
              assertThat(Seen.parse(admitted.seen().bytes())).isEqualTo(admitted.seen());
            });
  }

  @Test
  void anOlderGenerationThanWasSeenIsRefused() {
    refused(
        here.check(
            pass("environment", "first", "allow", "pushed"), new Seen(2, 0), papers.decided()),
        "generation 1");
    assertThat(here.check(whole(), new Seen(2, 0), papers.decided()))
        .isInstanceOf(PassCheck.Result.Admitted.class);
  }

  @Test
  void anOlderLedgerThanWasSeenIsRefused() {
    refused(here.check(whole(), new Seen(2, 1_000), papers.decided()), "one of");
  }

  @Test
  void aWordThatClosesIsRememberedAndNotFollowedByAnOlderOne() {
    PassCheck.Result closed =
        here.check(
            new Pass(
                papers.of("environment"),
                papers.of("second"),
                Optional.empty(),
                List.of(papers.of("pushed"))),
            Seen.NOTHING,
            papers.decided());
    assertThat(closed)
        .isInstanceOfSatisfying(
            PassCheck.Result.Refused.class,
            refused -> {
              assertThat(refused.seen().generation()).isEqualTo(2);
              assertThat(refused.seen().ledger()).isPositive();
            });
    refused(
        here.check(
            pass("environment", "first", "allow", "pushed"), new Seen(2, 1), papers.decided()),
        "generation 1");
  }

  @Test
  void aDecisionThatRanOutOpensNothing() {
    refused(
        here.check(whole(), Seen.NOTHING, papers.decided().plus(Duration.ofDays(40))), "ran out");
  }

  @Test
  void aPassForAnotherPlaceIsRefused() {
    refused(check(pass("other environment", "second", "allow", "pushed")), "production");
    refused(check(pass("other key", "second", "allow", "pushed")), "another key");
    refused(check(pass("environment", "elsewhere", "allow", "pushed")), "production");
  }

  @Test
  void aSuspendedPlaceOpensNothing() {
    refused(check(pass("environment", "suspended", "allow", "pushed")), "suspended");
  }

  @Test
  void onlyThisGatesAllowOverTheseBytesCounts() {
    refused(check(pass("environment", "second", "deny", "pushed")), "does not");
    refused(check(pass("environment", "second", "other gate", "pushed")), "does not");
    refused(check(pass("environment", "second", "allow", "pushed other bytes")), "not about");
    refused(
        check(
            new Pass(
                papers.of("environment"),
                papers.of("second"),
                Optional.empty(),
                List.of(papers.of("pushed")))),
        "none");
  }

  @Test
  void theReleaseIsWholeAndNothingIsBesides() {
    refused(check(pass("environment", "second", "allow")), "[]");
    refused(check(pass("environment", "second", "allow", "pushed", "pushed besides")), "besides");
  }

  @Test
  void receiptsInEachOthersPlacesAreRefused() {
    refused(check(pass("pushed", "second", "allow", "pushed")), "another event");
    refused(check(pass("environment", "environment", "allow", "pushed")), "another event");
    refused(check(pass("environment", "second", "second", "pushed")), "another statement");
    refused(check(pass("environment", "second", "allow", "allow")), "another statement");
  }

  @Test
  void theKeysOfAnotherLedgerOrJudgeAdmitNothing() {
    LedgerVerifier other = new LedgerVerifier("example.com/other", LogInMemory.verifier().keys());
    refused(
        new PassCheck(other, here.judge(), "staging", KEY)
            .check(whole(), Seen.NOTHING, papers.decided()),
        "does not lead");
    refused(
        new PassCheck(here.ledger(), EvidenceFixture.key("mira").verifyingKey(), "staging", KEY)
            .check(whole(), Seen.NOTHING, papers.decided()),
        "another");
  }

  @Test
  void noChangedByteIsAdmitted() {
    byte[] file = whole().json().canonicalBytes().toArray();
    Random random = new Random(7);
    int parsed = 0;
    for (int i = 0; i < 300; i++) {
      byte[] mangled = Mangle.once(file, random);
      try {
        Pass pass = Pass.parse(Bytes.of(mangled));
        parsed++;
        if (!pass.equals(whole())) {
          assertThat(check(pass)).isInstanceOf(PassCheck.Result.Refused.class);
        }
      } catch (RegistryFault e) {
        assertThat(e.type()).isEqualTo(RegistryFault.PASS_MALFORMED);
      }
    }
    assertThat(parsed).isPositive();
  }

  @Test
  void aMemoryThatIsDamagedIsNotGuessed() {
    assertThatThrownBy(() -> Seen.parse(Bytes.utf8("{\"generation\":1}")))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("restore it");
  }
}
