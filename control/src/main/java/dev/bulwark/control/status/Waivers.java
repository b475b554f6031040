package dev.bulwark.control.status;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Signer;
import dev.bulwark.kernel.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads WAIVER statements and says which are in force at a moment.
///
/// A waiver is a control, a reason and an end that were signed alike by two different people, one
/// in the role `risk` and one in the role `security`, over the manifest that is evaluated. Both
/// hold their role now, with keys that still count, and neither is an author. It ends at most 30
/// days after its first signature. It can be renewed once: a third waiver of the same control
/// within 30 days of the end of the second is void, whatever manifest it is about. Signing the same
/// words again over a changed manifest is no renewal.
final class Waivers {
  static final Duration LONGEST = Duration.ofDays(30);
  static final int RENEWALS = 1;
  private static final String RISK = "risk";
  private static final String SECURITY = "security";

  /// What both must have signed alike.
  private record Terms(String control, String reason, Instant until) {}

  private record Signature(Evidence evidence, String person, String role) {}

  private final Scope scope;
  private final People people;
  private final Instant asOf;
  private final Map<Terms, List<Signature>> signatures = new LinkedHashMap<>();

  private Waivers(Scope scope, People people, Instant asOf) {
    this.scope = scope;
    this.people = people;
    this.asOf = asOf;
  }

  /// Every waiver anybody signed by then, in the order of the first signatures.
  static List<Waiver> at(Scope scope, EvidenceIndex index, People people, Instant asOf) {
    Waivers waivers = new Waivers(scope, people, asOf);
    index.waivers().forEach(waivers::add);
    Set<Terms> exhausted = waivers.exhausted();
    return waivers.signatures.entrySet().stream()
        .map(each -> waivers.waiver(each.getKey(), each.getValue(), exhausted))
        .toList();
  }

  private void add(Evidence evidence) {
    Json.Obj predicate = evidence.statement().predicate();
    Optional<String> control = predicate.text("control");
    Optional<String> reason = predicate.text("reason").filter(text -> !text.isBlank());
    Optional<Instant> until = predicate.text("until").flatMap(Waivers::moment);
    if (control.isPresent()
        && reason.isPresent()
        && until.isPresent()
        && people.carries(evidence, Assurance.A1)
        && evidence.signer() instanceof Signer.Person(String _, String person)) {
      signatures
          .computeIfAbsent(
              new Terms(control.get(), reason.get(), until.get()), _ -> new ArrayList<>())
          .add(new Signature(evidence, person, predicate.text("role").orElse("")));
    }
  }

  /// An RFC 3339 moment, or a date, which means its first moment in UTC.
  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          text.length() == "2026-12-20".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The waivers that would be a renewal too many. Whether the signers still hold their roles does
  /// not matter here: a waiver that was once agreed was used.
  private Set<Terms> exhausted() {
    Set<Terms> exhausted = new LinkedHashSet<>();
    Map<String, List<Terms>> chains = new LinkedHashMap<>();
    signatures.keySet().stream()
        .filter(this::wasAgreed)
        .sorted(Comparator.comparing(this::begins).thenComparing(Terms::until))
        .forEach(terms -> extend(chains, terms, exhausted));
    return exhausted;
  }

  private static void extendFrom(List<Terms> chain, Terms terms, Set<Terms> exhausted) {
    if (chain.stream().anyMatch(earlier -> earlier.until().equals(terms.until()))) {
      return;
    }
    if (chain.size() > RENEWALS) {
      exhausted.add(terms);
    } else {
      chain.add(terms);
    }
  }

  private void extend(Map<String, List<Terms>> chains, Terms terms, Set<Terms> exhausted) {
    List<Terms> chain = chains.computeIfAbsent(terms.control(), _ -> new ArrayList<>());
    boolean rested =
        !chain.isEmpty() && begins(terms).isAfter(chain.getLast().until().plus(LONGEST));
    if (rested) {
      chain.clear();
    }
    extendFrom(chain, terms, exhausted);
  }

  private boolean wasAgreed(Terms terms) {
    List<Signature> all = signatures.getOrDefault(terms, List.of());
    return !isTooLong(terms)
        && all.stream()
            .filter(signature -> signature.role().equals(RISK))
            .anyMatch(
                risk ->
                    all.stream()
                        .anyMatch(
                            other ->
                                other.role().equals(SECURITY)
                                    && !other.person().equals(risk.person())));
  }

  private Instant begins(Terms terms) {
    return signatures.getOrDefault(terms, List.of()).stream()
        .map(signature -> signature.evidence().received())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private boolean isTooLong(Terms terms) {
    return Duration.between(begins(terms), terms.until()).compareTo(LONGEST) > 0;
  }

  private Waiver waiver(Terms terms, List<Signature> all, Set<Terms> exhausted) {
    List<Evidence> behind = all.stream().map(Signature::evidence).toList();
    Optional<List<String>> signers = signers(all);
    String why =
        isTooLong(terms)
            ? "it lasts longer than 30 days from its first signature"
            : !asOf.isBefore(terms.until())
                ? "it has ended"
                : exhausted.contains(terms)
                    ? "it was renewed once already"
                    : signers.isEmpty()
                        ? "it needs two different people over this manifest, one in the role risk and"
                            + " one in the role security, neither of them an author"
                        : "";
    return why.isEmpty()
        ? new Waiver.InForce(
            terms.control(), terms.reason(), terms.until(), signers.orElseThrow(), behind)
        : new Waiver.NotInForce(terms.control(), terms.reason(), terms.until(), why, behind);
  }

  /// The first pair of different people, by their order in the ledger.
  private Optional<List<String>> signers(List<Signature> all) {
    List<String> risk = eligible(all, RISK);
    List<String> security = eligible(all, SECURITY);
    return risk.stream()
        .flatMap(
            one ->
                security.stream()
                    .filter(other -> !other.equals(one))
                    .map(other -> List.of(one, other)))
        .findFirst();
  }

  private List<String> eligible(List<Signature> all, String role) {
    return all.stream()
        .filter(signature -> signature.role().equals(role))
        .filter(signature -> signature.evidence().statement().isAbout(scope.manifest()))
        .map(Signature::person)
        .filter(person -> people.holds(person, role) && !scope.authors().contains(person))
        .distinct()
        .toList();
  }
}
