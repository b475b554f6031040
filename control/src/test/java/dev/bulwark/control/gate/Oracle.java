package dev.bulwark.control.gate;

import dev.bulwark.control.Lab;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.Signer;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Says whether a gate of the small catalogue's standard profile is open, in the plainest way: by
/// hand, control by control, without the module's own code.
final class Oracle {
  private static final Set<String> AUTHORS = Set.of("ada", "ben");

  private final List<Evidence> seen;
  private final Roster roster;
  private final Instant asOf;
  private final Lab.Shape shape;

  private Oracle(List<Evidence> all, Roster roster, Instant asOf, Lab.Shape shape) {
    this.seen = all.stream().filter(e -> !e.received().isAfter(asOf)).toList();
    this.roster = roster;
    this.asOf = asOf;
    this.shape = shape;
  }

  /// @param shapes what each description in the pool says
  static boolean releaseIsOpen(List<Evidence> all, Instant asOf, Map<Evidence, Lab.Shape> shapes) {
    Roster roster = Roster.asOf(all, asOf);
    Optional<Evidence> newest =
        all.stream()
            .filter(e -> !e.received().isAfter(asOf))
            .filter(e -> e.statement().predicateType().equals(PredicateType.SYSTEM))
            .filter(e -> e.assurance() == Assurance.A4 && roster.counts(e))
            .max(Comparator.comparing(Evidence::received).thenComparingLong(Evidence::index));
    return newest.isPresent() && new Oracle(all, roster, asOf, shapes.get(newest.get())).open();
  }

  private boolean open() {
    Digest manifest = shape.manifest().digest();
    boolean essentials = shape.profile().equals("essentials");
    boolean gov =
        suite("manifest-validation", manifest, 4, days(1), Set.of("MAN-001"), _ -> true)
            && people(
                "role-acceptance", "accountable", manifest, 1, false, days(essentials ? 365 : 180));
    boolean rsk =
        suite("threat-model", manifest, 4, days(7), Set.of(), Oracle::noneOpen)
            && shape.documents().stream().anyMatch(d -> d.name().equals("risk-register"))
            && shape.documents().stream()
                .filter(d -> d.name().equals("risk-register"))
                .allMatch(d -> people("risk-approval", "risk", d.digest(), 1, true, days(180)));
    boolean mdl =
        !shape.models().isEmpty()
            && shape.models().stream()
                .allMatch(
                    m ->
                        suite(
                            "model-file-scan",
                            m.digest(),
                            4,
                            days(essentials ? 30 : 14),
                            Set.of(),
                            _ -> true));
    if (!((gov || waived("GOV-01")) && (rsk || waived("RSK-01")) && (mdl || waived("MDL-01")))) {
      return false;
    }
    if (essentials) {
      return true;
    }
    boolean dsn = people("design-review", "security", manifest, 2, true, days(90));
    boolean dat =
        shape.datasets().stream()
            .allMatch(d -> suite("dataset-sheet", d.digest(), 3, days(90), Set.of(), _ -> true));
    boolean prv = !shape.personalData() || (dpia(manifest) && logs(manifest));
    return (dsn || waived("DSN-01")) && (dat || waived("DAT-01")) && (prv || waived("PRV-01"));
  }

