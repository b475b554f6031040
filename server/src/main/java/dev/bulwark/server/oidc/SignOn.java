package dev.bulwark.server.oidc;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.project.Rosters;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/// Signs people in whom the issuer knows. Closed when it is not configured or does not answer.
public final class SignOn {
  private static final Duration KNOWN = Duration.ofHours(1);

  /// How long an issuer that did not answer is not asked again.
  private static final Duration AWAY = Duration.ofSeconds(5);

  private final Optional<SignOnConfig> config;
  private final Supplier<String> origin;
  private final Flows flows;
  private final Identities identities;
  private final Accounts accounts;
  private final Memberships memberships;
  private final Links links;
  private final Rosters rosters;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Lock discovering = new ReentrantLock();
  private volatile @Nullable Known known;
  private volatile Instant awayUntil = Instant.MIN;

  /// @param origin where browsers find this server
  public SignOn(
      Optional<SignOnConfig> config,
      Supplier<String> origin,
      Database database,
      Accounts accounts,
      Memberships memberships,
      Links links,
      Rosters rosters,
      InstantSource clock,
      SecureRandom random) {
    this.config = config;
    this.origin = origin;
    this.flows = new Flows(database, clock, random);
    this.identities = new Identities(database, accounts);
    this.accounts = accounts;
    this.memberships = memberships;
    this.links = links;
    this.rosters = rosters;
    this.clock = clock;
    this.random = random;
  }

  /// A browser that is sent to the issuer.
  ///
  /// @param cookie binds its return to it
  public record Departure(SecretToken cookie, String address) {}

  /// Whom people sign in with; empty when it is not configured.
  public String issuerName() {
    return config.map(SignOnConfig::issuer).orElse("");
  }

  private SignOnConfig required() {
    return config.orElseThrow(
        () -> new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address"));
  }

  /// One discovery at a time; a description is asked for again after an hour. Whoever waits for
  /// another's discovery waits no longer than it would take, and hears of its failure.
  private Issuer issuer() {
    Optional<Issuer> already = fresh();
    if (already.isPresent()) {
      return already.get();
    }
    requireNotJustAway();
    if (!begins()) {
      throw away();
    }
    try {
      return fresh().orElseGet(this::discovered);
    } finally {
      discovering.unlock();
    }
  }

  private Optional<Issuer> fresh() {
    return Optional.ofNullable(known)
        .filter(each -> !each.at().plus(KNOWN).isBefore(clock.instant()))
        .map(Known::issuer);
  }

  private boolean begins() {
    try {
      return discovering.tryLock(Issuer.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Issuer discovered() {
    requireNotJustAway();
    try {
      Issuer found = Issuer.discover(required(), origin.get() + "/sign-in/sso/return");
      known = new Known(found, clock.instant());
      return found;
    } catch (ServerFault e) {
      awayUntil = clock.instant().plus(AWAY);
      throw e;
    }
  }

  private void requireNotJustAway() {
    if (clock.instant().isBefore(awayUntil)) {
      throw away();
    }
  }

  private static ServerFault away() {
    return new ServerFault(
        ServerFault.SIGN_ON_AWAY,
        "expected the issuer to answer, found that it does not just now; try again in some seconds");
  }

  private record Known(Issuer issuer, Instant at) {}

  /// @throws ServerFault `not-found`, `single-sign-on-away`
  public Departure depart() {
    required();
    Issuer found = issuer();
    SecretToken cookie = SecretToken.make("", random);
    return new Departure(cookie, found.address(flows.begin(cookie)));
  }

  /// Somebody comes back.
  ///
  /// @param cookie as it was set
  /// @param by what the answer says of its sender
  /// @param link an invitation that was begun with, for somebody who has no account yet
  /// @return the name of their account
  /// @throws ServerFault `single-sign-on-refused`, `single-sign-on-away`
  public String arrive(
      SecretToken cookie,
      String code,
      String state,
      Optional<String> by,
      Optional<SecretToken> link) {
    SignOnConfig required = required();
    Flows.Flow flow =
        flows.use(cookie).orElseThrow(() -> refused("a browser that was sent to the issuer"));
    if (!flow.state().equals(state)) {
      throw refused("the state that was sent along");
    }
    OidcIdToken token = issuer().complete(flow, code, state, by);
    String account = account(required, token, link);
    alignRoles(required, account, groups(required, token));
    return account;
  }

  private String account(SignOnConfig required, OidcIdToken token, Optional<SecretToken> link) {
    return identities
        .find(required.issuer(), subject(token))
        .orElseGet(() -> newAccount(required, token, link));
  }

  private static String subject(OidcIdToken token) {
    String subject = token.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw refused("a subject in the token");
    }
    return subject;
  }

  private String newAccount(SignOnConfig required, OidcIdToken token, Optional<SecretToken> link) {
    if (!required.makesAccounts() && link.isEmpty()) {
      throw refused("somebody who began an account here; ask an administrator for an invitation");
    }
    Object name = token.getClaims().get(required.nameClaim());
    if (!(name instanceof String text)) {
      throw refused("a name in the claim " + required.nameClaim());
    }
    String subject = subject(token);
    if (link.isPresent()) {
      links.useElsewhere(
          link.get(), text, handle -> Identities.bind(handle, required.issuer(), subject, text));
    } else {
      identities.begin(required.issuer(), subject, text);
    }
    return text;
  }

  private static List<String> groups(SignOnConfig required, OidcIdToken token) {
    return token.getClaims().get(required.groupsClaim()) instanceof List<?> listed
        ? listed.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /// What groups brought goes with them; what an administrator gave here stays. What a busy ledger
  /// kept back is tried again at each arrival.
  private void alignRoles(SignOnConfig required, String account, List<String> groups) {
    Set<Membership> wanted =
        required.of(groups).stream()
            .map(each -> new Membership(account, each.system(), each.role()))
            .collect(Collectors.toSet());
    wanted.forEach(each -> memberships.grant(each, Memberships.SIGN_ON));
    memberships.brought(account).stream()
        .filter(each -> !wanted.contains(each))
        .forEach(memberships::withdrawBrought);
    if (rosters.isBehind(account) && !rosters.align(account).isEmpty()) {
      throw new ServerFault(
          ServerFault.BUSY,
          "expected to withdraw a role in every ledger, found one that could not be written; try again");
    }
  }

  /// Whether somebody signs in that way alone.
  public boolean isAlone(String account) {
    return !accounts.hasPassword(account);
  }

  static ServerFault refused(String expected) {
    return refused(expected, null);
  }

  static ServerFault refused(String expected, @Nullable Throwable cause) {
    return new ServerFault(
        ServerFault.SIGN_ON_REFUSED,
        "expected %s, found something else; sign in again".formatted(expected),
        cause);
  }
}
