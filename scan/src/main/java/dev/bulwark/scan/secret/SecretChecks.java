package dev.bulwark.scan.secret;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The rules over secrets in anything that is text.
public final class SecretChecks {
  private static final int SHOWN = 20;
  private static final References REFERENCES =
      new References(List.of("CWE-798", "CWE-312"), List.of("AML.T0055"), List.of("LLM02"));

  private final CredentialKinds kinds;
  private final Optional<CredentialKinds> added;

  private SecretChecks(CredentialKinds kinds, Optional<CredentialKinds> added) {
    this.kinds = kinds;
    this.added = added;
  }

  /// The checks with the kinds of credentials this version knows.
  public static SecretChecks builtin() {
    return new SecretChecks(CredentialKinds.builtin(), Optional.empty());
  }

  /// These checks, and a user's kinds of credentials beside those of this version, as {@link
  /// AddedKinds} describes them.
  ///
  /// @throws IllegalArgumentException `LINE: …`, naming the first line that is refused
  public SecretChecks with(String text) {
    CredentialKinds more = AddedKinds.parse(text);
    return new SecretChecks(kinds, more.all().isEmpty() ? Optional.empty() : Optional.of(more));
  }

  /// The digest of the kinds: part of what an answer depends on.
  public Digest digest() {
    return added
        .map(more -> Digest.of(Bytes.utf8(kinds.digest() + "\n" + more.digest())))
        .orElse(kinds.digest());
  }

  /// @param source the bytes of a view
  public <V> List<Check<V>> over(Function<V, Source> source) {
    return List.of(
        new Secrets<>(CREDENTIAL, source, this::credentials),
        new Secrets<>(PRIVATE_KEY, source, PrivateKeyScan::over),
        new Secrets<>(PASSWORD, source, PasswordScan::over));
  }

  /// Each list looks at every place by itself: a user's kind hides none of this version's.
  private List<Sighting> credentials(Source source, Budget budget, int most) {
    List<Sighting> seen = new ArrayList<>(new CredentialScan(kinds).over(source, budget, most));
    added.ifPresent(more -> seen.addAll(new CredentialScan(more).over(source, budget, most)));
    return seen;
  }

  private static final Rule CREDENTIAL =
      new Rule(
          new RuleId("SEC-001"),
          "A file holds a credential of a service",
          "Whoever gets the file can act as its owner: read and change their models and data, and"
              + " spend their money.",
          "Revoke the credential at its service first, then remove it from the file and its"
              + " history; hand credentials in through the environment.",
          HIGH,
          REFERENCES);

  private static final Rule PRIVATE_KEY =
      new Rule(
          new RuleId("SEC-002"),
          "A file holds a private key",
          "Whoever gets the file can sign and decrypt in the name of the key's owner.",
          "Replace the key wherever it is trusted, then remove it from the file and its history.",
          HIGH,
          new References(List.of("CWE-321", "CWE-312"), List.of("AML.T0055"), List.of("LLM02")));

  private static final Rule PASSWORD =
      new Rule(
          new RuleId("SEC-003"),
          "A file holds a password",
          "Whoever gets the file can sign in where the password is taken.",
          "Change the password, then remove it from the file and its history; read it from the"
              + " environment or from a store of secrets.",
          HIGH,
          REFERENCES);

  private interface Scan {
    List<Sighting> over(Source source, Budget budget, int most);
  }

  private record Secrets<V>(Rule rule, Function<V, Source> source, Scan scan) implements Check<V> {

    @Override
    public Outcome examine(V view, Budget budget) {
      Source bytes = source.apply(view);
      return Outcome.of(
          scan.over(bytes, budget, SHOWN).stream()
              .map(
                  seen ->
                      new Finding(
                          rule.id(),
                          seen.severity(),
                          Lines.place(bytes, seen.at()),
                          "Here is %s: whoever has the file can use it.".formatted(seen.what())))
              .toList());
    }
  }
}
