package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.TermsDraft;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.signing.PublicKeyEc;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A shop that follows a channel: ola, who holds every role, signed that scorer goes to staging
/// and, half an hour later, to production, and comes back by itself within two hours.
final class Following {
  static final VersionId LOAN = new VersionId("loan", 1);
  static final PublicKeyEc PUBLISHER = PrivateKeyEc.make(new SecureRandom()).publicKey();
  static final PublicKeyEc STRANGER = PrivateKeyEc.make(new SecureRandom()).publicKey();

  final Shop shop = new Shop();
  private Reference order = new Reference(0, Digest.of(Bytes.EMPTY));

  Following() {
    shop.ledger.enrol("ola", shop.now());
    for (String role : List.of("registrar", "promoter", "rollback")) {
      shop.ledger.grant("ola", role, shop.now());
    }
    shop.add("staging", "");
    shop.add("production", "staging");
  }

  /// The channel is open, and nothing came yet.
  static Following begun() {
    Following following = new Following();
    following.follow(terms());
    return following;
  }

  /// Release 1.0 runs in staging, found good.
  static Following staged() {
    return staged(terms());
  }

  static Following staged(Terms terms) {
    Following following = new Following();
    following.follow(terms);
    following.bring(ONE, MODEL, "1.0");
    following.promote("staging", ONE, MODEL);
    following.shop.verify("staging", RegistryEvent.Verified.Result.GOOD);
    return following;
  }

  /// Release 1.0 runs in staging and production, release 1.1 in staging.
  static Following renewed() {
    return renewed(terms());
  }

  static Following renewed(Terms terms) {
    Following following = staged(terms);
    following.soak();
    following.promote("production", ONE, MODEL);
    following.shop.verify("production", RegistryEvent.Verified.Result.GOOD);
    following.shop.proveSecond();
    following.bring(Shop.TWO, Shop.SECOND, "1.1");
    following.promote("staging", Shop.TWO, Shop.SECOND);
    following.shop.verify("staging", RegistryEvent.Verified.Result.GOOD);
    return following;
  }

  static Terms terms() {
    return terms(List.of(), Duration.ofHours(2), Terms.OnFailedWatch.ROLLBACK);
  }

  static Terms terms(List<Window> windows, Duration watchFor, Terms.OnFailedWatch onFailed) {
    return new Terms(
        "vendor",
        "scorer",
        AssetKind.MODEL,
        new Source.Folder("releases"),
        List.of(PUBLISHER),
        "",
        List.of("staging", "production"),
        Duration.ofMinutes(30),
        windows,
        new Watch.Nobody(),
        watchFor,
        onFailed);
  }

  /// The same, with ten percent of production first.
  static Terms shared() {
    return TermsDraft.with(terms(), draft -> draft.share = 10);
  }

  /// The same under another name.
  static Terms named(String channel) {
    return TermsDraft.with(terms(), draft -> draft.channel = channel);
  }

  Evidence wish(String person, Request.Ask ask, Terms terms) {
    return shop.ledger.person(
        person,
        new Request(ask, "", 0, List.of(), "")
            .statement(List.of(new Subject("channel/" + terms.channel(), terms.digest()))),
        shop.tick());
  }

  void follow(Terms terms) {
    order = Reference.to(wish("ola", Request.Ask.FOLLOW, terms));
    shop.judge(new RegistryEvent.ChannelOpened(terms, order));
  }

  void unfollow() {
    close(terms());
  }

  Reference order() {
    return order;
  }

  void close(Terms terms) {
    shop.judge(
        new RegistryEvent.ChannelClosed(
            terms.channel(), Reference.to(wish("ola", Request.Ask.UNFOLLOW, terms))));
  }

  /// A release by any channel's order, examined.
  void bringBy(Reference by, String channel, VersionId id, Content content, String number) {
    RegistryEvent.Arrival it = arrival(number);
    shop.judge(
        new RegistryEvent.Pushed(
            id,
            AssetKind.MODEL,
            content,
            "list",
            List.of(),
            Optional.of(
                new RegistryEvent.Arrival(channel, it.number(), it.signature(), it.publisher())),
            by));
    shop.examine(id, content);
  }

  RegistryEvent.Arrival arrival(String number) {
    return new RegistryEvent.Arrival(
        "vendor",
        new ReleaseNumber(number),
        Digest.of(Bytes.utf8("signature of " + number)),
        Digest.ofHex(PUBLISHER.hint()));
  }

  void push(VersionId id, Content content, Optional<RegistryEvent.Arrival> arrival) {
    shop.judge(
        new RegistryEvent.Pushed(id, AssetKind.MODEL, content, "list", List.of(), arrival, order));
  }

  void bring(VersionId id, Content content, String number) {
    push(id, content, Optional.of(arrival(number)));
    shop.examine(id, content);
  }

  void promote(String where, VersionId id, Content content) {
    deploy(Kind.PROMOTION, where, content, it -> it, id);
  }

  void rollBack(String where, VersionId id, Content content) {
    deploy(Kind.ROLLBACK, where, content, it -> it, id);
  }

  /// One event of the judge under the standing order, with a decision made for it.
  void deploy(
      Kind kind,
      String where,
      Content content,
      UnaryOperator<Optional<Evidence>> decision,
      VersionId... ids) {
    deploy(kind, where, content, decision, Optional.empty(), ids);
  }

  /// A promotion of the second release to production.
  void canary(Optional<Canary> canary) {
    deploy(Kind.PROMOTION, "production", Shop.SECOND, it -> it, canary, Shop.TWO);
  }

  /// The same on a person's wish.
  void canaryBy(String person, int share) {
    Request request =
        new Request(
            Request.Ask.PROMOTE,
            "production",
            shop.environment("production").generation(),
            List.of(Shop.TWO),
            "",
            share);
    Evidence asked =
        shop.ledger.person(
            person,
            request.statement(List.of(new Subject(Shop.TWO.toString(), Shop.SECOND.digest()))),
            shop.tick());
    Reference before = order;
    order = Reference.to(asked);
    canary(Optional.of(new Canary(share, shop.environment("production").generation())));
    order = before;
  }

  private void deploy(
      Kind kind,
      String where,
      Content content,
      UnaryOperator<Optional<Evidence>> decision,
      Optional<Canary> canary,
      VersionId... ids) {
    Optional<Evidence> decided =
        decision.apply(Optional.of(shop.decide(GateName.RELEASE, content)));
    RegistryEvent.Deployed one =
        Shop.deployment(
            kind,
            where,
            shop.environment(where).generation() + 1,
            decided,
            shop.ledger.all().getLast(),
            ids);
    shop.judge(
        new RegistryEvent.Deployed(
            one.environment(),
            one.generation(),
            kind,
            one.grants(),
            one.decision(),
            order,
            "why",
            canary));
  }

  /// loan@1, another asset with the same content, is ready: a person pushed it.
  void other() {
    Evidence asked = shop.ask("rex", Request.Ask.PUSH, "", 0, MODEL, LOAN);
    shop.judge(Shop.pushed(LOAN, MODEL, asked));
    shop.examine(LOAN, MODEL);
  }

  /// scorer@2 by this arrival, not examined.
  void again(RegistryEvent.Arrival arrival) {
    push(Shop.TWO, Shop.SECOND, Optional.of(arrival));
  }

  void soak() {
    shop.waitUntil(shop.now().plus(Duration.ofMinutes(31)));
  }
}
