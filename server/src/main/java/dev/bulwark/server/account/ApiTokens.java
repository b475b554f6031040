package dev.bulwark.server.account;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Tokens for programs: for one system or all, for some actions, until a day.
public final class ApiTokens {
  /// What a token's text begins with, so that a scanner of secrets knows it.
  public static final String PREFIX = "bulwark_";

  private static final Duration LONGEST = Duration.ofDays(366);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;

  public ApiTokens(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
  }

  /// @param system id, or `*`
  public record ApiToken(
      String id,
      String account,
      String label,
      String system,
      Set<Action> actions,
      Instant created,
      Instant expires) {
    public ApiToken {
      actions = Set.copyOf(actions);
    }
  }

  /// A token that signs nothing.
  ///
  /// @param life at most a year
  /// @throws ServerFault `input-invalid`
  public SecretToken make(
      String account, String label, String system, Set<Action> actions, Duration life) {
    return make(account, label, system, actions, life, Optional.empty());
  }

  /// @param life at most a year
  /// @param sealing seals the person's secret under the token, for actions that sign
  /// @throws ServerFault `input-invalid`
  public SecretToken make(
      String account,
      String label,
      String system,
      Set<Action> actions,
      Duration life,
      Optional<TokenSecret.Sealing> sealing) {
    if (sealing.isEmpty() && actions.stream().anyMatch(Action::signs)) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected the password for a token that signs for you, found none; type it, or leave out"
              + " what signs");
    }
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a life from a day to a year for a token, found " + life.toDays() + " days");
    }
    if (!actions.stream().allMatch(Action::isForPrograms)) {
      throw new ServerFault(
          ServerFault.INVALID, "expected actions that programs may do, found another");
    }
    if (actions.isEmpty() || label.isBlank() || label.length() > 80) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a label of 1 to 80 characters and at least one action for a token, found none");
    }
    SecretToken token = SecretToken.make(PREFIX, random);
    Instant now = clock.instant();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into api_token (token, id, account, label, system, actions, created,"
                        + " expires, secret) values (:token, :id, :account, :label, :system,"
                        + " :actions, :created, :expires, :secret)")
                .bind("secret", sealing.map(it -> it.seal(token).text()).orElse(""))
                .bind("token", token.digest())
                .bind("id", token.digest().substring(0, 12))
                .bind("account", account)
                .bind("label", label)
                .bind("system", system)
                .bind(
                    "actions",
                    actions.stream().map(Action::word).sorted().collect(Collectors.joining(" ")))
                .bind("created", Micros.of(now))
                .bind("expires", Micros.of(now.plus(life)))
                .execute());
    return token;
  }

  /// The token, while it lasts.
  public Optional<ApiToken> find(SecretToken token) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from api_token where token = :token and expires > :now")
                .bind("token", token.digest())
                .bind("now", Micros.of(clock.instant()))
                .map((rs, _) -> apiToken(rs))
                .findOne());
  }

  /// What opens the keys of the person behind a token, for the length of one signature: the caller
  /// closes it. Empty when the token was not made to sign, or has ended.
  public Optional<Passphrase> signingPassphrase(SecretToken token) {
    return find(token)
        .filter(found -> found.actions().stream().anyMatch(Action::signs))
        .flatMap(found -> secret(token).flatMap(box -> box.open(token, found.account())))
        .map(Passphrase::drawn);
  }

  private Optional<TokenSecret> secret(SecretToken token) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select secret from api_token where token = :token")
                    .bind("token", token.digest())
                    .mapTo(String.class)
                    .findOne())
        .flatMap(TokenSecret::parse);
  }

  public List<ApiToken> of(String account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from api_token where account = :account and expires > :now order by"
                        + " created")
                .bind("account", account)
                .bind("now", Micros.of(clock.instant()))
                .map((rs, _) -> apiToken(rs))
                .list());
  }

  public void end(String account, String id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from api_token where account = :account and id = :id")
                .bind("account", account)
                .bind("id", id)
                .execute());
  }

  private static ApiToken apiToken(java.sql.ResultSet rs) throws java.sql.SQLException {
    Set<String> words = Set.of(rs.getString("actions").split(" "));
    return new ApiToken(
        rs.getString("id"),
        rs.getString("account"),
        rs.getString("label"),
        rs.getString("system"),
        Arrays.stream(Action.values())
            .filter(action -> words.contains(action.word()))
            .collect(Collectors.toSet()),
        Micros.instant(rs.getLong("created")),
        Micros.instant(rs.getLong("expires")));
  }
}
