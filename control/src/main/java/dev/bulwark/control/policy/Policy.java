package dev.bulwark.control.policy;

import dev.bulwark.control.ControlFault;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What systems are judged by: a catalogue and its profiles, with the exact texts they were parsed
/// from. Immutable and thread-safe.
public final class Policy {
  private static final String CATALOGUE = "catalogue.yaml";
  private static final String PROFILES = "profiles.yaml";

  private final String catalogueText;
  private final String profilesText;
  private final Catalogue catalogue;
  private final List<Profile> profiles;
  private final Digest digest;

  private Policy(
      String catalogueText, String profilesText, Catalogue catalogue, List<Profile> profiles) {
    this.catalogueText = catalogueText;
    this.profilesText = profilesText;
    this.catalogue = catalogue;
    this.profiles = profiles;
    this.digest = digestOf(catalogueText, profilesText);
  }

  /// Parses two texts from anywhere, and checks every condition in them.
  ///
  /// @throws ControlFault naming every problem with line and column
  public static Policy parse(String catalogueText, String profilesText) {
    Problems inCatalogue = new Problems(CATALOGUE);
    Catalogue catalogue = new CatalogueReader(inCatalogue).read(catalogueText);
    Problems inProfiles = new Problems(PROFILES);
    List<Profile> profiles = new ProfilesReader(inProfiles, catalogue).read(profilesText);
    Problems.throwIfAny(inCatalogue, inProfiles);
    return new Policy(catalogueText, profilesText, catalogue, profiles);
  }

  /// The policy Bulwark ships.
  public static Policy builtin() {
    return parse(Resource.text(CATALOGUE), Resource.text(PROFILES));
  }

  /// The policy in force at a moment; empty when there is none, or when it cannot be parsed.
  ///
  /// @param ledger all evidence of a prefix of the ledger, in any order
  public static Optional<Policy> inForce(List<Evidence> ledger, Instant asOf) {
    return statementInForce(ledger, asOf).flatMap(evidence -> of(evidence.statement()));
  }

  /// The newest POLICY statement the judge signed that was received by then.
  public static Optional<Evidence> statementInForce(List<Evidence> ledger, Instant asOf) {
    Roster roster = Roster.asOf(ledger, asOf);
    return ledger.stream()
        .filter(evidence -> evidence.statement().predicateType().equals(PredicateType.POLICY))
        .filter(evidence -> evidence.assurance().atLeast(Assurance.A4) && roster.counts(evidence))
        .filter(evidence -> !evidence.received().isAfter(asOf))
        .max(Comparator.comparing(Evidence::received).thenComparingLong(Evidence::index));
  }

  /// Parses what {@link #statement} wrote; empty when it cannot be.
  public static Optional<Policy> of(Statement statement) {
    Optional<String> catalogue = statement.predicate().text("catalogue");
    Optional<String> profiles = statement.predicate().text("profiles");
    if (catalogue.isEmpty() || profiles.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(catalogue.get(), profiles.get()));
    } catch (ControlFault e) {
      return Optional.empty();
    }
  }

  private static Digest digestOf(String catalogueText, String profilesText) {
    return Digest.of(
        Json.object()
            .put("catalogue", catalogueText)
            .put("profiles", profilesText)
            .build()
            .canonicalBytes());
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public List<Profile> profiles() {
    return profiles;
  }

  public Optional<Profile> profile(String id) {
    return profiles.stream().filter(profile -> profile.id().equals(id)).findFirst();
  }

  /// The controls a profile selects, in the catalogue's order, with its age limits; every control
  /// of the catalogue when the profile is unknown, which is the strictest reading.
  public List<Control> selected(String profileId) {
    Optional<Profile> profile = profile(profileId);
    return profile
        .map(
            known ->
                catalogue.controls().stream()
                    .filter(control -> known.controls().contains(control.id()))
                    .map(known::applied)
                    .toList())
        .orElse(catalogue.controls());
  }

  /// Over both texts: the SHA-256 of the canonical JSON `{"catalogue": text, "profiles": text}`.
  public Digest digest() {
    return digest;
  }

  /// The statement that puts this policy in force once the judge signs it.
  public Statement statement() {
    return new Statement(
        List.of(new Subject("policy", digest)),
        PredicateType.POLICY,
        Json.object()
            .put("catalogue", catalogueText)
            .put("profiles", profilesText)
            .put("digest", digest.toString())
            .build());
  }
}
