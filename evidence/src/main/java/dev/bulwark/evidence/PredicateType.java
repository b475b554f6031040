package dev.bulwark.evidence;

/// The predicate types Bulwark writes: the field's own where there is one, ours where there is
/// none.
public final class PredicateType {
  /// What a suite of checks said: in-toto test-result, extended by the members {@link
  /// CheckRunPredicate} documents.
  public static final String TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";

  /// A gate's decision: SLSA verification summary.
  public static final String VERIFICATION_SUMMARY = "https://slsa.dev/verification_summary/v1";

  /// What the system is: `{"system": AiSystem.json(), "documents": [ResourceDescriptor…]}`, or
  /// `{"invalid": why}` when its manifest cannot be read. Subjects: the manifest, then every
  /// document.
  public static final String SYSTEM = "https://bulwark.dev/predicate/system/v1";

  /// A person's word over what they read:
  /// `{"kind","role","decision":"approve"|"reject","comment"?,"passkey"?}`; the last is {@link
  /// dev.bulwark.evidence.passkey.PasskeyWord} over the statement without it.
  public static final String ATTESTATION = "https://bulwark.dev/predicate/attestation/v1";

  /// One person's half of a waiver: `{"control","reason","until","role","passkey"?}`. It is in
  /// force when two people said the same.
  public static final String WAIVER = "https://bulwark.dev/predicate/waiver/v1";

  /// A key enrolled or revoked, a role granted or withdrawn: see {@link RosterEvent}.
  public static final String KEY = "https://bulwark.dev/predicate/key/v1";

  /// The catalogue and profiles in force from here on: `{"catalogue": text, "profiles": text,
  /// "digest"}`.
  public static final String POLICY = "https://bulwark.dev/predicate/policy/v1";

  /// Evidence whose key was destroyed, and what it was about: see {@link Erasure}.
  public static final String ERASURE = "https://bulwark.dev/predicate/erasure/v1";

  /// One change of the registry: a version pushed, examined, deployed. Only a judge's word.
  public static final String REGISTRY = "https://bulwark.dev/predicate/registry/v1";

  /// What a person asks the registry to do, in a role that may:
  /// `{"ask","environment"?,"versions":[…],"role","reason"?}`.
  public static final String REQUEST = "https://bulwark.dev/predicate/request/v1";

  /// What a person learned from something that went wrong, and what was changed:
  /// `{"about","change","digest"?,"text"}`.
  public static final String LESSON = "https://bulwark.dev/predicate/lesson/v1";

  private PredicateType() {}
}
