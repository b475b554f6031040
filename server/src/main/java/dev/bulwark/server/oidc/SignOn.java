package dev.bulwark.server.oidc;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.account.Accounts;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/// Signs people in whom the issuer knows. Closed when it is not configured or does not answer.
public final class SignOn {
  /// Who gave the roles that groups bring.
  private static final String GIVER = "single-sign-on";

  private static final Duration KNOWN = Duration.ofHours(1);

  private final Optional<SignOnConfig> config;
  private final Supplier<String> origin;
  private final Flows flows;
  private final Identities identities;
  private final Accounts accounts;
  private final Memberships memberships;
  private final Rosters rosters;
  private final InstantSource clock;
  private final SecureRandom random;
  private @Nullable Issuer issuer;
  private Instant discovered = Instant.MIN;

  /// @param origin where browsers find this server
  public SignOn(
      Optional<SignOnConfig> config,
      Supplier<String> origin,
      Database database,
      Accounts accounts,
      Memberships memberships,
      Rosters rosters,
      InstantSource clock,
      SecureRandom random) {
    this.config = config;
    this.origin = origin;
    this.flows = new Flows(database, clock, random);
    this.identities = new Identities(database, accounts);
    this.accounts = accounts;
    this.memberships = memberships;
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

  /// One discovery at a time; a description is asked for again after an hour.
  private synchronized Issuer issuer() {
    Issuer known = issuer;
    Instant now = clock.instant();
    if (known == null || discovered.plus(KNOWN).isBefore(now)) {
      known = Issuer.discover(required(), origin.get() + "/sign-in/sso/return");
      issuer = known;
      discovered = now;
    }
    return known;
  }

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
  /// @return the name of their account
  /// @throws ServerFault `single-sign-on-refused`, `single-sign-on-away`
  public String arrive(SecretToken cookie, String code, String state, Optional<String> by) {
    SignOnConfig required = required();
    Flows.Flow flow =
        flows.use(cookie).orElseThrow(() -> refused("a browser that was sent to the issuer"));
    if (!flow.state().equals(state)) {
      throw refused("the state that was sent along");
    }
    OidcIdToken token = issuer().complete(flow, code, state, by);
    String account = account(required, token);
    alignRoles(required, account, groups(required, token));
    return account;
  }

  private String account(SignOnConfig required, OidcIdToken token) {
    return identities
        .find(required.issuer(), subject(token))
        .orElseGet(() -> newAccount(required, token));
  }

  private static String subject(OidcIdToken token) {
    String subject = token.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw refused("a subject in the token");
    }
    return subject;
  }

  private String newAccount(SignOnConfig required, OidcIdToken token) {
    if (!required.makesAccounts()) {
      throw refused("somebody who has an account here; ask an administrator");
    }
    Object name = token.getClaims().get(required.nameClaim());
    if (!(name instanceof String text)) {
      throw refused("a name in the claim " + required.nameClaim());
    }
    identities.begin(required.issuer(), subject(token), text);
    return text;
  }

  private static List<String> groups(SignOnConfig required, OidcIdToken token) {
    return token.getClaims().get(required.groupsClaim()) instanceof List<?> listed
        ? listed.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /// What groups brought goes with them; what an administrator gave here stays.
  private void alignRoles(SignOnConfig required, String account, List<String> groups) {
    Set<Membership> wanted =
        required.of(groups).stream()
            .map(each -> new Membership(account, each.system(), each.role()))
            .collect(Collectors.toSet());
    List<Membership> brought = memberships.givenBy(account, GIVER);
    List<Membership> held = memberships.of(account);
    wanted.stream()
        .filter(each -> !held.contains(each))
        .forEach(each -> memberships.grant(each, GIVER));
    List<Membership> gone = brought.stream().filter(each -> !wanted.contains(each)).toList();
    gone.forEach(memberships::withdraw);
    if (!gone.isEmpty() && !rosters.align(account).isEmpty()) {
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