  private boolean logs(Digest manifest) {
    return !shape.logsInputs()
        || suite("log-review", manifest, 4, Duration.ofHours(12), Set.of(), _ -> true);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static boolean noneOpen(Json.Obj predicate) {
    return predicate
        .object("details")
        .flatMap(details -> details.find("open"))
        .filter(open -> open.equals(Json.of(0)))
        .isPresent();
  }

  private Stream<Evidence> about(String type, Digest digest) {
    return seen.stream()
        .filter(e -> e.statement().predicateType().equals(type))
        .filter(e -> e.statement().subjects().stream().anyMatch(s -> s.digest().equals(digest)));
  }

  private List<Evidence> newest(Stream<Evidence> pieces, int least) {
    List<Evidence> strong =
        pieces.filter(e -> roster.counts(e) && e.assurance().ordinal() >= least).toList();
    return strong.stream()
        .filter(e -> strong.stream().noneMatch(o -> o.received().isAfter(e.received())))
        .toList();
  }

  private boolean suite(
      String name,
      Digest digest,
      int least,
      Duration age,
      Set<String> rules,
      Predicate<Json.Obj> condition) {
    List<Evidence> newest =
        newest(
            about(PredicateType.TEST_RESULT, digest)
                .filter(e -> e.statement().predicate().text("suite").equals(Optional.of(name))),
            least);
    return !newest.isEmpty()
        && newest.stream()
            .allMatch(
                e ->
                    clean(e.statement().predicate(), rules)
                        && condition.test(e.statement().predicate())
                        && !e.received().plus(age).isBefore(asOf));
  }

  private static boolean clean(Json.Obj predicate, Set<String> rules) {
    Set<String> passed = new HashSet<>();
    Set<String> decided = new HashSet<>();
    for (String list :
        List.of(
            "passedTests", "warnedTests", "failedTests", "undecidedTests", "notApplicableTests")) {
      Json value = predicate.find(list).orElse(null);
      if (value == null) {
        if (list.equals("passedTests") || list.equals("failedTests")) {
          return false;
        }
        continue;
      }
      if (!(value instanceof Json.Arr array)
          || !array.items().stream().allMatch(i -> i instanceof Json.Text)) {
        return false;
      }
      if ((list.equals("failedTests") || list.equals("undecidedTests"))
          && !array.items().isEmpty()) {
        return false;
      }
      if (list.equals("passedTests") || list.equals("warnedTests")) {
        passed.addAll(predicate.texts(list));
      }
      decided.addAll(predicate.texts(list));
    }
    return !passed.isEmpty()
        && decided.containsAll(rules)
        && !predicate.text("result").equals(Optional.of("FAILED"));
  }

  private boolean dpia(Digest manifest) {
    List<Evidence> newest = newest(about("https://bulwark.dev/predicate/dpia/v1", manifest), 2);
    return !newest.isEmpty()
        && newest.stream()
            .allMatch(
                e -> e.statement().predicate().text("outcome").equals(Optional.of("acceptable")));
  }

  private record Said(String person, String role, boolean yes, boolean no, Evidence evidence) {}

  private List<Said> said(String kind, Digest digest) {
    List<Said> said = new ArrayList<>();
    about(PredicateType.ATTESTATION, digest)
        .filter(e -> e.statement().predicate().text("kind").equals(Optional.of(kind)))
        .forEach(
            e -> {
              if (e.signer() instanceof Signer.Person person) {
                String decision = e.statement().predicate().text("decision").orElse("");
                said.add(
                    new Said(
                        person.person(),
                        e.statement().predicate().text("role").orElse(""),
                        decision.equals("approve"),
                        decision.equals("reject"),
                        e));
              }
            });
    return said;
  }

  private boolean people(
      String kind, String role, Digest digest, int needed, boolean independent, Duration age) {
    List<Said> all = said(kind, digest);
    Predicate<Said> eligible =
        s ->
            s.role().equals(role)
                && roster.counts(s.evidence())
                && roster.holds(s.person(), role, asOf)
                && !(independent && AUTHORS.contains(s.person()));
    Set<String> approving = new HashSet<>();
    for (Said yes : all) {
      if (!yes.yes() || !eligible.test(yes)) {
        continue;
      }
      boolean withdrawn =
          all.stream()
              .anyMatch(
                  no ->
                      no.no()
                          && no.person().equals(yes.person())
                          && !no.evidence().received().isBefore(yes.evidence().received()));
      if (!withdrawn && !yes.evidence().received().plus(age).isBefore(asOf)) {
        approving.add(yes.person());
      }
    }
    boolean vetoed =
        all.stream()
            .filter(no -> no.no())
            .anyMatch(
                no ->
                    all.stream()
                            .anyMatch(
                                own ->
                                    own.no()
                                        && own.person().equals(no.person())
                                        && eligible.test(own))
                        && all.stream()
                            .noneMatch(
                                yes ->
                                    yes.yes()
                                        && eligible.test(yes)
                                        && yes.person().equals(no.person())
                                        && yes.evidence()
                                            .received()
                                            .isAfter(no.evidence().received())));
    return !vetoed && approving.size() >= needed;
  }

  private record Terms(String reason, Instant until) {}

  private boolean waived(String control) {
    List<Evidence> all =
        seen.stream()
            .filter(e -> e.statement().predicateType().equals(PredicateType.WAIVER))
            .filter(e -> roster.counts(e) && e.signer() instanceof Signer.Person)
            .filter(e -> e.statement().predicate().text("control").equals(Optional.of(control)))
            .toList();
    List<Terms> terms =
        all.stream()
            .map(Oracle::terms)
            .distinct()
            .filter(t -> agreed(t, all))
            .sorted(Comparator.comparing((Terms t) -> first(t, all)).thenComparing(Terms::until))
            .toList();
    List<Instant> used = new ArrayList<>();
    for (Terms t : terms) {
      if (!used.isEmpty() && first(t, all).isAfter(used.getLast().plus(Duration.ofDays(30)))) {
        used.clear();
      }
      if (!used.contains(t.until())) {
        if (used.size() == 2) {
          continue;
        }
        used.add(t.until());
      }
      if (asOf.isBefore(t.until()) && signed(t, all)) {
        return true;
      }
    }
    return false;
  }

  private static Terms terms(Evidence e) {
    return new Terms(
        e.statement().predicate().text("reason").orElse(""),
        LocalDate.parse(e.statement().predicate().text("until").orElse(""))
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant());
  }

  private static Instant first(Terms terms, List<Evidence> all) {
    return all.stream()
        .filter(e -> terms(e).equals(terms))
        .map(Evidence::received)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static boolean agreed(Terms terms, List<Evidence> all) {
    return !first(terms, all).plus(Duration.ofDays(30)).isBefore(terms.until())
        && pairs(terms, all).findAny().isPresent();
  }

  private record Pair(Evidence risk, Evidence security) {}

  private static Stream<Pair> pairs(Terms terms, List<Evidence> all) {
    List<Evidence> same = all.stream().filter(e -> terms(e).equals(terms)).toList();
    return same.stream()
        .filter(r -> r.statement().predicate().text("role").equals(Optional.of("risk")))
        .flatMap(
            r ->
                same.stream()
                    .filter(
                        s -> s.statement().predicate().text("role").equals(Optional.of("security")))
                    .filter(s -> !person(s).equals(person(r)))
                    .map(s -> new Pair(r, s)));
  }

  private static String person(Evidence e) {
    return ((Signer.Person) e.signer()).person();
  }

  private boolean signed(Terms terms, List<Evidence> all) {
    return pairs(terms, all)
        .anyMatch(
            pair ->
                Stream.of(pair.risk(), pair.security())
                    .allMatch(
                        e ->
                            e.statement().isAbout(shape.manifest().digest())
                                && !AUTHORS.contains(person(e))
                                && roster.holds(
                                    person(e),
                                    e.statement().predicate().text("role").orElse(""),
                                    asOf)));
  }
}
