package dev.bulwark.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A ledger with everything the release gate needs, and people who may move things: rex registers,
/// pia promotes, rob rolls back. Each step is a minute after the one before.
final class Shop {
  static final VersionId ONE = new VersionId("scorer", 1);
  static final VersionId TWO = new VersionId("scorer", 2);
  static final Content MODEL = content(Lab.MODEL);
  static final Subject OTHER_MODEL = Lab.subject("models/x.pkl", "model 2");
  static final Content SECOND = content(OTHER_MODEL);
  static final String JUDGE = "https://bulwark.dev/judge/test";

  final EvidenceFixture ledger = Lab.complete(Lab.day(0.5));
  private Instant now = Lab.day(0.6);

  Shop() {
    for (String person : List.of("rex", "pia", "rob")) {
      ledger.enrol(person, now);
    }
    ledger.grant("rex", "registrar", now);
    ledger.grant("pia", "promoter", now);
    ledger.grant("rob", "rollback", now);
  }

  static Content content(Subject file) {
    return new Content(List.of(new Content.File(file.name(), 7, file.digest())));
  }

  Instant tick() {
    now = now.plus(Duration.ofMinutes(1));
    return now;
  }

  void waitUntil(Instant later) {
    now = later;
  }

  Instant now() {
    return now;
  }

  RegistryState state() {
    return RegistryState.at(ledger.all(), now);
  }

  Environment environment(String name) {
    return state().environment(name);
  }

  /// The reason the newest event changed nothing; empty when it counted.
  Optional<String> objection() {
    long newest = ledger.all().getLast().index();
    return state().discounted().stream()
        .filter(each -> each.index() == newest)
        .map(RegistryState.Discounted::why)
        .findFirst();
  }

  /// The newest event changed nothing, for a reason that says this.
  void objects(String says) {
    assertThat(objection()).hasValueSatisfying(why -> assertThat(why).contains(says));
  }

  Evidence judge(RegistryEvent event) {
    return ledger.judge(event.statement(List.of()), tick());
  }

  Evidence ask(
      String person,
      Request.Ask ask,
      String where,
      long generation,
      Content about,
      VersionId... ids) {
    Request request = new Request(ask, where, generation, List.of(ids), "");
    List<Subject> subjects =
        ids.length == 0 ? List.of() : List.of(new Subject(ids[0].toString(), about.digest()));
    return ledger.person(person, request.statement(subjects), tick());
  }

  void push(VersionId id, Content content) {
    Evidence asked = ask("rex", Request.Ask.PUSH, "", 0, content, id);
    judge(pushed(id, content, asked));
  }

  static RegistryEvent pushed(VersionId id, Content content, Evidence asked) {
    return new RegistryEvent.Pushed(
        id, AssetKind.MODEL, content, "list", List.of(), Reference.to(asked));
  }

  void examine(VersionId id, Content content) {
    judge(ready(id, content));
  }

  static RegistryEvent ready(VersionId id, Content content) {
    return new RegistryEvent.Examined(
        id, content.digest(), RegistryEvent.Examined.Standing.READY, List.of(), List.of());
  }

  void add(String name, String after) {
    Evidence asked = ask("rex", Request.Ask.ADD_ENVIRONMENT, name, 0, MODEL);
    judge(
        new RegistryEvent.EnvironmentAdded(
            name,
            "release",
            after,
            Json.object().build(),
            new RegistryEvent.Separation("", "", new TreeSet<>(), ""),
            Reference.to(asked)));
  }

  /// The gate's decision over these bytes, now, as the ledger keeps it.
  Evidence decide(GateName gate, Content content) {
    Instant at = tick();
    Policy policy = Policy.inForce(ledger.all(), at).orElseThrow();
    Assessment assessment =
        Assessment.of(policy, ledger.all(), at, scope -> scope.covers(content.digests()));
    return ledger.judge(DecisionStatement.of(Gate.decide(gate, assessment), JUDGE), at);
  }

  static RegistryEvent.Deployed deployment(
      RegistryEvent.Deployed.Kind kind,
      String where,
      long generation,
      Optional<Evidence> decision,
      Evidence asked,
      VersionId... ids) {
    SortedMap<VersionId, Digest> grants = new TreeMap<>();
    for (VersionId id : ids) {
      grants.put(id, Digest.of(Bytes.utf8("grant of " + id)));
    }
    return new RegistryEvent.Deployed(
        where, generation, kind, grants, decision.map(Reference::to), Reference.to(asked), "");
  }

  void promote(VersionId id, Content content, String where) {
    long generation = environment(where).generation();
    Evidence asked = ask("pia", Request.Ask.PROMOTE, where, generation, content, id);
    Evidence decision = decide(GateName.RELEASE, content);
    judge(
        deployment(
            RegistryEvent.Deployed.Kind.PROMOTION,
            where,
            generation + 1,
            Optional.of(decision),
            asked,
            id));
  }

  void verify(String where, RegistryEvent.Verified.Result result) {
    judge(new RegistryEvent.Verified(where, environment(where).generation(), result, "looked at"));
  }

  /// The release gate has what it needs for the second model.
  void proveSecond() {
    ledger.judge(Lab.description(Lab.Shape.USUAL.withModels(OTHER_MODEL)), tick());
    ledger.judge(Lab.passed("model-file-scan", OTHER_MODEL, "PKL-001"), tick());
  }

  /// scorer@2 is ready as well.
  void second() {
    proveSecond();
    push(TWO, SECOND);
    examine(TWO, SECOND);
  }

  /// scorer@1 ready, staging before production, nothing deployed.
  static Shop stocked() {
    Shop shop = new Shop();
    shop.push(ONE, MODEL);
    shop.examine(ONE, MODEL);
    shop.add("staging", "");
    shop.add("production", "staging");
    return shop;
  }

  /// scorer@1 runs in staging and was found good.
  static Shop staged() {
    Shop shop = stocked();
    shop.promote(ONE, MODEL, "staging");
    shop.verify("staging", RegistryEvent.Verified.Result.GOOD);
    return shop;
  }
}
